import { expect, onTestFinished, test, vi } from 'vitest'
import { ClockFollowers } from './clock-followers.ts'

test('without followers nobody is waited for', async () => {
  expect(await new ClockFollowers().caughtUp(1000, 1)).toBe(true)
})

test('an acknowledgement of an earlier time does not count, one of a later time does', async () => {
  const followers = new ClockFollowers()
  const name = followers.join(() => undefined)

  followers.acknowledge(name, 999)
  expect(followers.behind(1000)).toEqual([name])
  followers.acknowledge(name, 2000)

  expect(followers.behind(1000)).toEqual([])
  expect(await followers.caughtUp(1000, 1)).toBe(true)
})

test('a follower that stands still is waited for so long and no longer, and is named', async () => {
  vi.useFakeTimers()
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const followers = new ClockFollowers()
  const name = followers.join(() => undefined)

  const caughtUp = followers.caughtUp(1000, 10_000)
  await vi.advanceTimersByTimeAsync(10_000)

  expect(await caughtUp).toBe(false)
  expect(followers.behind(1000)).toEqual([name])
})
