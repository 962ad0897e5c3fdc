import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, onTestFinished } from 'vitest'
import { testStore } from '../conformance.ts'
import { openSqliteStore } from './open.ts'

describe('the SQLite store', () => {
  testStore(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'hongyan-store-'))
    const store = await openSqliteStore({ directory })
    onTestFinished(async () => {
      await store.close()
      await rm(directory, { recursive: true })
    })
    return { store }
  })
})
