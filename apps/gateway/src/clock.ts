import type { Clock as TimeSource } from '@hongyan/platform-call'

/** Takes a wake-up back; harmless once it has happened. */
export type CancelWake = () => void

/**
 * Time as the gateway uses it, in two kinds that are never mixed. Business time decides schedules, limits, quotas and
 * windows, and may be moved by a sandbox. Monotonic time decides leases and waits for the network, and never jumps.
 */
export interface Clock extends TimeSource {
  /** Business time in Unix milliseconds. */
  now(): number
  /** Milliseconds from an arbitrary start, in real time. */
  monotonic(): number
  /** Wakes once business time has reached `instant`, however it gets there. */
  at(instant: number, wake: () => void): CancelWake
  /** Wakes after so many real milliseconds. */
  after(ms: number, wake: () => void): CancelWake
}

/** Node keeps delays in 32 bits; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

interface Appointment {
  readonly instant: number
  readonly wake: () => void
  cancelTimer: CancelWake
}

/** The machine's time plus one offset. This file is the only one of the gateway that reads the machine's time. */
export class SystemClock implements Clock {
  readonly #appointments = new Set<Appointment>()
  #offsetMs = 0

  get offsetMs(): number {
    return this.#offsetMs
  }

  /** Moves business time; appointments that have thereby come due wake at once. */
  setOffset(offsetMs: number): void {
    this.#offsetMs = offsetMs
    for (const appointment of this.#appointments) this.#arm(appointment)
  }

  now(): number {
    return Date.now() + this.#offsetMs
  }

  monotonic(): number {
    return performance.now()
  }

  at(instant: number, wake: () => void): CancelWake {
    const appointment: Appointment = { instant, wake, cancelTimer: () => {} }
    this.#appointments.add(appointment)
    this.#arm(appointment)
    return () => {
      appointment.cancelTimer()
      this.#appointments.delete(appointment)
    }
  }

  after(ms: number, wake: () => void): CancelWake {
    const timer = setTimeout(wake, Math.max(0, ms))
    return () => clearTimeout(timer)
  }

  /** A machine's clock that is set back while the timer runs, or a timer cut at 24 days, only means another round. */
  #arm(appointment: Appointment): void {
    appointment.cancelTimer()
    const waitMs = Math.min(appointment.instant - this.now(), MAX_TIMER_MS)
    appointment.cancelTimer = this.after(waitMs, () => {
      if (this.now() < appointment.instant) return this.#arm(appointment)
      this.#appointments.delete(appointment)
      appointment.wake()
    })
  }
}

const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
/** Business days are counted in Asia/Shanghai, as both platforms count theirs; it has no summer time. */
const SHANGHAI_OFFSET_MS = 8 * HOUR_MS

/** The number of the business day that contains `instant`, counted from 1970-01-01 in Shanghai. */
export const dayOf = (instant: number): number => Math.floor((instant + SHANGHAI_OFFSET_MS) / DAY_MS)

/** The first instant of a business day. */
export const startOfDay = (day: number): number => day * DAY_MS - SHANGHAI_OFFSET_MS

/** The first instant of the calendar month after the one that contains `instant`. */
export function startOfMonthAfter(instant: number): number {
  const local = new Date(instant + SHANGHAI_OFFSET_MS)
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 1) - SHANGHAI_OFFSET_MS
}
