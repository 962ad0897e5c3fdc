import { afterEach, expect, test, vi } from 'vitest'
import { dayOf, SystemClock, startOfDay, startOfMonthAfter } from './clock.ts'

afterEach(() => vi.useRealTimers())

test('an appointment is kept when business time jumps past it, not when real time gets there', () => {
  vi.useFakeTimers()
  const clock = new SystemClock()
  const woken: string[] = []
  clock.at(clock.now() + 86_400_000, () => woken.push('tomorrow'))

  vi.advanceTimersByTime(1000)
  expect(woken).toEqual([])
  clock.setOffset(86_400_000)
  vi.advanceTimersByTime(0)

  expect(woken).toEqual(['tomorrow'])
})

test('an appointment farther away than a timer can count does not wake at once', () => {
  vi.useFakeTimers()
  const clock = new SystemClock()
  let woken = 0
  clock.at(clock.now() + 40 * 86_400_000, () => woken++)

  vi.advanceTimersByTime(39 * 86_400_000)
  expect(woken).toBe(0)
  vi.advanceTimersByTime(86_400_000)

  expect(woken).toBe(1)
})

test('a cancelled appointment never wakes', () => {
  vi.useFakeTimers()
  const clock = new SystemClock()
  let woken = 0
  const cancel = clock.at(clock.now() + 10, () => woken++)

  cancel()
  clock.setOffset(1000)
  vi.advanceTimersByTime(1000)

  expect(woken).toBe(0)
})

test('monotonic time does not follow the offset', () => {
  const clock = new SystemClock()
  const before = clock.monotonic()

  clock.setOffset(86_400_000)

  expect(clock.monotonic() - before).toBeLessThan(86_400_000)
})

test('a business day begins at midnight in Shanghai', () => {
  const midnight = Date.parse('2026-03-04T00:00:00+08:00')

  expect(dayOf(midnight) - dayOf(midnight - 1)).toBe(1)
  expect(startOfDay(dayOf(midnight))).toBe(midnight)
})

test('the month after December is January', () => {
  const december = Date.parse('2026-12-31T23:59:59+08:00')

  expect(startOfMonthAfter(december)).toBe(Date.parse('2027-01-01T00:00:00+08:00'))
})
