import type { Clock } from './clock.ts'
import { isPlatformCallError, NotSentError } from './errors.ts'
import type { FetchToken, Token, TokenStore } from './tokens.ts'

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

/**
 * How long after a renewal ahead of time, or one that changed nothing, the next is due at the soonest. Meanwhile the
 * token there is serves: also a platform that hands out short-lived ones is not asked before every call.
 * Unit: milliseconds.
 */
const RENEWAL_PAUSE_MS = 10_000

/** Gives an app's current token and renews it by its platform's rule. */
export class TokenSource {
  readonly #options: TokenSourceOptions
  #refusal: (Pause & { readonly error: Error }) | undefined
  #notEarly: Pause | undefined
  #stillRefused: (Pause & { readonly value: string }) | undefined

  constructor(options: TokenSourceOptions) {
    this.#options = options
  }

  /** The token to send with, fetched or renewed first if it is due. A renewal that fails early is no failure yet. */
  async current(): Promise<Token> {
    const { store, key, renewEarlyMs, clock } = this.#options
    const stored = await store.read(key)
    const now = clock.now()
    if (!stored || now >= stored.expiresAt) return this.#refresh(stored?.version)
    if (now < stored.expiresAt - renewEarlyMs || isDuring(this.#notEarly, now)) return stored
    this.#notEarly = pauseFrom(now, RENEWAL_PAUSE_MS)
    return this.#refresh(stored.version).catch(() => stored)
  }

  /**
   * The token to use instead of one that the platform refused; undefined if the platform still hands out the refused
   * one, so that asking again is pointless.
   */
  async renew(refused: Token): Promise<Token | undefined> {
    const { clock } = this.#options
    if (this.#isStillRefused(refused)) return undefined
    let asked = false
    const fetch: FetchToken = (stored) => {
      asked = true
      return this.#fetch(stored)
    }
    let renewed = await this.#refresh(refused.version, fetch)
    // Somebody had merely prolonged the same value before it was refused: then that one is to be renewed.
    if (renewed.value === refused.value && !asked && !this.#isStillRefused(refused)) {
      renewed = await this.#refresh(renewed.version, fetch)
    }
    if (renewed.value !== refused.value) return renewed
    this.#stillRefused = { value: refused.value, ...pauseFrom(clock.now(), RENEWAL_PAUSE_MS) }
    return undefined
  }

  #isStillRefused({ value }: Token): boolean {
    return this.#stillRefused?.value === value && isDuring(this.#stillRefused, this.#options.clock.now())
  }

  async #refresh(
    seenVersion: string | undefined,
    fetch: FetchToken = (stored) => this.#fetch(stored),
  ): Promise<Token> {
    const { store, key, clock } = this.#options
    if (this.#refusal && isDuring(this.#refusal, clock.now())) throw this.#refusal.error
    try {
      const token = await store.refresh(key, seenVersion, fetch)
      this.#refusal = undefined
      return token
    } catch (error) {
      const pauseMs = pauseAfter(error)
      if (error instanceof Error && pauseMs > 0) this.#refusal = { error, ...pauseFrom(clock.now(), pauseMs) }
      throw error
    }
  }

  /** A token whose fetch ended in doubt leaves no doubt about the message: without a token it was not sent. */
  async #fetch(stored: Token | undefined) {
    try {
      return await this.#options.fetch(stored)
    } catch (error) {
      if (!isPlatformCallError(error) || error.kind !== 'ambiguous') throw error
      const { platform, endpoint, status } = error
      throw new NotSentError('not sent: no access token', {
        platform,
        endpoint,
        status,
        remedy: FETCH_AGAIN,
        cause: error,
      })
    }
  }
}

const FETCH_AGAIN = {
  zh: '获取 access_token 没有得到可用的应答，消息没有发出，可以放心重试。请检查网络与 baseUrl（主机名，http 还是 https）。',
  en: 'Asking for the access token brought no usable answer. Nothing was sent, so repeating is safe. Check network and base URL (host, http or https).',
}

/** A stretch of business time, in Unix milliseconds. A clock set back before it ends it, lest it last for hours. */
interface Pause {
  readonly from: number
  readonly until: number
}

const pauseFrom = (now: number, ms: number): Pause => ({ from: now, until: now + ms })

const isDuring = (pause: Pause | undefined, now: number): boolean =>
  pause !== undefined && now >= pause.from && now < pause.until

function pauseAfter(error: unknown): number {
  if (!isPlatformCallError(error)) return 0
  if (error.kind === 'rejected') return REFUSED_CREDENTIAL_PAUSE_MS
  return error.kind === 'throttled' ? (error.retryAfterMs ?? 0) : 0
}

/**
 * The token for somebody else who calls with it. Whoever says that the platform refused one gets its successor; a token
 * that has been succeeded already is not renewed again.
 */
export async function handOutToken(source: TokenSource, refused?: string): Promise<Token> {
  const token = await source.current()
  if (token.value !== refused) return token
  return (await source.renew(token)) ?? token
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
