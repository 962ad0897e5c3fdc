import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { migrate } from '../migrations/migrations.ts'
import { sqliteColumns } from '../migrations/words.ts'
import { sqlStore } from '../sql-store.ts'
import type { Store } from '../store.ts'
import { SqliteEngine } from './engine.ts'
import { lockDirectory } from './lock.ts'

export interface SqliteOptions {
  /** Made if it is not there; one process may have it. */
  readonly directory: string
}

/** @throws StoreLockedError if another process has the directory. */
export async function openSqliteStore({ directory }: SqliteOptions): Promise<Store> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const unlock = lockDirectory(directory)
  try {
    const file = join(directory, 'hongyan.db')
    const writer = openFile(file)
    // Kysely closes nothing here: the connection stays the engine's.
    await migrate(new Kysely({ dialect: new SqliteDialect({ database: writer }) }), sqliteColumns)
    // The lock proves that every process before this one is dead, with whatever it was at.
    writer.exec('UPDATE nodes SET dead = 1')
    writer.exec('UPDATE tokens SET lease = NULL, lease_until = NULL')
    return sqlStore(new SqliteEngine(writer, openFile(file), unlock))
  } catch (error) {
    unlock()
    throw error
  }
}

/** With every setting that durability rests on. */
export function openFile(file: string): Database.Database {
  const database = new Database(file, { timeout: 5000 })
  database.pragma('journal_mode = WAL')
  // A commit is an fsync: what has been acknowledged survives a power cut.
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('trusted_schema = OFF')
  database.pragma(`journal_size_limit = ${64 * 1024 * 1024}`)
  return database
}
