import type Database from 'better-sqlite3'
import type { Engine, Sql, Value } from '../sql/sql.ts'
import { sqliteWords } from './words.ts'

/** Steps that share one commit at most; unit: transactions of the domain. More would make the first one wait. */
const MAX_GROUP = 256

interface Waiting {
  readonly run: () => Promise<() => void>
  readonly reject: (error: unknown) => void
}

/**
 * One writing connection, one reading. Steps that come in while others are being written form the next group and share
 * its one fsync; on an idle store a group of one is committed at once, for there is no timer to wait for.
 */
export class SqliteEngine implements Engine {
  readonly #writer: Database.Database
  readonly #reader: Database.Database
  readonly #writing: Sql
  readonly #reading: Sql
  readonly #savepoint: Database.Statement
  readonly #release: Database.Statement
  readonly #listeners = new Set<() => void>()
  readonly #unlock: () => void
  #waiting: Waiting[] = []
  #isScheduled = false
  #wakesUp = false
  #idle: (() => void) | undefined

  constructor(writer: Database.Database, reader: Database.Database, unlock: () => void) {
    this.#writer = writer
    this.#reader = reader
    this.#unlock = unlock
    // Prepared once: parsing them for every step would cost as much as a small statement.
    this.#savepoint = writer.prepare('SAVEPOINT step')
    this.#release = writer.prepare('RELEASE step')
    this.#writing = connection(writer, () => {
      this.#wakesUp = true
    })
    this.#reading = connection(reader, () => {})
  }

  write<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const run = async () => {
        const result = await work(this.#writing)
        return () => resolve(result)
      }
      this.#waiting.push({ run, reject })
      this.#schedule()
    })
  }

  read<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> {
    return work(this.#reading)
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    if (this.#isScheduled) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve
      })
    }
    this.#reader.close()
    this.#writer.close()
    this.#unlock()
  }

  /** After the events that are already here, so that requests which came in together are written together. */
  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => void this.#writeGroups())
  }

  async #writeGroups(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, MAX_GROUP)
      await this.#writeGroup(group)
      // Lets the answers go out and new requests come in before the next group.
      await new Promise((resolve) => setImmediate(resolve))
    }
    this.#isScheduled = false
    this.#idle?.()
  }

  /** All of it is on disk before anybody hears of it. */
  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    const resolutions: (() => void)[] = []
    try {
      this.#writer.exec('BEGIN IMMEDIATE')
      for (const step of group) resolutions.push(await this.#writeStep(step))
      this.#writer.exec('COMMIT')
    } catch (error) {
      if (this.#writer.inTransaction) this.#writer.exec('ROLLBACK')
      for (const step of group) step.reject(error)
      return
    }
    for (const resolve of resolutions) resolve()
    if (!this.#wakesUp) return
    this.#wakesUp = false
    for (const listener of this.#listeners) listener()
  }

  /** A step that fails takes nothing of the others with it. */
  async #writeStep(step: Waiting): Promise<() => void> {
    this.#savepoint.run()
    try {
      const resolve = await step.run()
      this.#release.run()
      return resolve
    } catch (error) {
      // A full disk ends the whole transaction; then there is no savepoint to go back to, and the commit reports it.
      if (this.#writer.inTransaction) this.#writer.exec('ROLLBACK TO step; RELEASE step')
      return () => step.reject(error)
    }
  }
}

function connection(database: Database.Database, wake: () => void): Sql {
  const statements = new Map<string, Database.Statement<[Record<number, Value>]>>()
  const prepared = (text: string) => {
    const known = statements.get(text)
    if (known) return known
    const statement = database.prepare<[Record<number, Value>]>(text)
    statements.set(text, statement)
    return statement
  }
  return {
    words: sqliteWords,
    // The caller has named the columns in the statement beside the type.
    rows: async <Row extends object>(text: string, params: readonly Value[] = []) =>
      prepared(text).all(named(params)) as Row[],
    run: async (text, params = []) => prepared(text).run(named(params)).changes,
    wake,
  }
}

/** SQLite takes `$1` for a name. */
function named(params: readonly Value[]): Record<number, Value> {
  return Object.fromEntries(params.map((value, position) => [position + 1, value]))
}
