/** How many requests one key may make: `burst` at once, and `perSecond` in the long run. */
export interface RequestRateOptions {
  readonly perSecond: number
  readonly burst: number
  /** Real milliseconds that never jump, so that a jump of the business clock opens nothing. */
  readonly monotonic: () => number
}

/** Keys that are remembered at most. */
const MOST_KEYS = 10_000

/**
 * Requests per key, in this process: it protects the gateway, while the platforms' limits are in the store. For each
 * key it keeps the instant at which all its requests would have come at an even pace (the generic cell rate algorithm).
 */
export class RequestRate {
  readonly #paceMs: number
  /** How far a key may be ahead of its pace. */
  readonly #leadMs: number
  readonly #monotonic: () => number
  readonly #pacedUntil = new Map<string, number>()

  constructor({ perSecond, burst, monotonic }: RequestRateOptions) {
    this.#paceMs = 1000 / perSecond
    this.#leadMs = (burst - 1) * this.#paceMs
    this.#monotonic = monotonic
  }

  /** Milliseconds to wait, 0 if the request may go on. A refused request costs nothing. */
  waitFor(key: string): number {
    const now = this.#monotonic()
    const pacedUntil = Math.max(now, this.#pacedUntil.get(key) ?? now)
    const wait = Math.max(0, Math.ceil(pacedUntil - this.#leadMs - now))
    this.#remember(key, wait > 0 ? pacedUntil : pacedUntil + this.#paceMs)
    return wait
  }

  /** Deleted and set again, a key moves to the end: the first one is the one longest unused. */
  #remember(key: string, pacedUntil: number): void {
    this.#pacedUntil.delete(key)
    this.#pacedUntil.set(key, pacedUntil)
    const [longestUnused] = this.#pacedUntil.keys()
    if (this.#pacedUntil.size > MOST_KEYS && longestUnused !== undefined)
      this.#pacedUntil.delete(longestUnused)
  }
}
