import { monotonic } from './clock.ts'

/** How long one call may take, in milliseconds. Single steps of connecting have their own limit, `connectTimeoutMs`. */
export interface TimeBudget {
  /**
   * Until the request leaves: waiting for a free connection, or for a new one. Default 7 500, half of the whole: under
   * too much load requests end as not sent, instead of leaving too late for their answer and ending in doubt.
   */
  readonly waitMs: number
  /** From leaving until the answer's headers are here. Default 10 000: DingTalk itself gives up on its back end after 3 s. */
  readonly answerMs: number
  /** From the call until the last byte is here. Default 15 000. */
  readonly wholeMs: number
}

export const DEFAULT_TIME_BUDGET: TimeBudget = { waitMs: 7_500, answerMs: 10_000, wholeMs: 15_000 }

/**
 * Watches one call's budget through its phases: waiting → left → answering → stopped. One timer looks again until the
 * phase's time is up; a timer per phase would cost every call about a microsecond for a case that hardly ever comes.
 */
export class BudgetWatch {
  readonly #budget: TimeBudget
  readonly #onSpent: (why: string) => void
  readonly #wholeDueAt: number
  #phaseDueAt: number
  #phaseSpent: string
  #timer: NodeJS.Timeout

  constructor(choice: Partial<TimeBudget> | undefined, onSpent: (why: string) => void) {
    this.#budget = choice ? { ...DEFAULT_TIME_BUDGET, ...choice } : DEFAULT_TIME_BUDGET
    this.#onSpent = onSpent
    const { waitMs, answerMs, wholeMs } = this.#budget
    const now = monotonic()
    this.#wholeDueAt = now + wholeMs
    this.#phaseDueAt = now + waitMs
    this.#phaseSpent = `no connection within ${waitMs} ms`
    this.#timer = setTimeout(() => this.#look(), Math.min(waitMs, answerMs, wholeMs))
  }

  /** The request leaves: from now on the answer's time counts. */
  left(): void {
    const { answerMs } = this.#budget
    this.#phaseDueAt = monotonic() + answerMs
    this.#phaseSpent = `no answer within ${answerMs} ms`
  }

  /** The answer has begun: only the whole counts. */
  answering(): void {
    this.#phaseDueAt = Number.POSITIVE_INFINITY
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #look(): void {
    const isWholeFirst = this.#wholeDueAt <= this.#phaseDueAt
    const leftMs = Math.min(this.#wholeDueAt, this.#phaseDueAt) - monotonic()
    if (leftMs > 0) this.#timer = setTimeout(() => this.#look(), Math.ceil(leftMs))
    else this.#onSpent(isWholeFirst ? `no whole answer within ${this.#budget.wholeMs} ms` : this.#phaseSpent)
  }
}
