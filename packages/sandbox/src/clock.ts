/** Where instants come from; anything with `now()` in Unix milliseconds will do. */
export interface TimeSource {
  now(): number
}

/** The one place that reads the machine’s clock. */
export const machineTime: TimeSource = { now: () => Date.now() }

/**
 * Business time: the source's time plus an offset that only grows, so that no window, token or task of a
 * client under test ever sees time run backwards. A reset of the sandbox keeps it.
 */
export class VirtualClock implements TimeSource {
  readonly #source: TimeSource
  #offsetMs = 0

  constructor(source: TimeSource = machineTime) {
    this.#source = source
  }

  get offsetMs(): number {
    return this.#offsetMs
  }

  now(): number {
    return this.#source.now() + this.#offsetMs
  }

  /** Moves business time forward and answers the new instant. */
  advance(ms: number): number {
    this.#offsetMs += ms
    return this.now()
  }
}

const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
/** Both platforms count days in China Standard Time, which has no summer time. */
const CHINA_OFFSET_MS = 8 * HOUR_MS

/** The first instant of the natural day (Asia/Shanghai) that contains `at`. */
export function startOfDay(at: number): number {
  return Math.floor((at + CHINA_OFFSET_MS) / DAY_MS) * DAY_MS - CHINA_OFFSET_MS
}

/** The first instant of the natural month (Asia/Shanghai) that contains `at`. */
export function startOfMonth(at: number): number {
  const local = new Date(at + CHINA_OFFSET_MS)
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1) - CHINA_OFFSET_MS
}
