import { expect, test } from 'vitest'
import { parseDuration } from './duration.ts'

test.each([
  ['60s', 60_000],
  ['500ms', 500],
  ['5m', 300_000],
  ['1h', 3_600_000],
  ['7', 7000],
])('%s is %i milliseconds', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each(['', 's', '-1s', '1.5s', '1d', '1 s'])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined()
})
