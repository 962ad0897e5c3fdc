import { expect, onTestFinished, test, vi } from 'vitest'
import type { Contest } from '../harness.ts'
import { startBullmq } from '../rivals/bullmq.ts'
import { startPgBoss } from '../rivals/pg-boss.ts'
import { startRivalry } from '../rivals/rival.ts'
import { startAccept } from './accept.ts'
import { measureCrowd } from './crowd.ts'
import { startDrain } from './drain.ts'
import { measureIdle } from './idle.ts'
import { openPlace } from './shipped.ts'
import { measureTokens } from './tokens.ts'

/** Each starts several processes, which on a busy machine takes its time. */
vi.setConfig({ testTimeout: 180_000 })

/** One small round; the contest itself refuses a platform's count that is not what was accepted. */
async function playOnce(starting: Promise<Contest>): Promise<void> {
  const contest = await starting
  onTestFinished(contest.stop)

  expect(await contest.ours()).toBeGreaterThan(0)
  expect(await contest.reference()).toBeGreaterThan(0)
  for (const { value } of (await contest.findings?.()) ?? []) expect(value).toBeGreaterThan(0)
}

test('the shipped process accepts beside a bare server', () => playOnce(startAccept('sqlite', 50)))

test('the shipped process drains what waits, and the platform counts exactly that', () =>
  playOnce(startDrain('sqlite', { calls: 50, delayMs: 10 })))

test('alarms are timed beside a message to many, until all of it has gone out', async () => {
  const readings = await measureCrowd('sqlite', 2_000)

  expect(readings.every(({ value }) => value > 0)).toBe(true)
})

test('BullMQ sends the same number of calls as the gateway', async () =>
  playOnce(startRivalry(await openPlace('sqlite'), await startBullmq('always'), 40)))

test('pg-boss sends the same number of calls as the gateway', () => playOnce(startPgBoss(40)))

test('two nodes on one database ask for one token and call once for each message', async () => {
  const readings = await measureTokens(2, 20)

  expect(readings.map(({ value }) => value)).toEqual([1, 40])
})

test('memory and start of the shipped process are read', async () => {
  const readings = await measureIdle({ queued: 300, starts: 1 })

  expect(readings.map(({ unit }) => unit)).toEqual(['ms', 'MiB', 'MiB'])
  expect(readings.slice(0, 2).every(({ value }) => value > 0)).toBe(true)
})
