import { expect, test } from 'vitest'
import { inTurns } from './in-turns.ts'

test('every item is worked on once, and never more at a time than allowed', async () => {
  const done: number[] = []
  let atOnce = 0
  let most = 0

  await inTurns([1, 2, 3, 4, 5], 2, async (item) => {
    atOnce += 1
    most = Math.max(most, atOnce)
    await Promise.resolve()
    done.push(item)
    atOnce -= 1
  })

  expect(done.sort()).toEqual([1, 2, 3, 4, 5])
  expect(most).toBe(2)
})

test('a failure is told only after what was under way has ended', async () => {
  const ended: string[] = []
  const work = inTurns(['bad', 'good'], 2, async (item) => {
    if (item === 'bad') throw new Error('store is away')
    await Promise.resolve()
    await Promise.resolve()
    ended.push(item)
  })

  await expect(work).rejects.toThrow('store is away')
  expect(ended).toEqual(['good'])
})
