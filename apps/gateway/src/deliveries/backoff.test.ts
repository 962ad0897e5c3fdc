import { expect, test } from 'vitest'
import { MAX_TRIES, retryAt, triesAreSpent } from './backoff.ts'

test('pauses double up to five minutes', () => {
  expect([0, 1, 2, 8, 9, 200].map((tries) => retryAt(tries, 0, 1))).toEqual([
    1000, 2000, 4000, 256_000, 300_000, 300_000,
  ])
})

test('calls that failed together come back spread over half of the pause', () => {
  expect(retryAt(3, 1000, 0)).toBe(5000)
  expect(retryAt(3, 1000, 0.5)).toBe(7000)
})

test('the budget of tries outlasts a platform that is away for a day, and ends', () => {
  expect(MAX_TRIES * 300_000).toBeGreaterThan(24 * 3_600_000)
  expect(triesAreSpent(MAX_TRIES - 1)).toBe(false)
  expect(triesAreSpent(MAX_TRIES)).toBe(true)
})
