import { once } from 'node:events'
import { Client, Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningPostgres, startPostgres } from '../../../../../e2e/setup/postgres.ts'
import { PostgresEngine } from './engine.ts'
import { WakeUps } from './wake-ups.ts'

let postgres: RunningPostgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())

test('a connection that the server ends in the middle of a transaction fails that transaction, and nothing else', async () => {
  const connectionString = await postgres.createDatabase()
  const pool = new Pool({ connectionString })
  const engine = new PostgresEngine(pool, new WakeUps({ connectionString }))
  const administrator = new Client({ connectionString })
  await administrator.connect()
  const removed = once(pool, 'remove')

  const work = engine.write(async (sql) => {
    const [row] = await sql.rows<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    await administrator.query('SELECT pg_terminate_backend($1, 5000)', [row?.pid])
    return sql.rows('SELECT 1 AS one')
  })

  await expect(work).rejects.toThrow()
  await removed
  expect(await engine.write((sql) => sql.rows('SELECT 1 AS one'))).toEqual([{ one: 1 }])
  await administrator.end()
  await engine.close()
})
