import { expect, test } from 'vitest'
import { bisect } from './bisect.ts'

/** Sends a batch to a platform that refuses it whole when it holds a bad member; answers sent members and calls. */
function sendAll(members: readonly number[], bad: ReadonlySet<number>, tag = '') {
  const result = { calls: 1, sent: [] as number[], refused: [] as number[] }
  if (!members.some((member) => bad.has(member))) return { ...result, sent: [...members] }
  const halves = bisect(members, tag)
  if (halves.length === 0) return { ...result, refused: [...members] }
  for (const half of halves) {
    const { calls, sent, refused } = sendAll(half.members, bad, half.tag)
    result.calls += calls
    result.sent.push(...sent)
    result.refused.push(...refused)
  }
  return result
}

test.each([2, 7, 100, 1000])(
  'one bad recipient among %i is found, and everybody else is served once',
  (size) => {
    const members = Array.from({ length: size }, (_, index) => index)

    const { calls, sent, refused } = sendAll(members, new Set([size >> 1]))

    expect(refused).toEqual([size >> 1])
    expect(sent).toHaveLength(size - 1)
    expect(calls - 1).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(size)) + 1)
  },
)

test('no two batches of one message ever share a tag', () => {
  const tags = new Set<string>()
  const walk = (members: number[], tag: string): void => {
    for (const half of bisect(members, tag)) {
      expect(tags.has(half.tag)).toBe(false)
      tags.add(half.tag)
      walk(half.members, half.tag)
    }
  }

  walk(
    Array.from({ length: 100 }, (_, index) => index),
    'a',
  )

  expect(tags.size).toBe(198)
})

test('a single member cannot be halved', () => {
  expect(bisect([1], '')).toEqual([])
})
