import type { Config } from './config.ts'
import type { Store } from './store/store.ts'

/** PostgreSQL where an address is given, else SQLite in the data directory; the other engine is not even loaded. */
export async function openStore({ databaseUrl, data }: Pick<Config, 'databaseUrl' | 'data'>): Promise<Store> {
  if (databaseUrl === undefined) {
    const { openSqliteStore } = await import('./store/sqlite/open.ts')
    return openSqliteStore({ directory: data })
  }
  const { openPostgresStore } = await import('./store/postgres/open.ts')
  return openPostgresStore({ url: databaseUrl })
}
