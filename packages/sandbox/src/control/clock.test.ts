import { describe, expect, test } from 'vitest'
import { openClockEvents } from './test-clock-events.ts'
import { MORNING, refusal, startControlled } from './test-kit.ts'

describe('the clock', () => {
  test('moves forward only', async () => {
    const control = await startControlled()

    expect((await control.get('/clock')).body).toEqual({
      now: MORNING,
      iso: '2026-03-02T02:00:00.000Z',
      offsetMs: 0,
    })
    expect((await control.post('/clock/advance', { ms: 90_000 })).body).toMatchObject({
      now: MORNING + 90_000,
      offsetMs: 90_000,
    })
    expect(await control.post('/clock/advance', { ms: -1 })).toEqual(refusal('ms', -1))
    expect(await control.post('/clock/advance', { minutes: 1 })).toEqual(refusal('minutes', 1))
  })
})

describe('the events of the clock', () => {
  test('begin with the offset as it is, and tell each advance', async () => {
    const control = await startControlled()
    control.sandbox.control.advance(5)
    const events = await openClockEvents(control.sandbox.url)

    const { follower, offsetMs } = await events.next()
    control.sandbox.control.advance(60_000)

    expect([follower, offsetMs]).toEqual([expect.any(String), 5])
    expect(await events.next()).toEqual({ follower, offsetMs: 60_005 })
  })

  test('let an advance answer only when every follower has acknowledged it', async () => {
    const control = await startControlled()
    const [one, other] = [
      await openClockEvents(control.sandbox.url),
      await openClockEvents(control.sandbox.url),
    ]
    const answered: string[] = []
    const advanced = control.post('/clock/advance', { ms: 1000 }).then((answer) => {
      answered.push('advance')
      return answer
    })

    for (const events of [one, other]) {
      const told = await events.until(1000)
      answered.push('ack')
      await control.post('/clock/ack', told)
    }

    expect((await advanced).body).toMatchObject({ offsetMs: 1000 })
    expect(answered).toEqual(['ack', 'ack', 'advance'])
  })

  test('do not let an advance wait for a follower that has left', async () => {
    const control = await startControlled()
    const events = await openClockEvents(control.sandbox.url)
    const advanced = control.post('/clock/advance', { ms: 1000 })
    await events.until(1000)

    events.close()

    expect((await advanced).status).toBe(200)
  })

  test('are acknowledged by the names of open streams only', async () => {
    const control = await startControlled()

    expect(await control.post('/clock/ack', { follower: 'nobody', offsetMs: 0 })).toEqual(
      refusal('follower', 'nobody', 404),
    )
  })
})
