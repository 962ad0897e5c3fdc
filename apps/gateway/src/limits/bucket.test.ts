import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketOf, floorOf, type Rate, refilledAt } from './bucket.ts'

/** Spends as greedily as the bucket lets, at the given waits, and answers the spendings. */
function spend(rate: Rate, waits: readonly number[], lane = 'urgent') {
  const bucket = bucketOf(rate)
  const floor = floorOf(lane, bucket, rate.fullCall)
  const spent: { at: number; amount: number }[] = []
  let tokens = bucket.capacity
  let now = 0
  for (const wait of waits) {
    now += wait
    tokens = Math.min(bucket.capacity, tokens + bucket.refillPerMs * wait)
    const amount = Math.floor(tokens - floor)
    if (amount < 1) continue
    tokens -= amount
    spent.push({ at: now, amount })
  }
  return spent
}

const worstWindow = (spent: readonly { at: number; amount: number }[], windowMs: number): number =>
  Math.max(
    0,
    ...spent.map(({ at }) =>
      spent
        .filter((other) => other.at >= at && other.at < at + windowMs)
        .reduce((sum, { amount }) => sum + amount, 0),
    ),
  )

const rates: Rate[] = [
  { limit: 20, windowMs: 60_000, fullCall: 1 },
  { limit: 5000, windowMs: 60_000, fullCall: 100 },
  { limit: 20, windowMs: 1000, fullCall: 1 },
  { limit: 1, windowMs: 1000, fullCall: 1 },
  { limit: 10_000, windowMs: 20_000, fullCall: 1 },
  { limit: 2, windowMs: 60_000, fullCall: 1 },
]

test.each(rates)('no sliding window ever holds more than $limit per $windowMs ms', (rate) => {
  const wait = fc.integer({ min: 0, max: Math.ceil(rate.windowMs / 4) })
  fc.assert(
    fc.property(fc.array(wait, { maxLength: 120 }), (waits) => {
      expect(worstWindow(spend(rate, waits), rate.windowMs)).toBeLessThanOrEqual(rate.limit)
    }),
    { numRuns: 60 },
  )
})

test.each(rates.slice(0, 3))('a backlog uses nine tenths of $limit per $windowMs ms', (rate) => {
  const windows = 10
  const turnMs = 10
  const turns = Array.from({ length: (windows * rate.windowMs) / turnMs }, () => turnMs)
  const spent = spend(rate, turns)

  const total = spent.reduce((sum, { amount }) => sum + amount, 0)
  expect(total / (windows * rate.limit)).toBeGreaterThanOrEqual(0.9)
})

test('bulk leaves one full call for whoever is urgent, where the bucket has room for two', () => {
  expect(floorOf('bulk', bucketOf({ limit: 5000, windowMs: 60_000, fullCall: 100 }), 100)).toBe(100)
  expect(floorOf('normal', bucketOf({ limit: 5000, windowMs: 60_000, fullCall: 100 }), 100)).toBe(0)
  expect(floorOf('bulk', bucketOf({ limit: 1, windowMs: 1000, fullCall: 1 }), 1)).toBe(0)
})

test('the wait for what is missing is long enough and not a window too long', () => {
  const rate: Rate = { limit: 20, windowMs: 60_000, fullCall: 1 }
  const bucket = bucketOf(rate)

  const at = refilledAt(bucket, 0, 1, 1000)

  expect((at - 1000) * bucket.refillPerMs).toBeGreaterThanOrEqual(1)
  expect((at - 1001) * bucket.refillPerMs).toBeLessThan(1)
})
