import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { BudgetWatch, completeBudget, DEFAULT_TIME_BUDGET } from './time-budget.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('each part left out has its default, also if it is there as undefined', () => {
  expect(completeBudget(undefined)).toEqual(DEFAULT_TIME_BUDGET)
  expect(completeBudget({ answerMs: 1, wholeMs: undefined })).toEqual({ ...DEFAULT_TIME_BUDGET, answerMs: 1 })
})

it.each([
  ['NaN', Number.NaN],
  ['zero', 0],
  ['negative', -1],
])('a budget that is %s is refused, and the part is named', (_what, wholeMs) => {
  expect(() => completeBudget({ wholeMs })).toThrow(new RegExp(`budget\\.wholeMs .*${wholeMs}`))
})

it('an endless budget sets a timer now and then, and is never spent', () => {
  const endless = Number.POSITIVE_INFINITY
  const spent = vi.fn()
  const watch = new BudgetWatch(
    completeBudget({ waitMs: endless, answerMs: endless, wholeMs: endless }),
    spent,
  )

  vi.advanceTimersByTime(86_400_000)

  expect(spent).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(1)
  watch.stop()
  expect(vi.getTimerCount()).toBe(0)
})

it('bytes on their way beside the ordinary are given the time of a slow line', () => {
  const spent = vi.fn()
  const watch = new BudgetWatch(completeBudget({ answerMs: 10_000, wholeMs: 15_000 }), spent)

  watch.allowTransfer(20 * 131_072)
  watch.left()
  vi.advanceTimersByTime(29_999)
  expect(spent).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)

  expect(spent).toHaveBeenCalledExactlyOnceWith('no answer within 10000 ms')
})
