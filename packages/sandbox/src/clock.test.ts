import { describe, expect, test } from 'vitest'
import { startOfDay, startOfMonth, VirtualClock } from './clock.ts'

describe('business time', () => {
  test('is the source’s time plus everything it was advanced by', () => {
    const clock = new VirtualClock({ now: () => 1000 })

    expect(clock.advance(20)).toBe(1020)
    expect(clock.advance(3)).toBe(1023)
    expect({ now: clock.now(), offsetMs: clock.offsetMs }).toEqual({ now: 1023, offsetMs: 23 })
  })
})

describe('days and months in China', () => {
  const midnight = Date.parse('2026-03-02T00:00:00+08:00')

  test('begin at midnight there, sixteen hours UTC of the day before', () => {
    expect(startOfDay(midnight)).toBe(midnight)
    expect(startOfDay(midnight + 86_399_999)).toBe(midnight)
    expect(startOfDay(midnight - 1)).toBe(Date.parse('2026-03-01T00:00:00+08:00'))
  })

  test('turn into a new year there and not in Greenwich', () => {
    const newYear = Date.parse('2027-01-01T00:00:00+08:00')

    expect(startOfMonth(newYear)).toBe(newYear)
    expect(startOfMonth(newYear - 1)).toBe(Date.parse('2026-12-01T00:00:00+08:00'))
  })
})
