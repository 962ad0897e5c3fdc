import { Kysely, PostgresDialect } from 'kysely'
import { type CustomTypesConfig, Pool, types } from 'pg'
import { migrate } from '../migrations/migrations.ts'
import { postgresColumns } from '../migrations/words.ts'
import { sqlStore } from '../sql-store.ts'
import type { Store } from '../store.ts'
import { PostgresEngine } from './engine.ts'
import { WakeUps } from './wake-ups.ts'

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database` */
  readonly url: string
  /** Connections of this node. Default 8. */
  readonly poolSize?: number
}

const DEFAULT_POOL_SIZE = 8
/** Unit: milliseconds. No step waits for the network or a person; longer ones are stuck. */
const STATEMENT_TIMEOUT_MS = 30_000
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000

/** Numbers and instants stay far below 2⁵³. */
const numbersAsNumbers: CustomTypesConfig = {
  // pg's own type names formats apart; texts are all that is asked for here.
  getTypeParser: ((id: number, format?: 'text') =>
    id === types.builtins.INT8
      ? Number
      : types.getTypeParser(id, format)) as CustomTypesConfig['getTypeParser'],
}

export async function openPostgresStore({
  url,
  poolSize = DEFAULT_POOL_SIZE,
}: PostgresOptions): Promise<Store> {
  const config = {
    connectionString: url,
    types: numbersAsNumbers,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  }
  const pool = new Pool({ ...config, max: poolSize })
  const wakeUps = new WakeUps({ connectionString: url })
  const engine = new PostgresEngine(pool, wakeUps)
  try {
    await migrate(new Kysely({ dialect: new PostgresDialect({ pool }) }), postgresColumns)
    await wakeUps.connect()
    return sqlStore(engine)
  } catch (error) {
    await wakeUps.close()
    await pool.end()
    throw error
  }
}
