import type { Pool, PoolClient } from 'pg'
import type { Engine, Sql, Value } from '../sql/sql.ts'
import type { WakeUps } from './wake-ups.ts'
import { postgresWords } from './words.ts'

/** Transactions that meet are rare and short; so many in a row are a fault. */
const MAX_RUNS = 10

export class PostgresEngine implements Engine {
  readonly #pool: Pool
  readonly #wakeUps: WakeUps

  constructor(pool: Pool, wakeUps: WakeUps) {
    this.#pool = pool
    // An idle connection that breaks is replaced with the next query, which reports what is wrong.
    pool.on('error', () => undefined)
    this.#wakeUps = wakeUps
  }

  async write<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> {
    for (let run = 1; ; run++) {
      try {
        return await this.#writeOnce(work)
      } catch (error) {
        if (!postgresWords.isConflict(error) || run === MAX_RUNS) throw error
      }
    }
  }

  async read<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> {
    return work(connection(this.#pool, () => {}))
  }

  onChange(listener: () => void): () => void {
    return this.#wakeUps.listen(listener)
  }

  async close(): Promise<void> {
    await this.#wakeUps.close()
    await this.#pool.end()
  }

  async #writeOnce<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect()
    let wakesUp = false
    let broken: Error | undefined
    // Ended by the server between two statements, it tells nobody but its listeners; without one the process would die.
    const onError = (error: Error) => {
      broken = error
    }
    client.on('error', onError)
    const transaction = connection(client, () => {
      wakesUp = true
    })
    try {
      await client.query('BEGIN')
      const result = await work(transaction)
      await client.query('COMMIT')
      if (wakesUp) this.#wakeUps.wake()
      return result
    } catch (error) {
      // A connection that cannot even roll back is not given to anybody else.
      await client.query('ROLLBACK').catch(onError)
      throw error
    } finally {
      client.off('error', onError)
      client.release(broken)
    }
  }
}

function connection(client: Pool | PoolClient, wake: () => void): Sql {
  return {
    words: postgresWords,
    rows: async <Row extends object>(text: string, params: readonly Value[] = []) =>
      (await client.query<Row>(text, [...params])).rows,
    run: async (text, params = []) => (await client.query(text, [...params])).rowCount ?? 0,
    wake,
  }
}
