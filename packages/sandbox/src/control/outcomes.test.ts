import { describe, expect, test } from 'vitest'
import { refusal, startControlled } from './test-kit.ts'

describe('outcomes', () => {
  test('concern named people, or a share that is the same people each time', async () => {
    const control = await startControlled()
    await control.post('/outcomes', { platform: 'dingtalk', share: 0.5, outcome: 'failed' })
    await control.post('/outcomes', {
      platform: 'dingtalk',
      userids: ['zhangsan'],
      outcome: 'forbidden',
      code: '143105',
    })
    const { outcomes, company } = control.sandbox.control.simulation

    const failed = company.employees.filter(
      ({ dingtalk }) => dingtalk && outcomes.of('dingtalk', dingtalk.userid)?.outcome === 'failed',
    )

    expect(outcomes.of('dingtalk', 'zhangsan')).toEqual({ outcome: 'forbidden', code: '143105' })
    expect(outcomes.of('wecom', 'zhangsan')).toBeUndefined()
    expect(failed.length).toBeGreaterThan(15)
    expect(failed.length).toBeLessThan(45)
    await control.delete('/outcomes')
    expect(outcomes.of('dingtalk', 'zhangsan')).toBeUndefined()
  })

  test.each([
    [{ platform: 'dingtalk', outcome: 'read' }, 'userids', null],
    [{ platform: 'dingtalk', userids: ['zhangsan'], share: 1, outcome: 'read' }, 'userids', ['zhangsan']],
    [{ platform: 'dingtalk', share: 1, outcome: 'vanished' }, 'outcome', 'vanished'],
  ])('refuse %j', async (outcome, field, value) => {
    const control = await startControlled()

    expect(await control.post('/outcomes', outcome)).toEqual(refusal(field, value))
  })

  test('refuse people whom nobody knows', async () => {
    const control = await startControlled()

    const answer = await control.post('/outcomes', {
      platform: 'wecom',
      userids: ['nobody'],
      outcome: 'dropped',
    })

    expect(answer).toEqual(refusal('userid', 'nobody', 404))
  })
})
