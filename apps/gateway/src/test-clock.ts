import type { CancelWake, Clock } from './clock.ts'

interface Timer {
  readonly kind: 'business' | 'real'
  readonly due: number
  readonly wake: () => void
}

/** A clock that stands still until a test moves it; business and real time move together unless the test jumps. */
export class TestClock implements Clock {
  readonly #timers = new Set<Timer>()
  #now: number
  #monotonic = 0

  constructor(now: number = Date.parse('2026-03-04T10:10:00+08:00')) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  monotonic(): number {
    return this.#monotonic
  }

  at(instant: number, wake: () => void): CancelWake {
    return this.#add({ kind: 'business', due: instant, wake })
  }

  after(ms: number, wake: () => void): CancelWake {
    return this.#add({ kind: 'real', due: this.#monotonic + ms, wake })
  }

  /** Both times move on, and whatever is due by then wakes. */
  advance(ms: number): void {
    this.#now += ms
    this.#monotonic += ms
    this.#wakeDue()
  }

  /** Only business time moves, as when a sandbox turns its clock. */
  jump(ms: number): void {
    this.#now += ms
    this.#wakeDue()
  }

  #add(timer: Timer): CancelWake {
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  #wakeDue(): void {
    for (const timer of [...this.#timers].sort((a, b) => a.due - b.due)) {
      if (timer.due > (timer.kind === 'business' ? this.#now : this.#monotonic)) continue
      this.#timers.delete(timer)
      timer.wake()
    }
  }
}
