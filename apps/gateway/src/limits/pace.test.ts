import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

const owner = { kind: 'app', id: 'hr' } as const
const perSecond = { spec: { owner, scope: 's', unit: 'calls', capacity: 1, refillPerMs: 0.02 } } as const
const perMonth = { spec: { owner, scope: 'm', unit: 'calls', period: 'month', allowance: 5000 } } as const

test('each who waits gets a turn of his own, one refill after the other', () => {
  const pace = new Pace([perSecond, perMonth])

  expect([pace.next(1000), pace.next(1000), pace.next(1000)]).toEqual([1000, 1050, 1100])
})

test('nobody has a turn before the limit allows anything', () => {
  const pace = new Pace([perSecond])
  pace.next(1000)

  expect(pace.next(5000)).toBe(5000)
})
