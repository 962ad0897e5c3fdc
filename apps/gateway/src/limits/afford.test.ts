import { expect, test } from 'vitest'
import type { LimitSpec } from '../store/store.ts'
import { afford, type Wish } from './afford.ts'
import { bucketOf } from './bucket.ts'
import type { Draw } from './draws.ts'

const now = Date.parse('2026-03-04T10:00:00+08:00')
const owner = { kind: 'corp', id: 'acme' } as const

const perMinute: Omit<Draw, 'limit'> = {
  spec: {
    owner,
    scope: 'minute',
    unit: 'recipients',
    ...bucketOf({ limit: 5000, windowMs: 60_000, fullCall: 100 }),
  },
  fullCall: 100,
  amount: (_, recipients) => recipients,
}
const perMonth: Omit<Draw, 'limit'> = {
  spec: { owner, scope: 'month', unit: 'calls', period: 'month', allowance: 5000 },
  fullCall: 1,
  amount: () => 1,
}

const allowance = ({ spec }: { spec: LimitSpec }, available: number, blockedUntil: number | null = null) => ({
  spec,
  available,
  blockedUntil,
})
const wish = (change: Partial<Wish>): Wish => ({
  lane: 'normal',
  kind: 'user',
  recipients: 100,
  now,
  ...change,
})

test('a call that every limit allows goes and names its debits in their order', () => {
  const allowances = [allowance(perMinute, 150), allowance(perMonth, 7)]

  expect(afford([perMinute, perMonth], allowances, wish({}))).toEqual({
    kind: 'go',
    recipients: 100,
    debits: [100, 1],
  })
})

test('a full batch waits for its tokens instead of going in pieces', () => {
  const result = afford([perMinute], [allowance(perMinute, 40)], wish({}))

  expect(result).toEqual({ kind: 'wait', until: expect.any(Number) })
})

test('an urgent call goes with as many as there is room for', () => {
  expect(afford([perMinute], [allowance(perMinute, 40.7)], wish({ lane: 'urgent' }))).toEqual({
    kind: 'go',
    recipients: 40,
    debits: [40],
  })
})

test('bulk leaves one full call of the bucket, so that an alarm finds it', () => {
  expect(afford([perMinute], [allowance(perMinute, 199)], wish({ lane: 'bulk' })).kind).toBe('wait')
  expect(afford([perMinute], [allowance(perMinute, 200)], wish({ lane: 'bulk' })).kind).toBe('go')
})

test('a spent month waits for the next one', () => {
  expect(afford([perMonth], [allowance(perMonth, 0)], wish({}))).toEqual({
    kind: 'wait',
    until: Date.parse('2026-04-01T00:00:00+08:00'),
  })
})

test('a platform that said to wait is obeyed, however much is left', () => {
  expect(afford([perMonth], [allowance(perMonth, 7, now + 5000)], wish({}))).toEqual({
    kind: 'wait',
    until: now + 5000,
  })
})

test('a limit that does not concern the call neither waits nor is debited', () => {
  const everyoneOnly: Omit<Draw, 'limit'> = { ...perMonth, amount: () => 0 }

  expect(afford([everyoneOnly], [allowance(perMonth, 0, now + 5000)], wish({}))).toEqual({
    kind: 'go',
    recipients: 100,
    debits: [0],
  })
})
