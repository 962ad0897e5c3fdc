import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { accessTables } from './001-access.ts'
import { messageTables } from './002-messages.ts'
import { callTables } from './003-calls.ts'
import { limitTables } from './004-limits.ts'
import { eventTables } from './005-events.ts'
import { missColumns } from './006-misses.ts'
import { claimColumns } from './007-claims.ts'
import { turnTables } from './008-turns.ts'
import { mediaTables } from './009-media.ts'
import type { ColumnWords } from './words.ts'

/** The statements of one step, for a database's words. */
export type Step = (words: ColumnWords) => readonly string[]

/** Append-only: a step that has been released is never changed. The same numbers in both databases. */
const STEPS: Readonly<Record<string, Step>> = {
  '001-access': accessTables,
  '002-messages': messageTables,
  '003-calls': callTables,
  '004-limits': limitTables,
  '005-events': eventTables,
  '006-misses': missColumns,
  '007-claims': claimColumns,
  '008-turns': turnTables,
  '009-media': mediaTables,
}

/** Brings the database up to date. On PostgreSQL two that start at once wait for each other. */
export async function migrate(database: Kysely<unknown>, words: ColumnWords): Promise<void> {
  const migrations = Object.entries(STEPS).map(([name, step]) => [name, migration(step(words))] as const)
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => Object.fromEntries(migrations) },
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

function migration(statements: readonly string[]): Migration {
  return {
    up: async (database) => {
      for (const statement of statements) await sql.raw(statement).execute(database)
    },
  }
}
