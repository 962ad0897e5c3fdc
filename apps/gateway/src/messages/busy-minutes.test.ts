import { expect, test } from 'vitest'
import { afterBusyMinutes } from './busy-minutes.ts'

const busy = { minutes: [0, 30], source: { page: 'a page', date: '2026-01-01' } }
const at = (time: string): number => Date.parse(`2026-03-04T${time}+08:00`)

test('bulk waits for the end of a busy minute', () => {
  expect(afterBusyMinutes(busy, 'bulk', at('10:00:01'))).toBe(at('10:01:00'))
  expect(afterBusyMinutes(busy, 'bulk', at('10:30:59'))).toBe(at('10:31:00'))
})

test('outside of them, and in other lanes, nothing waits', () => {
  expect(afterBusyMinutes(busy, 'bulk', at('10:29:59'))).toBe(at('10:29:59'))
  expect(afterBusyMinutes(busy, 'urgent', at('10:00:01'))).toBe(at('10:00:01'))
  expect(afterBusyMinutes(null, 'bulk', at('10:00:01'))).toBe(at('10:00:01'))
})
