import { insertAll, type Sql } from '../sql/sql.ts'
import type { Identity, IdentityOperations, NamedRecipient, Resolution, Unresolved } from '../store.ts'
import { type BecauseColumns, becauseOf } from './because.ts'
import { laneName } from './lane.ts'
import { destinationOf, type StoredDestination } from './messages.ts'
import { type Change, moveDeliveries } from './moves.ts'
import { addDeliveries, enqueue, reachedAlready, reachText } from './new-deliveries.ts'
import { knownPeople, personText, storedRecipient } from './people.ts'
import { changeTo } from './settle.ts'
import { holdDeliveries } from './standing.ts'

interface UnresolvedRow extends StoredIdentity {
  readonly number: number
  readonly idx: number
  readonly day: number
  readonly id: string
  readonly client: string
  readonly lane: number
  readonly accounts: string
  readonly options: string
  readonly expires_at: number | null
  readonly account: string
  readonly app: string
  readonly corp: string
  readonly vars: string | null
  readonly variant: string
  readonly parts: number
  readonly kind: NamedRecipient['kind'] | null
  readonly platform: string | null
  readonly value: string | null
  readonly identity_id: string | null
}

/** A claim is a later due time, and the epoch of whose it is: should that one die, it is free at once. */
export async function unresolved(
  sql: Sql,
  { now, limit, claimMs, epoch }: Parameters<IdentityOperations['unresolved']>[0],
): Promise<Unresolved[]> {
  const due = await sql.rows<{ number: number; idx: number }>(
    `SELECT number, idx FROM unresolved WHERE due_at <= $1 ORDER BY lane, due_at, number, idx LIMIT $2 ${sql.words.lockFree}`,
    [now, limit],
  )
  if (due.length === 0) return []
  const columns = { number: 'int', idx: 'int' } as const
  await sql.run(
    `UPDATE unresolved AS u SET due_at = $2, claimed_by = $3 FROM ${sql.words.records('$1', columns, 'r')}
     WHERE u.number = r.number AND u.idx = r.idx`,
    [JSON.stringify(due), now + claimMs, epoch],
  )
  const rows = await sql.rows<UnresolvedRow>(
    `SELECT u.number, u.idx, u.day, m.id, m.client, m.lane, m.accounts, m.options, m.expires_at,
       d.account, a.app, p.corp, d.vars, d.variant, d.parts, e.kind, e.platform, e.value,
       i.platform_id AS identity_id, i.checked_at, i.valid_until, i.code, i.platform_code, i.platform_text
     FROM ${sql.words.records('$1', columns, 'r')}
     JOIN unresolved u ON u.number = r.number AND u.idx = r.idx
     JOIN messages m ON m.number = u.number
     JOIN deliveries d ON d.day = u.day AND d.number = u.number AND d.idx = u.idx
     JOIN accounts a ON a.name = d.account JOIN apps p ON p.name = a.app
     LEFT JOIN people e ON e.id = d.person
     LEFT JOIN identities i ON i.corp = p.corp AND i.person = d.person AND i.valid_until > $2
     ORDER BY m.lane, u.number, u.idx`,
    [JSON.stringify(due), now],
  )
  return rows.flatMap(unresolvedOf)
}

function unresolvedOf(row: UnresolvedRow): Unresolved[] {
  const recipient = storedRecipient(row)
  // A person erased meanwhile cannot be looked up any more; erasing has ended the delivery.
  if (!recipient || recipient.value === null) return []
  return [
    {
      key: { day: row.day, number: row.number, idx: row.idx },
      message: { id: row.id, day: row.day, number: row.number },
      account: row.account,
      app: row.app,
      corp: row.corp,
      client: row.client,
      lane: laneName(row.lane),
      recipient: { ...recipient, value: recipient.value },
      vars: row.vars,
      variant: row.variant,
      parts: row.parts,
      // The store wrote it from a list of names.
      accounts: JSON.parse(row.accounts) as string[],
      options: row.options,
      expiresAt: row.expires_at,
      identity: identityOf(row.identity_id, row),
    },
  ]
}

interface StoredIdentity extends BecauseColumns {
  readonly checked_at: number | null
  readonly valid_until: number | null
}

const identityOf = (
  platformId: string | null,
  { checked_at, valid_until, ...because }: StoredIdentity,
): Identity | undefined =>
  checked_at === null || valid_until === null
    ? undefined
    : { platformId, because: becauseOf(because), checkedAt: checked_at, validUntil: valid_until }

export async function recordIdentities(
  sql: Sql,
  { corp, now, found, results }: Parameters<IdentityOperations['recordIdentities']>[0],
): Promise<void> {
  // Only of who is still known: what a look-up brings must not undo an erasure.
  const people = await knownPeople(
    sql,
    found.map(({ recipient }) => recipient),
  )
  const rows = found.flatMap(({ recipient, platformId, because, validUntil }) => {
    const person = people.get(personText(recipient))
    return person === undefined
      ? []
      : {
          corp,
          person,
          platform_id: platformId,
          checked_at: now,
          valid_until: validUntil,
          code: because?.code ?? null,
          platform_code: because?.platformCode ?? null,
          platform_text: because?.platformText ?? null,
        }
  })
  rows.sort((a, b) => a.person - b.person)
  await insertAll(
    sql,
    'identities',
    IDENTITY_COLUMNS,
    rows,
    `ON CONFLICT (corp, person) DO UPDATE SET platform_id = excluded.platform_id, checked_at = excluded.checked_at,
       valid_until = excluded.valid_until, code = excluded.code, platform_code = excluded.platform_code,
       platform_text = excluded.platform_text`,
  )
  const byMessage = [...Map.groupBy(results, ({ key }) => key.number)].sort(([a], [b]) => a - b)
  for (const [number, ofMessage] of byMessage) {
    const message = await destinationOf(sql, number, 'lock')
    if (message) await recordResults(sql, message, ofMessage, now)
  }
}

const IDENTITY_COLUMNS = {
  corp: 'text',
  person: 'int',
  platform_id: 'text',
  checked_at: 'int',
  valid_until: 'int',
  code: 'text',
  platform_code: 'text',
  platform_text: 'text',
} as const

type Resolved = Exclude<Resolution, { to: 'resolving' }>

/** Only what still waits in the queue of the unresolved: a result that comes twice, or after a cancel, finds nothing. */
async function recordResults(
  sql: Sql,
  message: StoredDestination,
  results: readonly Resolution[],
  now: number,
): Promise<void> {
  const idxs = results.map(({ key }) => key.idx)
  const waiting = await sql.rows<{ idx: number }>(
    `SELECT idx FROM unresolved WHERE number = $1 AND idx IN ${sql.words.list('$2', 'int')} ORDER BY idx ${sql.words.lock}`,
    [message.number, JSON.stringify(idxs)],
  )
  const open = new Set(waiting.map(({ idx }) => idx))
  const resolved: Resolved[] = []
  for (const result of results) {
    if (!open.has(result.key.idx)) continue
    if (result.to !== 'resolving') resolved.push(result)
    else await postpone(sql, message, result.key.idx, result.dueAt)
  }
  await sql.run(`DELETE FROM unresolved WHERE number = $1 AND idx IN ${sql.words.list('$2', 'int')}`, [
    message.number,
    JSON.stringify(resolved.map(({ key }) => key.idx)),
  ])
  await moveResolved(sql, message, resolved, now)
  await addNext(sql, message, resolved, now)
  sql.wake()
}

async function postpone(sql: Sql, message: StoredDestination, idx: number, dueAt: number): Promise<void> {
  await sql.run('UPDATE unresolved SET due_at = $3, claimed_by = NULL WHERE number = $1 AND idx = $2', [
    message.number,
    idx,
    dueAt,
  ])
}

async function moveResolved(
  sql: Sql,
  message: StoredDestination,
  resolved: readonly Resolved[],
  now: number,
): Promise<void> {
  const standing = await holdDeliveries(
    sql,
    message,
    resolved.map(({ key }) => key.idx),
  )
  const results = new Map(resolved.map((result) => [result.key.idx, result]))
  const reached = await reachedAlready(
    sql,
    message.number,
    standing.map(({ idx, account }) => {
      const result = results.get(idx)
      return { account, personKey: result?.to === 'queued' ? result.personKey : null }
    }),
  )
  const changes: Change[] = []
  const ids: { idx: number; platform_id: string; person_key: string | null }[] = []
  for (const delivery of standing) {
    const result = results.get(delivery.idx)
    if (!result) continue
    if (result.to !== 'queued') {
      changes.push(changeTo(delivery, { ...result, state: result.to, final: true }))
      continue
    }
    const place = result.personKey === null ? undefined : reachText(delivery.account, result.personKey)
    const sameAs = place === undefined ? undefined : reached.get(place)
    if (sameAs !== undefined) {
      changes.push({
        ...changeTo(delivery, { state: 'suppressed', final: true, code: 'same_person' }),
        sameAs,
      })
      ids.push({ idx: delivery.idx, platform_id: result.platformId, person_key: null })
      continue
    }
    if (place !== undefined) reached.set(place, delivery.idx)
    changes.push(changeTo(delivery, { state: 'queued', final: false }))
    ids.push({ idx: delivery.idx, platform_id: result.platformId, person_key: result.personKey })
  }
  await sql.run(
    `UPDATE deliveries AS d SET platform_id = r.platform_id, person_key = r.person_key
     FROM ${sql.words.records('$1', ID_COLUMNS, 'r')}
     WHERE d.day = r.day AND d.number = r.number AND d.idx = r.idx`,
    [JSON.stringify(ids.map((id) => ({ ...id, day: message.day, number: message.number })))],
  )
  await moveDeliveries(sql, message, changes, now)
  const queued = new Set(changes.filter(({ to }) => to === 'queued').map(({ idx }) => idx))
  await enqueue(
    sql,
    standing
      .filter(({ idx }) => queued.has(idx))
      .map(({ idx, account, variant }) => ({
        message,
        idx,
        account,
        variant,
        part: 1,
        bisect: '',
        notBefore: placeOf(results.get(idx)) ?? message.acceptedAt,
      })),
  )
}

const ID_COLUMNS = { day: 'int', number: 'int', idx: 'int', platform_id: 'text', person_key: 'text' } as const

const placeOf = (result: Resolved | undefined): number | undefined =>
  result?.to === 'queued' ? result.notBefore : undefined

/** `route: first` goes on with the next account of those it did not find. */
async function addNext(
  sql: Sql,
  message: StoredDestination,
  resolved: readonly Resolved[],
  now: number,
): Promise<void> {
  const next = resolved.flatMap((result) =>
    result.to !== 'queued' && result.next ? { ...result.next, after: result.key.idx } : [],
  )
  if (next.length === 0 || message.cancelledAt !== null) return
  const deliveries = next.map((delivery, position) => ({
    ...delivery,
    idx: message.deliveries + 1 + position,
  }))
  await sql.run('UPDATE messages SET deliveries = deliveries + $2 WHERE number = $1', [
    message.number,
    next.length,
  ])
  await addDeliveries(sql, [{ message, isNew: false, deliveries }], now)
}

export async function dropIdentities(sql: Sql, corp: string, platformIds: readonly string[]): Promise<void> {
  await sql.run(`DELETE FROM identities WHERE corp = $1 AND platform_id IN ${sql.words.list('$2', 'text')}`, [
    corp,
    JSON.stringify(platformIds),
  ])
}
