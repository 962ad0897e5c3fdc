import { describe, expect, test } from 'vitest'
import { MORNING, startControlled } from './test-kit.ts'

describe('GET /_sandbox/requests', () => {
  test('shows what was asked and answered and which rule decided, without any secret', async () => {
    const control = await startControlled()
    const { dingtalk } = control.sandbox.control.company()
    const [app] = dingtalk.apps
    const token = await control.platform(control.gettokenPath())
    await control.platform('/v1.0/oauth2/accessToken', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ appKey: app?.appKey, appSecret: app?.appSecret }),
    })
    await control.platform('/v1.0/oauth2/accessToken', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"appKey":"${app?.appKey}","appSecret":"${app?.appSecret}`,
    })

    const { body } = await control.get('/requests')

    expect(body).toMatchObject([
      {
        id: 1,
        at: MORNING,
        platform: 'dingtalk',
        method: 'GET',
        path: '/gettoken',
        query: { appkey: app?.appKey, appsecret: '[redacted]' },
        body: null,
        answer: { status: 200, body: { errcode: 0, access_token: '[redacted]' } },
        rule: 'dingtalk.gettoken.ok',
        fault: null,
      },
      {
        id: 2,
        body: { appKey: app?.appKey, appSecret: '[redacted]' },
        answer: { body: { accessToken: '[redacted]' } },
      },
      { id: 3, rule: 'dingtalk.modern.Invalidbody' },
    ])
    const shown = JSON.stringify(body)
    expect(shown).not.toContain(app?.appSecret)
    expect(shown).not.toContain(JSON.stringify(token.body).match(/"access_token":"(\w+)"/)?.[1])
  })

  test('can be asked for a path, for what is new, and for the newest', async () => {
    const control = await startControlled()
    for (const path of ['/gettoken', '/cgi-bin/gettoken', '/gettoken']) await control.platform(path)

    const ids = async (query: string) => {
      const { body } = await control.get(`/requests?${query}`)
      return JSON.stringify(body).match(/"id":\d+/g)
    }

    expect(await ids('path=/gettoken')).toEqual(['"id":1', '"id":3'])
    expect(await ids('path=/cgi-bin/*')).toEqual(['"id":2'])
    expect(await ids('after=2')).toEqual(['"id":3'])
    expect(await ids('limit=2')).toEqual(['"id":2', '"id":3'])
  })
})
