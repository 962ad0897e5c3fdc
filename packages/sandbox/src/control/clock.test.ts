import { describe, expect, test } from 'vitest'
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
