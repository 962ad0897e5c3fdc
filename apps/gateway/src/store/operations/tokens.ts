import { randomUUID } from 'node:crypto'
import type { FetchToken, Token, TokenStore } from '@hongyan/platform-call'
import type { SecretCodec } from '../../access/key-ring.ts'
import { tokenPlace } from '../../access/places.ts'
import { failpoint } from '../../deliveries/failpoint.ts'
import { type Engine, rowOf } from '../sql/sql.ts'

/** Unit: milliseconds. Renewed while the holder fetches, so it runs out under a process that is dead or asleep. */
const LEASE_MS = 6000
/** Unit: milliseconds. How often a process looks whether another one has the token. */
const POLL_MS = 50
/** Unit: milliseconds. Two holders may have spent their token call's whole budget by then, one after the other. */
const LONGEST_WAIT_MS = 40_000
const MAX_POLLS = LONGEST_WAIT_MS / POLL_MS

interface TokenRow {
  readonly sealed: Uint8Array | null
  readonly version: number
  readonly expires_at: number | null
}

/**
 * Tokens for all nodes, sealed before they are stored. Renewing takes a lease in the store's own time; the write checks
 * that it is still held, so a process that fell asleep over its fetch cannot overwrite a newer token.
 */
export class StoredTokens implements TokenStore {
  readonly #engine: Engine
  readonly #codec: SecretCodec
  readonly #renewals = new Map<string, Promise<Token>>()

  constructor(engine: Engine, codec: SecretCodec) {
    this.#engine = engine
    this.#codec = codec
  }

  async read(key: string): Promise<Token | undefined> {
    const row = await this.#engine.read((sql) =>
      rowOf<TokenRow>(sql, 'SELECT sealed, version, expires_at FROM tokens WHERE name = $1', [key]),
    )
    if (!row || row.sealed === null || row.expires_at === null) return undefined
    return {
      value: this.#codec.open(row.sealed, tokenPlace(key)),
      version: String(row.version),
      expiresAt: row.expires_at,
    }
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
    for (let poll = 0; poll < MAX_POLLS; poll++) {
      const stored = await this.read(key)
      if (stored && stored.version !== seenVersion) return stored
      const token = await this.#tryToRenew(key, seenVersion, fetch)
      if (token) return token
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
    throw new Error(`No process renewed the token ${key}; check the other nodes of this store.`)
  }

  /** Undefined if another process holds the lease. */
  async #tryToRenew(
    key: string,
    seenVersion: string | undefined,
    fetch: FetchToken,
  ): Promise<Token | undefined> {
    const lease = randomUUID()
    if (!(await this.#takeLease(key, lease))) return undefined
    // One renewal that fails is made up for by the next; a store that stays away ends the lease.
    const renewing = setInterval(() => void this.#keepLease(key, lease).catch(() => undefined), LEASE_MS / 3)
    try {
      // The last holder may have stored its token between our read and our lease.
      const stored = await this.read(key)
      if (stored && stored.version !== seenVersion) return stored
      const fetched = await fetch(stored)
      failpoint('token.before_store')
      const version = await this.#write(key, lease, fetched)
      if (version !== undefined) return { ...fetched, version }
      const newer = await this.read(key)
      // The next holder may still be fetching: then ours is not stored, but is good to send with.
      return newer && newer.version !== stored?.version ? newer : { ...fetched, version: lease }
    } finally {
      clearInterval(renewing)
      // A lease that cannot be dropped ends by itself; what the fetch brought matters more.
      await this.#dropLease(key, lease).catch(() => undefined)
    }
  }

  #takeLease(key: string, lease: string): Promise<boolean> {
    return this.#engine.write(async (sql) => {
      await sql.run('INSERT INTO tokens (name, version) VALUES ($1, 0) ON CONFLICT DO NOTHING', [key])
      const taken = await sql.run(
        `UPDATE tokens SET lease = $2, lease_until = ${sql.words.realNow} + $3
         WHERE name = $1 AND (lease IS NULL OR lease_until <= ${sql.words.realNow})`,
        [key, lease, LEASE_MS],
      )
      return taken === 1
    })
  }

  #keepLease(key: string, lease: string): Promise<number> {
    return this.#engine.write((sql) =>
      sql.run(`UPDATE tokens SET lease_until = ${sql.words.realNow} + $3 WHERE name = $1 AND lease = $2`, [
        key,
        lease,
        LEASE_MS,
      ]),
    )
  }

  #write(
    key: string,
    lease: string,
    fetched: { value: string; expiresAt: number },
  ): Promise<string | undefined> {
    return this.#engine.write(async (sql) => {
      const row = await rowOf<{ version: number }>(
        sql,
        `UPDATE tokens SET sealed = $3, expires_at = $4, version = version + 1, lease = NULL, lease_until = NULL
         WHERE name = $1 AND lease = $2 RETURNING version`,
        [key, lease, this.#codec.seal(fetched.value, tokenPlace(key)), fetched.expiresAt],
      )
      return row && String(row.version)
    })
  }

  async #dropLease(key: string, lease: string): Promise<void> {
    await this.#engine.write((sql) =>
      sql.run('UPDATE tokens SET lease = NULL, lease_until = NULL WHERE name = $1 AND lease = $2', [
        key,
        lease,
      ]),
    )
  }
}
