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

  test('divide a crowd: the shares of different outcomes concern different people', async () => {
    const control = await startControlled({ people: 10_000 })
    const inject = (share: number, outcome: string, code?: number) =>
      control.post('/outcomes', { platform: 'dingtalk', share, outcome, code })
    const counts = () => {
      const { outcomes, company } = control.sandbox.control.simulation
      const counted: Record<string, number> = {}
      for (const { dingtalk } of company.employees) {
        if (!dingtalk) continue
        const { outcome = 'untouched', code = '' } = outcomes.of('dingtalk', dingtalk.userid) ?? {}
        counted[outcome + code] = (counted[outcome + code] ?? 0) + 1
      }
      return counted
    }
    /** Of 9 500 people on DingTalk, give or take 158; a draw of a tenth strays by about 30. */
    const about = (share: number) => expect.closeTo(9500 * share, -2.5)

    await inject(0.3, 'read')
    await inject(0.2, 'invalid')
    await inject(0.1, 'forbidden', 143105)
    await inject(0.1, 'forbidden', 143103)
    expect(counts()).toEqual({
      read: about(0.3),
      invalid: about(0.2),
      forbidden143105: about(0.1),
      forbidden143103: about(0.1),
      untouched: about(0.3),
    })

    await inject(0.1, 'read')
    expect(counts()).toMatchObject({ read: about(0.1), invalid: about(0.2), untouched: about(0.5) })

    for (const outcome of ['failed', 'read', 'failed']) {
      await inject(1, outcome)
      expect(counts()).toEqual({ [outcome]: 9500 })
    }
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
