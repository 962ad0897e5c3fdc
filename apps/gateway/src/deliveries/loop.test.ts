import { expect, test } from 'vitest'
import { TestClock } from '../test-clock.ts'
import { Loop, type NextTurn } from './loop.ts'

/** A loop whose turns are counted; `turned(n)` resolves when the nth has begun. */
function countedLoop(turn: (count: number) => Promise<NextTurn>) {
  const clock = new TestClock()
  const errors: unknown[] = []
  const waiting = new Map<number, () => void>()
  let count = 0
  const loop = new Loop({
    clock,
    pollMs: 1000,
    onError: (error) => errors.push(error),
    turn: () => {
      count += 1
      waiting.get(count)?.()
      return turn(count)
    },
  })
  const turned = (n: number) =>
    new Promise<void>((resolve) => {
      if (count >= n) return resolve()
      waiting.set(n, resolve)
    })
  return { clock, loop, errors, turned, turns: () => count }
}

test('a wake-up during a turn leads to another turn', async () => {
  const { loop, turned } = countedLoop(async (count) => {
    if (count === 1) loop.wake()
    return undefined
  })

  loop.start()
  await turned(2)
  await loop.stop()
})

test('a loop takes its turn at the business instant it asked for', async () => {
  const { clock, loop, turned, turns } = countedLoop(async () => clock.now() + 500)
  loop.start()
  await turned(1)
  await Promise.resolve()
  await Promise.resolve()

  clock.jump(499)
  expect(turns()).toBe(1)
  clock.jump(1)
  await turned(2)

  await loop.stop()
})

test('a turn that throws is reported, and the loop goes on at the next poll', async () => {
  const { clock, loop, errors, turned } = countedLoop(async (count) => {
    if (count === 1) throw new Error('store is away')
    return undefined
  })
  loop.start()
  await turned(1)
  await Promise.resolve()
  await Promise.resolve()

  clock.advance(1000)
  await turned(2)
  await loop.stop()

  expect(errors).toEqual([new Error('store is away')])
})

test('stop waits for the turn under way', async () => {
  const trail: string[] = []
  let release: () => void = () => {}
  const { loop, turned } = countedLoop(async () => {
    await new Promise<void>((resolve) => {
      release = resolve
    })
    trail.push('turn ended')
    return undefined
  })
  loop.start()
  await turned(1)

  const stopped = loop.stop().then(() => trail.push('stopped'))
  release()
  await stopped

  expect(trail).toEqual(['turn ended', 'stopped'])
})
