import { createHash } from 'node:crypto'

/** One access token as a store keeps it. */
export interface Token {
  readonly value: string
  /** Changes with every write, also when the platform prolongs the same value. */
  readonly version: string
  /** Unix milliseconds. */
  readonly expiresAt: number
}

/** What a platform handed out. */
export type FetchedToken = Omit<Token, 'version'>

/**
 * Asks the platform for a token. It is given what is stored, so that a platform's renewal rule can be applied:
 * WeCom's unchanged token keeps its first expiry, DingTalk's is prolonged.
 */
export type FetchToken = (stored: Token | undefined) => Promise<FetchedToken>

/**
 * Where tokens are kept: in memory, in Redis, in a database. Keys name platform, corp, app and a hash of the secret,
 * never the secret.
 */
export interface TokenStore {
  read(key: string): Promise<Token | undefined>
  /**
   * Renews the token unless somebody already has: if the stored version is not `seenVersion`, the stored token is the
   * answer. At most one `fetch` per key runs at a time, over all processes that share the store. Who waits for it gets
   * its token; if it fails, its error within the process, a turn of its own in another.
   *
   * What the store itself throws (Redis is away) reaches the caller, so it must not show the token; nothing has been sent
   * then.
   */
  refresh(key: string, seenVersion: string | undefined, fetch: FetchToken): Promise<Token>
}

/**
 * The key of one app's token. Platform, corp and app keep two apps apart; the hash of secret and base URL keeps a
 * rotated secret or a test platform from getting the wrong token, without the secret showing in a store's listing.
 */
export function tokenKey(app: {
  platform: string
  names: readonly string[]
  secret: string
  baseUrl: string
}): string {
  const fingerprint = createHash('sha256').update(`${app.secret}\n${app.baseUrl}`).digest('hex').slice(0, 12)
  return [app.platform, ...app.names, fingerprint].join(':')
}

/** Keeps tokens in this process. */
export class MemoryTokenStore implements TokenStore {
  readonly #tokens = new Map<string, Token>()
  readonly #renewals = new Map<string, Promise<Token>>()
  #writes = 0

  async read(key: string): Promise<Token | undefined> {
    return this.#tokens.get(key)
  }

  async refresh(key: string, seenVersion: string | undefined, fetch: FetchToken): Promise<Token> {
    const underWay = this.#renewals.get(key)
    if (underWay) return underWay
    const stored = this.#tokens.get(key)
    if (stored && stored.version !== seenVersion) return stored
    const renewal = this.#renew(key, stored, fetch).finally(() => this.#renewals.delete(key))
    this.#renewals.set(key, renewal)
    return renewal
  }

  async #renew(key: string, stored: Token | undefined, fetch: FetchToken): Promise<Token> {
    const token = { ...(await fetch(stored)), version: String(++this.#writes) }
    this.#tokens.set(key, token)
    return token
  }
}
