import { expect, test } from 'vitest'
import { nextReadsAt, nextResultAt } from './schedule.ts'

const MINUTE_MS = 60_000
const window = { sentAt: 0, windowMs: 24 * 60 * MINUTE_MS }

test('a result is asked for three times at most', () => {
  expect([1, 2, 3].map((asked) => nextResultAt(asked, false, 0))).toEqual([
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    undefined,
  ])
})

test('while somebody waits the second question comes within seconds, and the last one not before minutes', () => {
  expect([1, 2, 3].map((asked) => nextResultAt(asked, true, 0))).toEqual([5000, 10 * MINUTE_MS, undefined])
})

test('reads are asked for an hour before the platform forgets, and then no more', () => {
  const last = 23 * 60 * MINUTE_MS

  expect(nextReadsAt('final', false, window, 0)).toBe(last)
  expect(nextReadsAt('final', true, window, 0)).toBe(last)
  expect(nextReadsAt('final', false, window, last)).toBeUndefined()
})

test('live reads are asked for only while somebody watches', () => {
  expect(nextReadsAt('live', true, window, 0)).toBe(5000)
  expect(nextReadsAt('live', false, window, 0)).toBe(23 * 60 * MINUTE_MS)
})

test('without interest in reads nothing is asked', () => {
  expect(nextReadsAt('none', true, window, 0)).toBeUndefined()
})
