import type { Engine } from '../sql/sql.ts'
import type { Accepted, AcceptInput } from '../store.ts'
import { acceptGroup, keyText } from './accept.ts'

/** Messages in one transaction at most. */
const MAX_GROUP = 64

interface Waiting {
  readonly input: AcceptInput
  resolve(accepted: Accepted): void
  reject(error: unknown): void
}

/**
 * Joins messages that come in at the same time into one transaction and one fsync. There is no timer: an idle store
 * begins with what the present turn of the event loop has brought, and what comes in meanwhile forms the next group.
 */
export class AcceptGroups {
  readonly #engine: Engine
  #waiting: Waiting[] = []
  #isRunning = false

  constructor(engine: Engine) {
    this.#engine = engine
  }

  accept(input: AcceptInput): Promise<Accepted> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ input, resolve, reject })
      if (this.#isRunning) return
      this.#isRunning = true
      setImmediate(() => void this.#run())
    })
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) await this.#write(this.#nextGroup())
    this.#isRunning = false
  }

  /** The second use of a key waits for the first to be on disk. */
  #nextGroup(): Waiting[] {
    const keys = new Set<string>()
    const group: Waiting[] = []
    const rest: Waiting[] = []
    for (const one of this.#waiting) {
      const key = keyText(one.input.message)
      if (group.length < MAX_GROUP && !keys.has(key)) group.push(one)
      else rest.push(one)
      keys.add(key)
    }
    this.#waiting = rest
    return group
  }

  /** If a group fails, each is tried alone: one that cannot be written takes nobody with it. */
  async #write(group: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.#engine.write((sql) =>
        acceptGroup(
          sql,
          group.map(({ input }) => input),
        ),
      )
      for (const [position, answer] of answers.entries()) group[position]?.resolve(answer)
    } catch (error) {
      const [only] = group
      if (only && group.length === 1) return only.reject(error)
      for (const one of group) await this.#write([one])
    }
  }
}
