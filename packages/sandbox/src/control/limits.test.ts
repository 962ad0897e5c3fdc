import { describe, expect, test } from 'vitest'
import { refusal, startControlled } from './test-kit.ts'

describe('limits', () => {
  test('are read and changed by name, null switching one off', async () => {
    const control = await startControlled()

    await control.post('/limits', { 'dingtalk.qps': null, 'wecom.memberPerMinute': 2 })

    expect((await control.get('/limits')).body).toMatchObject({
      edition: 'standard',
      'dingtalk.qps': null,
      'wecom.memberPerMinute': 2,
      'dingtalk.monthlyCalls': 5000,
    })
  })

  test('all change with the edition', async () => {
    const control = await startControlled()

    const { body } = await control.post('/limits', { 'dingtalk.qps': 3, edition: 'professional' })

    expect(body).toMatchObject({
      edition: 'professional',
      'dingtalk.qps': 3,
      'dingtalk.monthlyCalls': 200_000,
    })
  })

  test('lift the blocks of their old value when they change', async () => {
    const control = await startControlled()
    const { accessToken } = control.sandbox.control.company().dingtalk.robots[2] ?? {}
    const send = async () => {
      const { body } = await control.platform(`/robot/send?access_token=${accessToken}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ msgtype: 'text', text: { content: 'x' } }),
      })
      return body
    }
    await control.post('/limits', { 'dingtalk.robotPerMinute': 1 })

    expect(await send()).toMatchObject({ errcode: 0 })
    expect(await send()).toMatchObject({ errcode: 410100 })
    expect(await send()).toMatchObject({ errcode: 410100 })
    await control.post('/limits', { 'dingtalk.robotPerMinute': 20 })
    expect(await send()).toMatchObject({ errcode: 0 })
  })

  test.each([
    [{ 'dingtalk.qps': 'many' }, 'dingtalk.qps', 'many'],
    [{ 'dingtalk.qps': -1 }, 'dingtalk.qps', -1],
    [{ 'dingtalk.moons': 1 }, 'limit', 'dingtalk.moons'],
    [{ edition: 'gold' }, 'edition', 'gold'],
  ])('refuse %j', async (changes, field, value) => {
    const control = await startControlled()

    expect(await control.post('/limits', { 'dingtalk.robotPerMinute': 1, ...changes })).toEqual(
      refusal(field, value),
    )
    expect(control.sandbox.control.limits()['dingtalk.robotPerMinute']).toBe(20)
  })
})
