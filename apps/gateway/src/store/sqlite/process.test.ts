import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { StoreLockedError } from './lock.ts'
import { openSqliteStore } from './open.ts'

describe('a data directory', () => {
  test('keeps every acknowledged message of a process that is killed, and is free again', async () => {
    const directory = await makeDirectory()
    const acknowledged: string[] = []

    for (let kill = 1; kill <= 3; kill++) {
      const child = startChild(directory)
      const ended = once(child, 'close')
      for await (const id of lines(child)) {
        acknowledged.push(id)
        if (acknowledged.length === 50 * kill) child.kill('SIGKILL')
      }
      expect(await ended).toEqual([null, 'SIGKILL'])
    }

    const store = await openSqliteStore({ directory })
    const found = await Promise.all(acknowledged.map((id) => store.message(id)))
    await store.close()
    expect(acknowledged.length).toBeGreaterThanOrEqual(150)
    expect(found.filter((message) => message === undefined)).toEqual([])
    expect(integrity(directory)).toBe('ok')
  })

  test('is refused to a second process, with what to do, until the first has ended', async () => {
    const directory = await makeDirectory()
    const child = startChild(directory)
    const ended = once(child, 'close')
    await once(lines(child), 'line')

    const second = openSqliteStore({ directory })

    await expect(second).rejects.toThrow(StoreLockedError)
    await expect(second).rejects.toThrow('HONGYAN_DATABASE_URL')
    child.kill('SIGKILL')
    await ended
    await (await openSqliteStore({ directory })).close()
  })

  test('declares the nodes of earlier processes dead when it is opened', async () => {
    const directory = await makeDirectory()
    const first = await openSqliteStore({ directory })
    const epoch = await first.registerNode({ name: 'first', leaseMs: 3_600_000 })
    await first.close()

    const second = await openSqliteStore({ directory })

    expect(await second.heartbeat(epoch, 1_000)).toBe('lost')
    await second.close()
  })
})

async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'hongyan-store-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  return directory
}

function startChild(directory: string): ChildProcess {
  const program = fileURLToPath(new URL('test-child.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=hongyan-source', program, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

function lines(child: ChildProcess) {
  if (!child.stdout) throw new Error('The child has no output.')
  return createInterface({ input: child.stdout })
}

function integrity(directory: string): unknown {
  const database = new Database(join(directory, 'hongyan.db'))
  try {
    return database.pragma('integrity_check', { simple: true })
  } finally {
    database.close()
  }
}
