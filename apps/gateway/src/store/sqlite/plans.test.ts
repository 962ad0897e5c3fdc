import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { acceptOne, furnish, startOnly, toUsers } from '../conformance/test-store.ts'
import { openSqliteStore } from './open.ts'

test('a start finds places in the line in the order of an index, so that its cost does not grow with the line', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'hongyan-plans-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const store = await openSqliteStore({ directory })
  const { epoch } = await furnish(store)
  await acceptOne(store, toUsers(2))
  const prepare = vi.spyOn(Database.prototype, 'prepare')
  onTestFinished(() => prepare.mockRestore())

  await startOnly(store, epoch)

  const places = prepare.mock.calls
    .map(([text]) => text)
    .filter((text) => text.includes('FROM queued') && text.startsWith('SELECT'))
  await store.close()
  expect(places.length).toBeGreaterThan(0)
  for (const text of places)
    expect(planOf(text, directory)).toEqual([expect.stringMatching(/^SEARCH queued/)])
})

/** Sorting would be a line of its own. */
function planOf(text: string, directory: string): unknown[] {
  const database = new Database(join(directory, 'hongyan.db'))
  const plan = database
    .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${text.replaceAll(/\$\d+/g, '1')}`)
    .all()
  database.close()
  return plan.map(({ detail }) => detail)
}
