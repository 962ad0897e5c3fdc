import { describe, expect, test } from 'vitest'
import type { QuotaLimit, RateLimit, Store } from '../store.ts'
import { furnish, type MakeStore, MINUTE_MS, NOON } from './test-store.ts'

export function testLimits(makeStore: MakeStore): void {
  describe('limits', () => {
    test('are never exceeded in any window, whoever debits, and are used up nearly whole', async () => {
      const { store, another } = await makeStore()
      await furnish(store)
      const nodes = another ? [store, await another()] : [store]
      const granted: number[] = []

      // Two virtual minutes; in every step each node wants more than there is.
      for (let now = NOON; now < NOON + 2 * WINDOW_MS; now += 500) {
        const wants = nodes.flatMap((node) => [debitOne(node, now), debitOne(node, now)])
        for (const { granted: isGranted } of await Promise.all(wants)) if (isGranted) granted.push(now)
      }

      for (const from of granted) {
        const inWindow = granted.filter((at) => at >= from && at < from + WINDOW_MS).length
        expect(inWindow).toBeLessThanOrEqual(LIMIT)
      }
      expect(granted.length).toBeGreaterThan(2 * LIMIT * 0.9)
    })

    test('are debited all or none, and say when there will be enough', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const limits = [RATE, MONTH]

      expect(await store.debit({ limits, amounts: [2, 5], now: NOON })).toEqual({ granted: true })
      const refused = await store.debit({ limits, amounts: [1, 1], now: NOON })

      expect(refused).toEqual({ granted: false, waitUntil: NOON + Math.ceil(1 / RATE.refillPerMs) })
      const left = await store.allowances(limits, NOON)
      expect(left.map(({ available }) => available)).toEqual([0, 95])
    })

    test('of a month are full again in the next, and a refund gives back', async () => {
      const { store } = await makeStore()
      await furnish(store)
      await store.debit({ limits: [MONTH], amounts: [100], now: NOON })

      const december = Date.UTC(2026, 10, 30, 16)
      expect(await store.debit({ limits: [MONTH], amounts: [1], now: NOON })).toEqual({
        granted: false,
        waitUntil: december,
      })
      expect(await store.allowances([MONTH], december)).toMatchObject([{ available: 100 }])
      await store.refund({ limits: [MONTH], amounts: [40], now: NOON })
      expect(await store.allowances([MONTH], NOON)).toMatchObject([{ available: 40 }])
    })

    test('bring nothing for a clock that goes back', async () => {
      const { store } = await makeStore()
      await furnish(store)
      await store.debit({ limits: [RATE], amounts: [2], now: NOON })

      expect(await store.allowances([RATE], NOON - MINUTE_MS)).toMatchObject([{ available: 0 }])
      await store.refund({ limits: [RATE], amounts: [1], now: NOON - MINUTE_MS })
      await store.debit({ limits: [RATE], amounts: [1], now: NOON - MINUTE_MS })
      expect(await store.allowances([RATE], NOON)).toMatchObject([{ available: 0 }])
    })

    test('that are shut stay shut for the longest time that was said, and open by themselves', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const key = { owner: RATE.owner, scope: RATE.scope }

      await store.blockScope(key, NOON + MINUTE_MS, NOON)
      await store.blockScope(key, NOON + 1, NOON)

      expect(await store.debit({ limits: [RATE], amounts: [1], now: NOON })).toEqual({
        granted: false,
        waitUntil: NOON + MINUTE_MS,
      })
      expect(await store.limitUse(NOON)).toMatchObject([{ ...key, blockedUntil: NOON + MINUTE_MS }])
      expect(await store.debit({ limits: [RATE], amounts: [1], now: NOON + MINUTE_MS })).toEqual({
        granted: true,
      })
    })
  })
}

const LIMIT = 30
const WINDOW_MS = MINUTE_MS
const CAPACITY = 2
const RATE: RateLimit = {
  owner: { kind: 'app', id: 'ding' },
  scope: 'calls',
  unit: 'calls',
  capacity: CAPACITY,
  refillPerMs: (LIMIT - CAPACITY) / WINDOW_MS,
}
const MONTH: QuotaLimit = {
  owner: { kind: 'corp', id: 'dingtalk' },
  scope: 'calls',
  unit: 'calls',
  period: 'month',
  allowance: 100,
}

const debitOne = (store: Store, now: number) => store.debit({ limits: [RATE], amounts: [1], now })
