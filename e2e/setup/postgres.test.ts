import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { Client } from 'pg'
import { expect, it } from 'vitest'
import { startPostgres } from './postgres.ts'

it('gives real databases, apart from each other, and leaves nothing behind', async () => {
  const before = await ownDirectories()
  const postgres = await startPostgres()
  const [one, other] = [await postgres.createDatabase(), await postgres.createDatabase()]

  await query(one, 'CREATE TABLE geese (name text)')

  expect(await query(one, 'SELECT count(*) AS n FROM geese')).toEqual([{ n: '0' }])
  await expect(query(other, 'SELECT count(*) AS n FROM geese')).rejects.toThrow('does not exist')

  await postgres.stop()

  await expect(query(one, 'SELECT 1')).rejects.toThrow()
  expect(await ownDirectories()).toEqual(before)
})

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

/** Other test files may start their own meanwhile, but of one process. */
async function ownDirectories(): Promise<string[]> {
  const names = await readdir(tmpdir())
  return names.filter((name) => name.startsWith(`hongyan-postgres-${process.pid}-`))
}
