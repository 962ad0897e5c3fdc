import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { SCOPES, type Scope } from '@hongyan/contract'

/**
 * `hk_<id>_<secret>`: the id is public and finds the row, the secret has 192 random bits and is shown once. With that
 * many bits a plain SHA-256 cannot be guessed back, so no slow hash is needed.
 */
export interface NewApiKey {
  readonly id: string
  /** The whole key, for its owner alone. */
  readonly key: string
  readonly hash: Buffer
}

const ID_BYTES = 6
const SECRET_BYTES = 24
const FORM = /^hk_([0-9a-f]{12})_([A-Za-z0-9_-]{32})$/

export function newApiKey(): NewApiKey {
  const id = randomBytes(ID_BYTES).toString('hex')
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  return { id, key: `hk_${id}_${secret}`, hash: hashSecret(secret) }
}

/** A key as the store keeps it. */
export interface ApiKeyRow {
  readonly id: string
  readonly client: string
  readonly hash: Uint8Array
  readonly scopes: readonly string[]
  /** The accounts it may use; null for all of them. */
  readonly accounts: readonly string[] | null
  /** Unix milliseconds; null for never. */
  readonly expiresAt: number | null
  readonly revokedAt: number | null
}

/** Who calls, and what he may do. */
export interface Principal {
  readonly client: string
  /** Null without a key, which is allowed only while every account is a sandbox account. */
  readonly apiKeyId: string | null
  readonly scopes: ReadonlySet<string>
  readonly accounts: ReadonlySet<string> | null
}

export type KeyRefusal = 'malformed' | 'unknown' | 'expired' | 'revoked'

/** Whose key this is, or why it is none. An unknown id and a wrong secret are one answer, which tells no ids. */
export async function authenticate(
  key: string,
  findRow: (id: string) => Promise<ApiKeyRow | undefined>,
  now: number,
): Promise<Principal | KeyRefusal> {
  const [, id, secret] = FORM.exec(key) ?? []
  if (!id || !secret) return 'malformed'
  const row = await findRow(id)
  // Also without a row a hash is compared, so that the time taken does not tell whether the id exists.
  const isSame = timingSafeEqual(hashSecret(secret), row?.hash ?? hashSecret(''))
  if (!row || !isSame) return 'unknown'
  if (row.revokedAt !== null) return 'revoked'
  if (row.expiresAt !== null && row.expiresAt <= now) return 'expired'
  return {
    client: row.client,
    apiKeyId: row.id,
    scopes: new Set(row.scopes),
    accounts: row.accounts && new Set(row.accounts),
  }
}

/** Without a key: everything, because nothing but the sandbox can be reached. */
export function sandboxPrincipal(client: string): Principal {
  return { client, apiKeyId: null, scopes: new Set(SCOPES), accounts: null }
}

export function mayDo(principal: Principal, scope: Scope): boolean {
  return principal.scopes.has(scope)
}

export function mayUse(principal: Principal, account: string): boolean {
  return principal.accounts === null || principal.accounts.has(account)
}

function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
