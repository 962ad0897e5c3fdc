/** Business time: what tokens' lifetimes and signatures are reckoned in. A test or a virtual clock may stand in. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number
}

/** The machine's own time. This file is the only one of the client packages that reads it. */
export const systemClock: Clock = { now: () => Date.now() }

/** Milliseconds from an arbitrary start that never jump: for durations and waits, never for instants. */
export const monotonic = (): number => performance.now()
