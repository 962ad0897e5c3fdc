import type { World } from './world.ts'

interface Entry {
  readonly dueAt: number
  readonly task: () => void
}

/** The longest a timer of Node can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * What the platforms do by themselves at a business time: push an event again, end a connection. It happens when
 * that much real time has passed or, if time is moved past it, at once. Nothing in it keeps the process alive.
 */
export class Agenda {
  readonly #clock: World['clock']
  readonly #entries = new Map<Entry, NodeJS.Timeout>()

  constructor(clock: World['clock']) {
    this.#clock = clock
  }

  /** Answers how to call it off. */
  in(ms: number, task: () => void): () => void {
    const entry = { dueAt: this.#clock.now() + ms, task }
    this.#arm(entry)
    return () => this.#drop(entry)
  }

  /** Does what is due, earliest first; to be called whenever time was moved. */
  wake(): void {
    const due = [...this.#entries.keys()].filter(({ dueAt }) => dueAt <= this.#clock.now())
    for (const entry of due.sort((one, other) => one.dueAt - other.dueAt)) this.#do(entry)
  }

  clear(): void {
    for (const entry of this.#entries.keys()) this.#drop(entry)
  }

  #arm(entry: Entry): void {
    const leftMs = Math.min(Math.max(entry.dueAt - this.#clock.now(), 1), LONGEST_TIMER_MS)
    const timer = setTimeout(() => {
      // Business time may stand still while real time passes.
      if (entry.dueAt <= this.#clock.now()) this.#do(entry)
      else this.#arm(entry)
    }, leftMs)
    this.#entries.set(entry, timer.unref())
  }

  #do(entry: Entry): void {
    if (this.#drop(entry)) entry.task()
  }

  #drop(entry: Entry): boolean {
    clearTimeout(this.#entries.get(entry))
    return this.#entries.delete(entry)
  }
}
