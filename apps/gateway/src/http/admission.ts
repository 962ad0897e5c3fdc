import { type Lane, Refusal } from '@hongyan/contract'

/**
 * Messages being taken in at one time, by lane: beyond it more of them are refused, so that an alarm still finds room
 * when a flood of bulk does not. A store that commits about a thousand groups a second empties the largest in about one.
 */
const MAX_BEING_ACCEPTED: Readonly<Record<Lane, number>> = { bulk: 256, normal: 1024, urgent: 4096 }
/** Large bodies being read at one time; each may hold 32 MiB. */
const MAX_LARGE_BODIES = 4
const RETRY_AFTER_MS = 1000

/** How much is being taken in at the moment; what is over its share is told to come again. */
export class Admission {
  #accepting = 0
  #largeBodies = 0

  /** @throws Refusal `overloaded` */
  async accept<Result>(lane: Lane, work: () => Promise<Result>): Promise<Result> {
    if (this.#accepting >= MAX_BEING_ACCEPTED[lane]) throw overloaded('lane', lane)
    this.#accepting++
    try {
      return await work()
    } finally {
      this.#accepting--
    }
  }

  /** @throws Refusal `overloaded` */
  async readLarge<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#largeBodies >= MAX_LARGE_BODIES) throw overloaded('to')
    this.#largeBodies++
    try {
      return await work()
    } finally {
      this.#largeBodies--
    }
  }
}

const overloaded = (field: string, value?: string): Refusal =>
  new Refusal('overloaded', { field, value, retryAfterMs: RETRY_AFTER_MS })
