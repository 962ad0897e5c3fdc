import { createHash } from 'node:crypto'
import type { Clock } from './clock.ts'
import { isPlatformCallError } from './errors.ts'

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
   * answer. At most one `fetch` per key runs at a time, over all processes that share the store; the others get its
   * token or its error.
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

/** An app's token: where it is kept, how it is fetched, how early it is renewed. */
export interface TokenSourceOptions {
  readonly store: TokenStore
  readonly key: string
  readonly fetch: FetchToken
  /** How long before expiry it is renewed, in milliseconds; 0 = never early. */
  readonly renewEarlyMs: number
  readonly clock: Clock
}

/**
 * After the platform refused the credential itself, it is not asked again for this long. WeCom bars an address for an
 * hour after repeated fetches with a wrong secret (企业微信「全局错误码」45009, 2024-04-08). Unit: milliseconds.
 */
export const REFUSED_CREDENTIAL_PAUSE_MS = 60_000

/** Gives an app's current token and renews it by its platform's rule. */
export class TokenSource {
  readonly #options: TokenSourceOptions
  #refusal: { readonly error: Error; readonly until: number } | undefined

  constructor(options: TokenSourceOptions) {
    this.#options = options
  }

  /** The token to send with, fetched or renewed first if it is due. A renewal that fails early is no failure yet. */
  async current(): Promise<Token> {
    const { store, key, renewEarlyMs, clock } = this.#options
    const stored = await store.read(key)
    const now = clock.now()
    if (!stored || now >= stored.expiresAt) return this.#refresh(stored?.version)
    if (now < stored.expiresAt - renewEarlyMs) return stored
    return this.#refresh(stored.version).catch(() => stored)
  }

  /**
   * The token to use instead of one that the platform refused; undefined if the platform still hands out the refused
   * one, so that asking again is pointless.
   */
  async renew(refused: Token): Promise<Token | undefined> {
    let asked = false
    const fetch: FetchToken = (stored) => {
      asked = true
      return this.#options.fetch(stored)
    }
    let renewed = await this.#refresh(refused.version, fetch)
    // Somebody had merely prolonged the same value before it was refused: then that one is to be renewed.
    if (renewed.value === refused.value && !asked) renewed = await this.#refresh(renewed.version, fetch)
    return renewed.value === refused.value ? undefined : renewed
  }

  async #refresh(seenVersion: string | undefined, fetch: FetchToken = this.#options.fetch): Promise<Token> {
    const { store, key, clock } = this.#options
    if (this.#refusal && clock.now() < this.#refusal.until) throw this.#refusal.error
    try {
      const token = await store.refresh(key, seenVersion, fetch)
      this.#refusal = undefined
      return token
    } catch (error) {
      const pauseMs = pauseAfter(error)
      if (error instanceof Error && pauseMs > 0) this.#refusal = { error, until: clock.now() + pauseMs }
      throw error
    }
  }
}

function pauseAfter(error: unknown): number {
  if (!isPlatformCallError(error)) return 0
  if (error.kind === 'rejected') return REFUSED_CREDENTIAL_PAUSE_MS
  return error.kind === 'throttled' ? (error.retryAfterMs ?? 0) : 0
}

/**
 * Sends with the app's token. A token the platform refuses is renewed once and the request repeated once: a refusal
 * for the token's sake means nothing was executed.
 */
export async function withToken<T>(source: TokenSource, send: (token: string) => Promise<T>): Promise<T> {
  const token = await source.current()
  try {
    return await send(token.value)
  } catch (error) {
    if (!isPlatformCallError(error) || error.kind !== 'token') throw error
    const renewed = await source.renew(token)
    if (!renewed) throw error
    return send(renewed.value)
  }
}
