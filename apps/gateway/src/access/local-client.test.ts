import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { ApiKeyRow } from '../store/store.ts'
import { authenticate } from './api-keys.ts'
import { provideLocalAccess } from './local-client.ts'
import { readLocalAccess } from './local-key.ts'

const URL = 'http://127.0.0.1:4180'

test('the command gets a key that the gateway takes', async () => {
  const { directory, rows } = await newDirectory()

  await provideLocalAccess(storeOf(rows), directory, URL, 1)

  const access = await readLocalAccess(directory)
  expect(access?.url).toBe(URL)
  expect(await authenticate(access?.key ?? '', async (id) => rows.get(id), 1)).toMatchObject({
    client: 'local',
  })
})

test('a restart keeps the key, so that the store does not fill with keys', async () => {
  const { directory, rows } = await newDirectory()
  await provideLocalAccess(storeOf(rows), directory, URL, 1)
  const before = await readLocalAccess(directory)

  await provideLocalAccess(storeOf(rows), directory, 'http://127.0.0.1:5000', 2)

  expect(await readLocalAccess(directory)).toEqual({ url: 'http://127.0.0.1:5000', key: before?.key })
  expect(rows.size).toBe(1)
})

test('a revoked key is replaced', async () => {
  const { directory, rows } = await newDirectory()
  await provideLocalAccess(storeOf(rows), directory, URL, 1)
  const before = await readLocalAccess(directory)
  for (const row of [...rows.values()]) rows.set(row.id, { ...row, revokedAt: 2 })

  await provideLocalAccess(storeOf(rows), directory, URL, 3)

  expect((await readLocalAccess(directory))?.key).not.toBe(before?.key)
})

async function newDirectory() {
  const directory = await mkdtemp(join(tmpdir(), 'hongyan-local-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  return { directory, rows: new Map<string, ApiKeyRow>() }
}

/** The three operations of a store that are used here. */
function storeOf(rows: Map<string, ApiKeyRow>) {
  return {
    addClient: async () => true,
    apiKey: async (id: string) => rows.get(id),
    addApiKey: async (row: ApiKeyRow) => {
      rows.set(row.id, row)
    },
  }
}
