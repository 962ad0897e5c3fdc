import { expect, test } from 'vitest'
import { Agenda } from './agenda.ts'
import { VirtualClock } from './clock.ts'

function standing() {
  const clock = new VirtualClock({ now: () => 1000 })
  const agenda = new Agenda(clock)
  const done: string[] = []
  const plan = (name: string, ms: number) => agenda.in(ms, () => done.push(name))
  const advance = (ms: number) => {
    clock.advance(ms)
    agenda.wake()
  }
  return { agenda, done, plan, advance }
}

test('what time was moved past happens at once, in its order and only once', () => {
  const { done, plan, advance } = standing()
  plan('late', 30)
  plan('early', 10)
  plan('later', 31)

  advance(30)
  advance(0)

  expect(done).toEqual(['early', 'late'])
})

test('what was called off does not happen', () => {
  const { agenda, done, plan, advance } = standing()
  const callOff = plan('a', 10)
  plan('b', 10)

  callOff()
  agenda.clear()
  advance(10)

  expect(done).toEqual([])
})

test('it happens by itself once the real time has passed', async () => {
  const agenda = new Agenda(new VirtualClock())

  await new Promise<void>((resolve) => agenda.in(5, resolve))
})
