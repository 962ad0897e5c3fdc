import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Sql } from '../sql/sql.ts'
import { SqliteEngine } from './engine.ts'
import { openFile } from './open.ts'

describe('group commit', () => {
  test('fifty steps that come in at once share one commit', async () => {
    const { engine, commits } = open()

    await Promise.all(Array.from({ length: 50 }, (_, n) => engine.write(inserting(n))))

    expect(commits()).toBe(1)
    expect(await engine.read(count)).toBe(50)
  })

  test('a step on an idle store is committed before the event loop has come round twice, and is then acknowledged', async () => {
    const { engine, commits } = open()
    let isAcknowledged = false

    void engine.write(inserting(1)).then(() => {
      isAcknowledged = true
    })
    await new Promise(setImmediate)
    await new Promise(setImmediate)

    expect(commits()).toBe(1)
    expect(isAcknowledged).toBe(true)
  })

  test('steps that come in while others are written form the next group', async () => {
    const { engine, commits } = open()
    const late: Promise<void>[] = []

    await engine.write(async (sql) => {
      await inserting(1)(sql)
      late.push(engine.write(inserting(2)), engine.write(inserting(3)))
    })
    await Promise.all(late)

    expect(commits()).toBe(2)
  })

  test('a step that fails takes nothing of its group with it, and leaves nothing of itself', async () => {
    const { engine } = open()

    const ends = await Promise.allSettled([
      engine.write(inserting(1)),
      engine.write(async (sql) => {
        await inserting(2)(sql)
        throw new Error('fails')
      }),
      engine.write(inserting(3)),
    ])

    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await engine.read((sql) => sql.rows('SELECT n FROM geese ORDER BY n'))).toEqual([
      { n: 1 },
      { n: 3 },
    ])
  })

  test('commits are whole on disk: the log is written through with every one', () => {
    const { writer } = open()

    expect(writer.pragma('journal_mode', { simple: true })).toBe('wal')
    // 2 is FULL: https://sqlite.org/pragma.html#pragma_synchronous
    expect(writer.pragma('synchronous', { simple: true })).toBe(2)
  })

  test('a store that closes finishes what it has been given', async () => {
    const { engine, file, closing } = open()
    const written = engine.write(inserting(1))

    await closing()

    await written
    const database = new Database(file)
    expect(database.prepare('SELECT count(*) AS n FROM geese').get()).toEqual({ n: 1 })
    database.close()
  })
})

function open() {
  const directory = mkdtempSync(join(tmpdir(), 'hongyan-engine-'))
  const file = join(directory, 'test.db')
  const writer = openFile(file)
  writer.exec('CREATE TABLE geese (n INTEGER) STRICT')
  const exec = vi.spyOn(writer, 'exec')
  const engine = new SqliteEngine(writer, openFile(file), () => {})
  let closed: Promise<void> | undefined
  const closing = () => {
    closed ??= engine.close()
    return closed
  }
  onTestFinished(async () => {
    await closing()
    rmSync(directory, { recursive: true })
  })
  const commits = () => exec.mock.calls.filter(([text]) => text === 'COMMIT').length
  return { engine, writer, file, commits, closing }
}

const inserting =
  (n: number) =>
  async (sql: Sql): Promise<void> => {
    await sql.run('INSERT INTO geese VALUES ($1)', [n])
  }

async function count(sql: Sql): Promise<number | undefined> {
  const [row] = await sql.rows<{ n: number }>('SELECT count(*) AS n FROM geese')
  return row?.n
}
