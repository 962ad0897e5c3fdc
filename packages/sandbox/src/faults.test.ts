import { expect, test } from 'vitest'
import { Faults } from './faults.ts'

const PATH = '/robot/send'

test('delays add up, and only the oldest other fault is used', () => {
  const faults = new Faults('seed')
  faults.arm({ path: '*', action: { delay: 20 } })
  faults.arm({ path: PATH, times: 1, action: 'reset_after' })
  faults.arm({ path: PATH, times: 1, action: { status: 503 } })
  faults.arm({ path: PATH, times: 1, action: { delay: 30 } })

  expect(faults.take(PATH)).toEqual({
    faults: 'fault-1, fault-2, fault-4',
    delayMs: 50,
    ending: 'reset_after',
  })
  expect(faults.take(PATH)).toEqual({
    faults: 'fault-1, fault-3',
    delayMs: 20,
    ending: { status: 503 },
  })
  expect(faults.take(PATH)).toEqual({ faults: 'fault-1', delayMs: 20, ending: undefined })
  expect(faults.all().map(({ hits, left }) => [hits, left])).toEqual([
    [3, null],
    [1, 0],
    [1, 0],
    [1, 0],
  ])
})
