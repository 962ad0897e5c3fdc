import type { ApiKeyRow } from './api-keys.ts'

/** How long a key is believed to be as the store had it: after so long one that another node revoked ends here. Unit: ms. */
const BELIEVED_MS = 1000
/** Keys that are remembered at most. */
const MOST_KEYS = 10_000

export interface KnownKeysOptions {
  readonly find: (id: string) => Promise<ApiKeyRow | undefined>
  /** Real milliseconds that never jump. */
  readonly monotonic: () => number
}

interface Known {
  readonly row: Promise<ApiKeyRow | undefined>
  readonly until: number
}

/**
 * API keys as the store has them, asked for once a second and not with every request: on PostgreSQL that question costs
 * about as much as accepting a message. What is not there is not remembered, so that a new key is good at once.
 */
export class KnownKeys {
  readonly #find: KnownKeysOptions['find']
  readonly #monotonic: KnownKeysOptions['monotonic']
  readonly #known = new Map<string, Known>()

  constructor({ find, monotonic }: KnownKeysOptions) {
    this.#find = find
    this.#monotonic = monotonic
  }

  async find(id: string): Promise<ApiKeyRow | undefined> {
    const known = this.#known.get(id)
    if (known && this.#monotonic() < known.until) return known.row
    return this.#ask(id)
  }

  /** It was changed here: also an answer that is still under way is nobody's who asks from now on. */
  forget(id: string): void {
    this.#known.delete(id)
  }

  async #ask(id: string): Promise<ApiKeyRow | undefined> {
    const asked: Known = { row: this.#find(id), until: this.#monotonic() + BELIEVED_MS }
    this.#remember(id, asked)
    const row = await asked.row.catch((error: unknown) => {
      this.#drop(id, asked)
      throw error
    })
    if (!row) this.#drop(id, asked)
    return row
  }

  #drop(id: string, asked: Known): void {
    if (this.#known.get(id) === asked) this.#known.delete(id)
  }

  /** Deleted and set again, a key moves to the end: the first one is the one asked for longest ago. */
  #remember(id: string, asked: Known): void {
    this.#known.delete(id)
    this.#known.set(id, asked)
    const [oldest] = this.#known.keys()
    if (this.#known.size > MOST_KEYS && oldest !== undefined) this.#known.delete(oldest)
  }
}
