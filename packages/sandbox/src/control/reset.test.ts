import { describe, expect, test } from 'vitest'
import { refusal, startControlled } from './test-kit.ts'

describe('POST /_sandbox/reset', () => {
  test('starts over with another company while time goes on', async () => {
    const control = await startControlled()
    await control.platform(control.gettokenPath())
    await control.post('/clock/advance', { ms: 1000 })

    const { body } = await control.post('/reset', {
      people: 100,
      seed: 'other',
      profile: 'opposed',
      edition: 'professional',
    })

    expect(body).toEqual({ people: 100, seed: 'other' })
    expect((await control.get('/requests')).body).toEqual([])
    expect((await control.get('/clock')).body).toMatchObject({ offsetMs: 1000 })
    expect((await control.get('/limits')).body).toMatchObject({ edition: 'professional' })
    expect((await control.get('/company')).body).toMatchObject({ total: 100 })
  })

  test('gives the same credentials to the same seed', async () => {
    const control = await startControlled()
    const before = control.sandbox.control.company()

    await control.post('/reset', {})

    expect(control.sandbox.control.company()).toEqual(before)
  })

  test('takes a seed that is a number', async () => {
    const control = await startControlled()

    expect((await control.post('/reset', { seed: 42 })).body).toEqual({ people: 60, seed: '42' })
  })

  test.each([
    [{ people: 59 }, 'people', 59],
    [{ people: 100_001 }, 'people', 100_001],
    [{ persons: 60 }, 'persons', 60],
  ])('refuses %j and changes nothing', async (options, field, value) => {
    const control = await startControlled()
    await control.platform('/gettoken')

    expect(await control.post('/reset', options)).toEqual(refusal(field, value))
    expect(control.sandbox.control.requests()).toHaveLength(1)
  })
})
