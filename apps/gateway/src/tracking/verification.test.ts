import { expect, test } from 'vitest'
import { decideVerification, drawOf, type VerificationQuestion } from './verification.ts'

const question = (change: Partial<VerificationQuestion> & { left?: number }): VerificationQuestion => ({
  verify: 'auto',
  lane: 'normal',
  budget: { used: 5000 * (1 - (change.left ?? 1)), limit: 5000 },
  draw: 0.5,
  ...change,
})

test('with half of the month left everything is verified', () => {
  expect(decideVerification(question({ left: 0.5 }))).toBe('ask')
})

test('below half a sample is verified, below a fifth only what is urgent', () => {
  expect(decideVerification(question({ left: 0.49 }))).toBe('not_sampled')
  expect(decideVerification(question({ left: 0.49, draw: 0.09 }))).toBe('ask')
  expect(decideVerification(question({ left: 0.19, draw: 0.09 }))).toBe('saved_for_urgent')
  expect(decideVerification(question({ left: 0.19, lane: 'urgent' }))).toBe('ask')
})

test('a sender who wants all of it or none of it is obeyed at any budget', () => {
  expect(decideVerification(question({ left: 0.01, verify: 'full' }))).toBe('ask')
  expect(decideVerification(question({ left: 1, verify: 'none', lane: 'urgent' }))).toBe('not_wanted')
})

test('where the platform counts no months, nothing is saved', () => {
  expect(decideVerification(question({ budget: null }))).toBe('ask')
})

test('1 800 single notices of one month stay below 4 500 of 5 000 calls', () => {
  let used = 0
  for (let notice = 0; notice < 1800; notice++) {
    used += 1
    const draw = (notice % 10) / 10
    const decided = decideVerification(question({ budget: { used, limit: 5000 }, draw }))
    // One question for the result and one for the reads.
    if (decided === 'ask') used += 2
  }

  expect(used).toBeLessThanOrEqual(4500)
})

test.each([1, 2, 10, 60])('the sample holds its share of each in a line of %i that repeats', (period) => {
  const budget = { used: 60, limit: 100 }
  const asked = (call: number) =>
    decideVerification({ verify: 'auto', lane: 'normal', budget, draw: drawOf(call) }) === 'ask'

  for (let place = 0; place < period; place++) {
    const calls = Array.from({ length: 1000 }, (_, round) => round * period + place)
    expect(calls.filter(asked).length / calls.length).toBeCloseTo(0.1, 1)
  }
})
