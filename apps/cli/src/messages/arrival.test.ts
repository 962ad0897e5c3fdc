import { describe, expect, test } from 'vitest'
import { type Arriving, exitCodeOf, hasArrived, progressOf } from './arrival.ts'

describe('waiting for a delivery ends', () => {
  test.each(['delivered', 'read'] as const)('when a channel that can tell says %s', (state) => {
    expect(hasArrived(delivery({ ceiling: 'read', state }))).toBe(true)
  })

  test('at sent where the channel can tell no more, and not before the result where it can', () => {
    expect(hasArrived(delivery({ ceiling: 'sent', state: 'sent' }))).toBe(true)
    expect(hasArrived(delivery({ ceiling: 'read', state: 'sent' }))).toBe(false)
  })

  test('at any end', () => {
    expect(hasArrived(delivery({ state: 'invalid', final: true }))).toBe(true)
    expect(hasArrived(delivery({ state: 'queued' }))).toBe(false)
  })
})

describe('the exit code', () => {
  test('is 0 when everybody was reached', () => {
    expect(exitCodeOf([delivery({ state: 'delivered' }), delivery({ ceiling: 'sent', state: 'sent' })])).toBe(
      0,
    )
  })

  test.each(['invalid', 'forbidden', 'failed', 'unknown'] as const)('is 3 when one ends %s', (state) => {
    expect(exitCodeOf([delivery({ state: 'delivered' }), delivery({ state, final: true })])).toBe(3)
  })

  test('is 3 when one is still on its way, though the platform has accepted it', () => {
    expect(exitCodeOf([delivery({ ceiling: 'read', state: 'sent' })])).toBe(3)
  })

  test('does not count an account that another took over from', () => {
    const first = delivery({ id: 'm.1', state: 'invalid', final: true })
    const second = delivery({ id: 'm.2', state: 'delivered', after: 'm.1' })

    expect(exitCodeOf([first, second])).toBe(0)
    expect(progressOf([first, second])).toEqual({ arrived: 1, total: 1, reached: 1 })
  })

  test('does not count the second naming of one person', () => {
    const again = delivery({ state: 'suppressed', final: true, code: 'same_person' })

    expect(exitCodeOf([delivery({ state: 'read' }), again])).toBe(0)
  })
})

function delivery(changes: Partial<Arriving>): Arriving {
  return { id: 'm.9', state: 'queued', final: false, ceiling: 'read', ...changes }
}
