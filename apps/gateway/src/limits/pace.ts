import type { OpenAccount } from '../accounts/directory.ts'
import type { Draw } from './draws.ts'

/**
 * Spreads those who find a limit used up over the time it needs to refill, so that each comes back when it is his turn
 * instead of all at once and mostly in vain.
 */
export class Pace {
  readonly #stepMs: number
  #last = Number.NEGATIVE_INFINITY

  constructor(draws: readonly Pick<Draw, 'spec'>[]) {
    const steps = draws.map(({ spec }) => ('period' in spec ? 0 : 1 / spec.refillPerMs))
    this.#stepMs = Math.ceil(Math.max(1, ...steps))
  }

  /** The turn of the next one, not before the limit allows anything. */
  next(waitUntil: number): number {
    this.#last = Math.max(waitUntil, this.#last + this.#stepMs)
    return this.#last
  }
}

/** The paces of one turn, by app. */
export class Paces {
  readonly #paces = new Map<string, Pace>()

  of({ app }: Pick<OpenAccount, 'app'>, draws: readonly Pick<Draw, 'spec'>[]): Pace {
    const pace = this.#paces.get(app) ?? new Pace(draws)
    this.#paces.set(app, pace)
    return pace
  }
}
