import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type RunningPostgres, startPostgres } from '../../../../../e2e/setup/postgres.ts'
import { acceptOne, furnish } from '../conformance/test-store.ts'
import { testStore } from '../conformance.ts'
import { openPostgresStore } from './open.ts'

describe('the PostgreSQL store', () => {
  let postgres: RunningPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.stop())

  testStore(async () => {
    const { url, store } = await openNew()
    return { store, another: () => open(url) }
  })

  test('shows no event while an older transaction runs, and then both in the order of their transactions', async () => {
    const { url, store } = await openNew()
    await furnish(store)
    const slow = new Client({ connectionString: url })
    await slow.connect()
    onTestFinished(() => slow.end())
    await slow.query('BEGIN')
    await slow.query('SELECT pg_current_xact_id()')
    const fast = await acceptOne(store)

    const before = await store.readEvents({ limit: 10 })
    await slow.query(
      `INSERT INTO events (at, message_number, message, client, type, final, deliveries)
       VALUES (0, 0, 'slow', 'oa', 'message.accepted', 0, '[]')`,
    )
    await slow.query('COMMIT')

    const after = await store.readEvents({ limit: 10 })
    expect(before).toEqual([])
    expect(after.map(({ message }) => message)).toEqual(['slow', fast.id, fast.id])
  })

  test('is brought up to date once by two nodes that start together', async () => {
    const url = await postgres.createDatabase()

    const [one, other] = await Promise.all([open(url), open(url)])

    await furnish(one)
    expect(await other.clients()).toMatchObject([{ name: 'oa' }])
  })

  async function openNew() {
    const url = await postgres.createDatabase()
    return { url, store: await open(url) }
  }
})

async function open(url: string) {
  const store = await openPostgresStore({ url })
  onTestFinished(() => store.close())
  return store
}
