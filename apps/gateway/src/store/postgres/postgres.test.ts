import { afterAll, beforeAll, describe, onTestFinished } from 'vitest'
import { type RunningPostgres, startPostgres } from '../../../../../e2e/setup/postgres.ts'
import { testStore } from '../conformance.ts'
import { openPostgresStore } from './open.ts'

describe('the PostgreSQL store', () => {
  let postgres: RunningPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.stop())

  testStore(async () => {
    const url = await postgres.createDatabase()
    const open = async () => {
      const store = await openPostgresStore({ url })
      onTestFinished(() => store.close())
      return store
    }
    return { store: await open(), another: open }
  })
})
