import { randomUUID } from 'node:crypto'
import { monotonic } from './clock.ts'
import { safeCause } from './redact.ts'
import type { FetchToken, Token, TokenStore } from './tokens.ts'
import { isRecord } from './verdict.ts'

/** What is used of a `redis` client (node-redis 4 and later). The client stays the caller's: to connect and to close. */
export interface RedisClient {
  sendCommand(args: string[]): Promise<unknown>
}

/** Options of the shared store. */
export interface RedisTokenStoreOptions {
  /** Put before every key. Default `hongyan:token:`. */
  readonly prefix?: string | undefined
  /** How long one process may take to fetch before another may try, in milliseconds. Default 20 000: longer than a call's whole budget. */
  readonly leaseMs?: number | undefined
  /** How often a waiting process looks whether the token is there, in milliseconds. Default 50. */
  readonly pollMs?: number | undefined
}

/**
 * Keeps tokens in Redis, for all processes that share it. Renewing takes a lease (`SET NX PX`); the write checks in one
 * script that the lease is still held, so a process that fell asleep over its fetch cannot overwrite a newer token.
 */
export class RedisTokenStore implements TokenStore {
  readonly #redis: RedisClient
  readonly #prefix: string
  readonly #leaseMs: number
  readonly #pollMs: number
  readonly #renewals = new Map<string, Promise<Token>>()

  constructor(redis: RedisClient, options: RedisTokenStoreOptions = {}) {
    this.#redis = redis
    this.#prefix = options.prefix ?? 'hongyan:token:'
    this.#leaseMs = options.leaseMs ?? 20_000
    this.#pollMs = options.pollMs ?? 50
  }

  async read(key: string): Promise<Token | undefined> {
    return parseToken(await this.#command(['GET', this.#tokenKey(key)]))
  }

  async refresh(key: string, seenVersion: string | undefined, fetch: FetchToken): Promise<Token> {
    const underWay = this.#renewals.get(key)
    if (underWay) {
      const token = await underWay
      // It may have found, for somebody behind the times, the very token that is to be replaced here.
      return token.version === seenVersion ? this.refresh(key, seenVersion, fetch) : token
    }
    const renewal = this.#renewOrWait(key, seenVersion, fetch).finally(() => this.#renewals.delete(key))
    this.#renewals.set(key, renewal)
    return renewal
  }

  async #renewOrWait(key: string, seenVersion: string | undefined, fetch: FetchToken): Promise<Token> {
    // Every holder's lease ends by itself, so a waiter's turn comes; two leases without a token is a store at fault.
    const giveUpAt = monotonic() + 2 * this.#leaseMs
    for (;;) {
      const stored = await this.read(key)
      if (stored && stored.version !== seenVersion) return stored
      const token = await this.#tryToRenew(key, seenVersion, fetch)
      if (token) return token
      if (monotonic() > giveUpAt) {
        throw new Error(
          `No process renewed the token ${key} within ${2 * this.#leaseMs} ms; check Redis and the processes that share it.`,
        )
      }
      await new Promise((resolve) => setTimeout(resolve, this.#pollMs))
    }
  }

  /** Undefined if another process holds the lease. */
  async #tryToRenew(
    key: string,
    seenVersion: string | undefined,
    fetch: FetchToken,
  ): Promise<Token | undefined> {
    const lease = randomUUID()
    const taken = await this.#command(['SET', this.#leaseKey(key), lease, 'NX', 'PX', String(this.#leaseMs)])
    if (taken === null) return undefined
    try {
      // The last holder may have stored its token between our read and our lease.
      const stored = await this.read(key)
      if (stored && stored.version !== seenVersion) return stored
      const token = { ...(await fetch(stored)), version: randomUUID() }
      const written = await this.#script(WRITE_UNDER_LEASE, key, [
        lease,
        JSON.stringify(token),
        String(KEEP_MS),
      ])
      if (written === 1) return token
      const newer = await this.read(key)
      // The next holder may still be fetching: then ours is not stored, but is good to send with.
      return newer && newer.version !== stored?.version ? newer : token
    } finally {
      // A lease that cannot be dropped ends by itself; what the fetch brought matters more.
      await this.#script(DROP_LEASE, key, [lease]).catch(() => undefined)
    }
  }

  #script(script: string, key: string, args: string[]): Promise<unknown> {
    return this.#command(['EVAL', script, '2', this.#leaseKey(key), this.#tokenKey(key), ...args])
  }

  /** Some clients hang the command with all its arguments on their errors, and one of those is the token. */
  async #command(args: string[]): Promise<unknown> {
    try {
      return await this.#redis.sendCommand(args)
    } catch (error) {
      throw safeCause(error)
    }
  }

  // The braces put a token and its lease into the same slot of a Redis cluster.
  #tokenKey(key: string): string {
    return `${this.#prefix}{${key}}`
  }

  #leaseKey(key: string): string {
    return `${this.#prefix}{${key}}:lease`
  }
}

/** Kept well beyond its life, because a platform's renewal rule looks at the last token. Unit: milliseconds (a day). */
const KEEP_MS = 86_400_000

const WRITE_UNDER_LEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1`

const DROP_LEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`

/** Anything but a whole token, for example one written by another program, counts as none and is replaced. */
function parseToken(stored: unknown): Token | undefined {
  if (typeof stored !== 'string') return undefined
  try {
    const token: unknown = JSON.parse(stored)
    if (!isRecord(token)) return undefined
    const { value, version, expiresAt } = token
    if (typeof value !== 'string' || typeof version !== 'string' || typeof expiresAt !== 'number')
      return undefined
    return { value, version, expiresAt }
  } catch {
    return undefined
  }
}
