import { expect, test } from 'vitest'
import { type AmbiguousCall, mayReplay, replayUntil } from './ambiguity.ts'

const noon = Date.parse('2026-03-04T12:00:00+08:00')
const minutes = (n: number): number => n * 60_000

const call = (change: Partial<AmbiguousCall>): AmbiguousCall => ({
  policy: 'dedupe',
  replay: { kind: 'window', windowMs: minutes(30) },
  firstAttemptAt: noon,
  expiresAt: null,
  ...change,
})

test('a window is counted from the first attempt and left a minute early', () => {
  expect(mayReplay(call({}), noon + minutes(29))).toBe(true)
  expect(mayReplay(call({}), noon + minutes(29) + 1)).toBe(false)
})

test('a replay of the same day stops before midnight in Shanghai', () => {
  const replay = { kind: 'same_day', stopBeforeMidnightMs: minutes(5) } as const

  expect(replayUntil(replay, noon)).toBe(Date.parse('2026-03-04T23:55:00+08:00'))
  expect(mayReplay(call({ replay }), Date.parse('2026-03-04T23:54:00+08:00'))).toBe(true)
  expect(mayReplay(call({ replay }), Date.parse('2026-03-05T00:01:00+08:00'))).toBe(false)
})

test('a call begun in the last minutes of a day is not replayed at all', () => {
  const replay = { kind: 'same_day', stopBeforeMidnightMs: minutes(5) } as const
  const late = Date.parse('2026-03-04T23:57:00+08:00')

  expect(mayReplay(call({ replay, firstAttemptAt: late }), late + 1000)).toBe(false)
})

test('where the platform drops no copies, only at_least_once repeats', () => {
  const replay = { kind: 'none' } as const

  expect(mayReplay(call({ replay }), noon + 1000)).toBe(false)
  expect(mayReplay(call({ replay, policy: 'at_least_once' }), noon + 1000)).toBe(true)
})

test('at_most_once never repeats, even where it would be safe', () => {
  expect(mayReplay(call({ policy: 'at_most_once' }), noon + 1000)).toBe(false)
})

test('nothing is repeated once the message has expired', () => {
  expect(mayReplay(call({ expiresAt: noon + 500 }), noon + 1000)).toBe(false)
  expect(mayReplay(call({ expiresAt: noon + 500, policy: 'at_least_once' }), noon + 1000)).toBe(false)
})
