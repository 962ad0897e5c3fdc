import { monotonic } from './clock.ts'

/**
 * How long one request may take, in milliseconds. Fetching a token is a request of its own, so a call that needs one may
 * take twice as long. Single steps of connecting have their own limit, `connectTimeoutMs`.
 */
export interface TimeBudget {
  /**
   * Until the request leaves: waiting for a free connection, or for a new one. Default 7 500, half of the whole: under
   * too much load requests end as not sent, instead of leaving too late for their answer and ending in doubt.
   */
  readonly waitMs?: number | undefined
  /** From leaving until the answer's headers are here. Default 10 000: DingTalk itself gives up on its back end after 3 s. */
  readonly answerMs?: number | undefined
  /** From the call until the last byte is here. Default 15 000. */
  readonly wholeMs?: number | undefined
}

/** A budget with all its parts, checked. */
export type CompleteTimeBudget = { readonly [Part in keyof TimeBudget]-?: number }

export const DEFAULT_TIME_BUDGET: CompleteTimeBudget = { waitMs: 7_500, answerMs: 10_000, wholeMs: 15_000 }

/**
 * The default for each part that is left out.
 *
 * @throws RangeError for what is no positive number: a budget of NaN would end every call at once, and in doubt
 */
export function completeBudget(choice: TimeBudget | undefined): CompleteTimeBudget {
  if (!choice) return DEFAULT_TIME_BUDGET
  const { waitMs, answerMs, wholeMs } = DEFAULT_TIME_BUDGET
  const budget = {
    waitMs: choice.waitMs ?? waitMs,
    answerMs: choice.answerMs ?? answerMs,
    wholeMs: choice.wholeMs ?? wholeMs,
  }
  for (const [part, ms] of Object.entries(budget)) {
    if (typeof ms === 'number' && ms > 0) continue
    throw new RangeError(`budget.${part} 须为正数（毫秒）must be a positive number of milliseconds, is ${ms}`)
  }
  return budget
}

/**
 * Watches one call's budget through its phases: waiting → left → answering → stopped. One timer looks again until the
 * phase's time is up; a timer per phase would cost every call about a microsecond for a case that hardly ever comes.
 */
export class BudgetWatch {
  readonly #budget: CompleteTimeBudget
  readonly #onSpent: (why: string) => void
  #wholeDueAt: number
  #transferMs = 0
  #phaseDueAt: number
  #phaseSpent: string
  #timer: NodeJS.Timeout

  constructor(budget: CompleteTimeBudget, onSpent: (why: string) => void) {
    this.#budget = budget
    this.#onSpent = onSpent
    const { waitMs, answerMs, wholeMs } = budget
    const now = monotonic()
    this.#wholeDueAt = now + wholeMs
    this.#phaseDueAt = now + waitMs
    this.#phaseSpent = `no connection within ${waitMs} ms`
    this.#timer = this.#lookAfter(Math.min(waitMs, answerMs, wholeMs))
  }

  /** The request leaves: from now on the answer's time counts. */
  left(): void {
    const { answerMs } = this.#budget
    this.#phaseDueAt = monotonic() + answerMs + this.#transferMs
    this.#phaseSpent = `no answer within ${answerMs} ms`
  }

  /** The answer has begun: only the whole counts. */
  answering(): void {
    this.#phaseDueAt = Number.POSITIVE_INFINITY
  }

  /** So many bytes travel beside what the budget is meant for: each gets the time it takes on a slow line. */
  allowTransfer(bytes: number): void {
    const ms = bytes / SLOWEST_BYTES_PER_MS
    this.#transferMs += ms
    this.#wholeDueAt += ms
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #lookAfter(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.#look(), Math.min(Math.ceil(ms), LONGEST_TIMER_MS))
  }

  #look(): void {
    const isWholeFirst = this.#wholeDueAt <= this.#phaseDueAt
    const leftMs = Math.min(this.#wholeDueAt, this.#phaseDueAt) - monotonic()
    if (leftMs > 0) this.#timer = this.#lookAfter(leftMs)
    else this.#onSpent(isWholeFirst ? `no whole answer within ${this.#budget.wholeMs} ms` : this.#phaseSpent)
  }
}

/** 128 KiB a second: a slower line ends a transfer of megabytes as a failure. Unit: bytes per millisecond. */
const SLOWEST_BYTES_PER_MS = 131.072

/** A timer set for longer fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1
