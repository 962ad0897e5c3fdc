import { insertAll, rowOf, type Sql } from '../sql/sql.ts'
import type {
  AccessOperations,
  AccountRow,
  ApiKeyRow,
  AppRow,
  AuditRow,
  ClientRow,
  CorpRow,
  StoredPage,
} from '../store.ts'

export async function clients(sql: Sql): Promise<ClientRow[]> {
  return sql.rows('SELECT name, created_at AS "createdAt" FROM clients ORDER BY name')
}

export async function addClient(sql: Sql, { name, createdAt }: ClientRow): Promise<boolean> {
  const added = await sql.run(
    'INSERT INTO clients (name, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [name, createdAt],
  )
  return added === 1
}

type StoredKey = Omit<ApiKeyRow, 'scopes' | 'accounts'> & { scopes: string; accounts: string | null }

const KEY_FIELDS =
  'id, client, hash, scopes, accounts, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt"'

/** The store wrote both lists itself. */
const apiKeyOf = (row: StoredKey): ApiKeyRow => ({
  ...row,
  scopes: JSON.parse(row.scopes) as string[],
  accounts: row.accounts === null ? null : (JSON.parse(row.accounts) as string[]),
})

export async function apiKeys(sql: Sql, client?: string): Promise<ApiKeyRow[]> {
  const rows = await (client === undefined
    ? sql.rows<StoredKey>(`SELECT ${KEY_FIELDS} FROM api_keys ORDER BY created_at, id`)
    : sql.rows<StoredKey>(`SELECT ${KEY_FIELDS} FROM api_keys WHERE client = $1 ORDER BY created_at, id`, [
        client,
      ]))
  return rows.map(apiKeyOf)
}

export async function apiKey(sql: Sql, id: string): Promise<ApiKeyRow | undefined> {
  const row = await rowOf<StoredKey>(sql, `SELECT ${KEY_FIELDS} FROM api_keys WHERE id = $1`, [id])
  return row && apiKeyOf(row)
}

export async function addApiKey(sql: Sql, key: ApiKeyRow): Promise<void> {
  await sql.run(
    `INSERT INTO api_keys (id, client, hash, scopes, accounts, created_at, expires_at, revoked_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      key.id,
      key.client,
      key.hash,
      JSON.stringify(key.scopes),
      key.accounts && JSON.stringify(key.accounts),
      key.createdAt,
      key.expiresAt,
      key.revokedAt,
    ],
  )
}

export async function revokeApiKey(sql: Sql, id: string, at: number): Promise<boolean> {
  const revoked = await sql.run('UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL', [
    id,
    at,
  ])
  return revoked === 1
}

export async function corps(sql: Sql): Promise<CorpRow[]> {
  return sql.rows(
    'SELECT name, platform, platform_corp_id AS "platformCorpId", seats FROM corps ORDER BY name',
  )
}

type StoredApp = Omit<AppRow, 'secrets' | 'exclusive' | 'tokenSharing' | 'sandbox'> &
  Record<'exclusive' | 'tokenSharing' | 'sandbox', number>

const APP_FIELDS =
  'name, corp, platform, kind, fields, exclusive, token_sharing AS "tokenSharing", sandbox, created_at AS "createdAt"'

export async function apps(sql: Sql): Promise<AppRow[]> {
  const found: AppRow[] = []
  for (const row of await sql.rows<StoredApp>(`SELECT ${APP_FIELDS} FROM apps ORDER BY name`))
    found.push(await appOf(sql, row))
  return found
}

export async function app(sql: Sql, name: string): Promise<AppRow | undefined> {
  const row = await rowOf<StoredApp>(sql, `SELECT ${APP_FIELDS} FROM apps WHERE name = $1`, [name])
  return row && appOf(sql, row)
}

async function appOf(sql: Sql, row: StoredApp): Promise<AppRow> {
  const secrets = await sql.rows<{ field: string; sealed: Uint8Array }>(
    'SELECT field, sealed FROM app_secrets WHERE app = $1 ORDER BY field',
    [row.name],
  )
  return {
    ...row,
    exclusive: row.exclusive === 1,
    tokenSharing: row.tokenSharing === 1,
    sandbox: row.sandbox === 1,
    secrets: Object.fromEntries(secrets.map(({ field, sealed }) => [field, sealed])),
  }
}

export async function changeApp(
  sql: Sql,
  name: string,
  change: Parameters<AccessOperations['changeApp']>[1],
): Promise<boolean> {
  const before = await rowOf<StoredApp>(
    sql,
    `SELECT ${APP_FIELDS} FROM apps WHERE name = $1 ${sql.words.lock}`,
    [name],
  )
  if (!before) return false
  await sql.run(
    'UPDATE apps SET fields = $2, exclusive = $3, token_sharing = $4, sandbox = $5 WHERE name = $1',
    [
      name,
      change.fields ?? before.fields,
      Number(change.exclusive ?? before.exclusive),
      Number(change.tokenSharing ?? before.tokenSharing),
      Number(change.sandbox ?? before.sandbox),
    ],
  )
  await putSecrets(sql, name, change.secrets ?? {})
  sql.wake()
  return true
}

async function putSecrets(sql: Sql, name: string, secrets: AppRow['secrets']): Promise<void> {
  for (const [field, sealed] of Object.entries(secrets)) {
    await sql.run(
      `INSERT INTO app_secrets (app, field, sealed) VALUES ($1, $2, $3)
       ON CONFLICT (app, field) DO UPDATE SET sealed = excluded.sealed`,
      [name, field, sealed],
    )
  }
}

type StoredAccount = Omit<AccountRow, 'enabled'> & { enabled: number }
const ACCOUNT_FIELDS = 'name, app, channel, options, enabled, created_at AS "createdAt"'
const accountOf = (row: StoredAccount): AccountRow => ({ ...row, enabled: row.enabled === 1 })

export async function accounts(sql: Sql): Promise<AccountRow[]> {
  const rows = await sql.rows<StoredAccount>(`SELECT ${ACCOUNT_FIELDS} FROM accounts ORDER BY name`)
  return rows.map(accountOf)
}

export async function account(sql: Sql, name: string): Promise<AccountRow | undefined> {
  const row = await rowOf<StoredAccount>(sql, `SELECT ${ACCOUNT_FIELDS} FROM accounts WHERE name = $1`, [
    name,
  ])
  return row && accountOf(row)
}

export async function addAccount(
  sql: Sql,
  { account: added, app: newApp, corp }: Parameters<AccessOperations['addAccount']>[0],
): ReturnType<AccessOperations['addAccount']> {
  if (await account(sql, added.name)) return 'name_taken'
  const knownApp = await app(sql, added.app)
  if (newApp && knownApp) return 'app_taken'
  if (!newApp && !knownApp) return 'app_unknown'
  if (corp)
    await sql.run(
      'INSERT INTO corps (name, platform, platform_corp_id, seats) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [corp.name, corp.platform, corp.platformCorpId, corp.seats],
    )
  if (newApp) await insertApp(sql, newApp)
  await insertAll(
    sql,
    'accounts',
    { name: 'text', app: 'text', channel: 'text', options: 'text', enabled: 'int', created_at: 'int' },
    [{ ...added, enabled: Number(added.enabled), created_at: added.createdAt }],
  )
  sql.wake()
  return 'added'
}

async function insertApp(sql: Sql, added: AppRow): Promise<void> {
  await sql.run(
    `INSERT INTO apps (name, corp, platform, kind, fields, exclusive, token_sharing, sandbox, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      added.name,
      added.corp,
      added.platform,
      added.kind,
      added.fields,
      Number(added.exclusive),
      Number(added.tokenSharing),
      Number(added.sandbox),
      added.createdAt,
    ],
  )
  await putSecrets(sql, added.name, added.secrets)
}

export async function changeAccount(
  sql: Sql,
  name: string,
  { options, enabled }: Parameters<AccessOperations['changeAccount']>[1],
): Promise<boolean> {
  const changed = await sql.run(
    'UPDATE accounts SET options = coalesce($2, options), enabled = coalesce($3, enabled) WHERE name = $1',
    [name, options ?? null, enabled === undefined ? null : Number(enabled)],
  )
  sql.wake()
  return changed === 1
}

export async function appendAudit(sql: Sql, row: AuditRow): Promise<void> {
  await sql.run(
    `INSERT INTO audit (client, api_key_id, action, target, came_from, at, before_json, after_json)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      row.client,
      row.apiKeyId,
      row.action,
      row.target,
      row.from,
      row.at,
      row.before && JSON.stringify(row.before),
      row.after && JSON.stringify(row.after),
    ],
  )
}

type StoredAudit = Omit<AuditRow, 'before' | 'after'> & {
  number: number
  before: string | null
  after: string | null
}

export async function audit(
  sql: Sql,
  { limit, after }: Parameters<AccessOperations['audit']>[0],
): Promise<StoredPage<AuditRow>> {
  const rows = await sql.rows<StoredAudit>(
    `SELECT number, client, api_key_id AS "apiKeyId", action, target, came_from AS "from", at, before_json AS "before", after_json AS "after"
     FROM audit WHERE number < $1 ORDER BY number DESC LIMIT $2`,
    [after === undefined ? Number.MAX_SAFE_INTEGER : Number(after), limit],
  )
  const last = rows.length === limit ? rows.at(-1) : undefined
  return {
    items: rows.map(({ number, before, after: later, ...row }) => ({
      ...row,
      before: parseFields(before),
      after: parseFields(later),
    })),
    next: last ? String(last.number) : null,
  }
}

/** The store wrote it from a record. */
const parseFields = (json: string | null): AuditRow['before'] =>
  json === null ? null : (JSON.parse(json) as Record<string, unknown>)

export async function readKeyCheck(sql: Sql): Promise<Uint8Array | undefined> {
  const row = await rowOf<{ sealed: Uint8Array }>(sql, 'SELECT sealed FROM key_check')
  return row?.sealed
}

export async function keepKeyCheck(sql: Sql, blob: Uint8Array): Promise<Uint8Array> {
  await sql.run('INSERT INTO key_check (one, sealed) VALUES (1, $1) ON CONFLICT DO NOTHING', [blob])
  return (await readKeyCheck(sql)) ?? blob
}
