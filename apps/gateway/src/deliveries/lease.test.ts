import { expect, test } from 'vitest'
import { TestClock } from '../test-clock.ts'
import { Lease } from './lease.ts'

const LEASE_MS = 30_000

/** A lease whose store is in the test's hands. */
async function takeLease() {
  const clock = new TestClock()
  const left: number[] = []
  const errors: unknown[] = []
  let epochs = 0
  let answer: 'alive' | 'lost' | Error = 'alive'
  let beats = 0
  let beaten = (): void => {}
  const store = {
    registerNode: async () => ++epochs,
    heartbeat: async () => {
      beats += 1
      beaten()
      if (answer instanceof Error) throw answer
      return answer
    },
    leave: async (epoch: number) => {
      left.push(epoch)
    },
  }
  const lease = await Lease.take({
    store,
    clock,
    node: 'a',
    leaseMs: LEASE_MS,
    onError: (error) => errors.push(error),
  })
  /** Lets time pass, and the heartbeat that comes due by it be answered. */
  const pass = async (ms: number): Promise<void> => {
    const before = beats
    const beat = new Promise<void>((resolve) => {
      beaten = resolve
    })
    clock.advance(ms)
    if (beats === before) await beat
    await settled()
  }
  await settled()
  return { clock, lease, left, errors, pass, answerWith: (given: typeof answer) => (answer = given) }
}

/** What was promised has had its turn. */
async function settled(): Promise<void> {
  for (let n = 0; n < 20; n++) await Promise.resolve()
}

test('heartbeats keep a lease trusted', async () => {
  const { lease, pass } = await takeLease()

  for (let n = 0; n < 20; n++) await pass(5000)

  expect(lease.isTrusted()).toBe(true)
  await lease.leave()
})

test('a process that could not renew stops sending before others believe it dead', async () => {
  const { clock, lease, pass, errors, answerWith } = await takeLease()
  answerWith(new Error('store is away'))

  await pass(5000)
  clock.advance(LEASE_MS * 0.7 - 5000)

  expect(lease.isTrusted()).toBe(false)
  expect(errors).toContainEqual(new Error('store is away'))
  await lease.leave()
})

test('a jump of business time neither ends nor prolongs a lease', async () => {
  const { clock, lease } = await takeLease()

  clock.jump(24 * 3_600_000)
  expect(lease.isTrusted()).toBe(true)

  await lease.leave()
})

test('who was declared dead goes on under another epoch', async () => {
  const { lease, pass, answerWith } = await takeLease()
  expect(lease.epoch).toBe(1)

  answerWith('lost')
  await pass(5000)

  expect(lease.epoch).toBe(2)
  expect(lease.isTrusted()).toBe(true)
  await lease.leave()
})

test('who leaves is trusted no more, so that others may take over at once', async () => {
  const { lease, left } = await takeLease()

  await lease.leave()

  expect(left).toEqual([1])
  expect(lease.isTrusted()).toBe(false)
})
