import type { CancelWake, Clock } from '../clock.ts'

/** When a loop wants its next turn: at once, at a business instant, or whenever it is woken. */
export type NextTurn = 'now' | number | undefined

export interface LoopOptions {
  readonly clock: Clock
  /** One round of work. It may be repeated at any time and must bear that. */
  readonly turn: () => Promise<NextTurn>
  /** Real milliseconds after which a round is made unasked: wake-ups are hints, this is the guarantee. */
  readonly pollMs: number
  /** Told of what a turn threw; the loop goes on after `pollMs`. */
  readonly onError: (error: unknown) => void
}

/** Repeats one turn for as long as it runs: stopped → running (turn ⇄ wait) → stopped. */
export class Loop {
  readonly #options: LoopOptions
  #running: Promise<void> | undefined
  #stopped = true
  #woken = false
  #endWait: (() => void) | undefined

  constructor(options: LoopOptions) {
    this.#options = options
  }

  start(): void {
    if (this.#running) return
    this.#stopped = false
    this.#running = this.#run()
  }

  /** There may be something to do. A wake-up during a turn means another turn. */
  wake(): void {
    this.#woken = true
    this.#endWait?.()
  }

  /** Ends after the turn under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#endWait?.()
    await this.#running
    this.#running = undefined
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#woken = false
      const next = await this.#turn()
      if (next !== 'now') await this.#wait(next)
    }
  }

  async #turn(): Promise<NextTurn> {
    try {
      return await this.#options.turn()
    } catch (error) {
      this.#options.onError(error)
      return undefined
    }
  }

  #wait(instant: number | undefined): Promise<void> {
    if (this.#woken || this.#stopped) return Promise.resolve()
    const { clock, pollMs } = this.#options
    return new Promise((resolve) => {
      const cancels: CancelWake[] = []
      const end = (): void => {
        this.#endWait = undefined
        for (const cancel of cancels) cancel()
        resolve()
      }
      this.#endWait = end
      cancels.push(clock.after(pollMs, end))
      if (instant !== undefined) cancels.push(clock.at(instant, end))
    })
  }
}
