import { describe, expect, test } from 'vitest'
import { refusal, startControlled } from './test-kit.ts'

describe('GET /_sandbox/company', () => {
  test('answers everything a client is configured with', async () => {
    const control = await startControlled()

    const { body } = await control.get('/company')

    expect(body).toMatchObject({
      dingtalk: {
        corpId: expect.stringMatching(/^ding/),
        apps: [
          {
            name: 'hr',
            appKey: expect.stringMatching(/^ding/),
            appSecret: expect.stringMatching(/^.{64}$/),
            agentId: expect.any(Number),
            robotCode: expect.any(String),
          },
          { name: 'ops' },
        ],
        robots: [
          { name: 'alerts-keyword', accessToken: expect.any(String), keywords: expect.any(Array) },
          { name: 'alerts-sign', secret: expect.stringMatching(/^SEC/) },
          { name: 'alerts-ip' },
        ],
        departments: expect.any(Array),
      },
      wecom: {
        corpid: expect.stringMatching(/^ww/),
        apps: [
          { name: 'office', agentid: expect.any(Number), secret: expect.any(String) },
          { name: 'oncall' },
          { name: 'canteen', miniprogram: expect.stringMatching(/^wx/) },
        ],
        miniprograms: [expect.any(String), expect.any(String)],
        contactsSecret: expect.any(String),
        robots: [{ key: expect.any(String) }, { key: expect.any(String) }],
        tags: expect.any(Array),
      },
      total: 60,
      next: null,
    })
  })

  test('gives every app and every robot a name of its own, since control calls name them without platform', async () => {
    const control = await startControlled()
    const { dingtalk, wecom } = control.sandbox.control.company()

    const names = [dingtalk.apps, wecom.apps, dingtalk.robots, wecom.robots].flat().map(({ name }) => name)

    expect(new Set(names).size).toBe(names.length)
  })

  test('pages its employees', async () => {
    const control = await startControlled()

    const first = await control.get('/company?limit=40')
    const second = await control.get('/company?limit=40&cursor=40')

    expect(first.body).toMatchObject({ employees: { length: 40 }, next: '40' })
    expect(second.body).toMatchObject({ employees: { length: 20 }, next: null })
    expect(await control.get('/company?limit=0')).toEqual(refusal('limit', 0))
    expect(await control.get('/company?cursor=61')).toEqual(refusal('cursor', '61'))
  })
})
