import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SlidingWindow } from './sliding-window.ts'

describe('a sliding window', () => {
  test('counts exactly what a list of all events would', () => {
    const step = fc.record({
      passedMs: fc.nat(40),
      owner: fc.constantFrom('a', 'b'),
      amount: fc.integer({ min: 1, max: 5 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 100 }), (steps, spanMs) => {
        const window = new SlidingWindow()
        const events: { owner: string; at: number; amount: number }[] = []
        let now = 0
        for (const { passedMs, owner, amount } of steps) {
          now += passedMs
          const after = now - spanMs
          const wanted = events.filter((event) => event.owner === owner && event.at > after)
          expect(window.countAfter(owner, after)).toBe(wanted.reduce((sum, event) => sum + event.amount, 0))
          window.add(owner, now, amount)
          events.push({ owner, at: now, amount })
        }
      }),
    )
  })

  test('forgets owners that fell silent, and nobody else', () => {
    const window = new SlidingWindow()
    for (let owner = 0; owner < 9_999; owner++) window.add(`silent ${owner}`, 0)
    window.countAfter('talkative', 500)
    window.add('talkative', 1000)

    window.add('another', 1000)

    expect(window.countAfter('talkative', 500)).toBe(1)
    expect(window.countAfter('another', 500)).toBe(1)
    expect(window.countAfter('silent 1', 500)).toBe(0)
  })

  test('stays exact over more events than it keeps uncut', () => {
    const window = new SlidingWindow()
    for (let at = 1; at <= 5000; at++) window.add('a', at)

    expect(window.countAfter('a', 2500)).toBe(2500)
    window.add('a', 5001)
    expect(window.countAfter('a', 4999)).toBe(2)
  })
})
