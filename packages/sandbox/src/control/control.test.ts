import { describe, expect, test } from 'vitest'
import { MORNING, refusal, startControlled } from './test-kit.ts'

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
          { name: 'hr', agentid: expect.any(Number), secret: expect.any(String) },
          { name: 'ops' },
          { agentid: null },
        ],
        robots: [{ key: expect.any(String) }, { key: expect.any(String) }],
        tags: expect.any(Array),
      },
      total: 60,
      next: null,
    })
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

    expect(body).toMatchObject({
      requests: [
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
        { id: 3, rule: 'dingtalk.oauth2.Invalidbody' },
      ],
    })
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

describe('the inbox', () => {
  test('shows a message in the platform’s JSON until it is read', async () => {
    const control = await startControlled()
    const { inbox } = control.sandbox.control.simulation
    const message = { msgtype: 'text', text: { content: '你好' } }
    inbox.deliver({ platform: 'wecom', userid: 'zhangsan', app: 'hr', receipt: 'msg-1', message })
    const unread = {
      id: 'in-1',
      app: 'hr',
      receivedAt: MORNING,
      readAt: null,
      recalledAt: null,
      receipt: 'msg-1',
      message,
    }

    expect((await control.get('/inbox/wecom/ZhangSan')).body).toEqual([unread])
    await control.post('/clock/advance', { ms: 5000 })
    const read = await control.post('/inbox/wecom/zhangsan/in-1/read')

    expect(read.body).toEqual({ ...unread, readAt: MORNING + 5000 })
  })

  test('exists for people and messages that exist', async () => {
    const control = await startControlled()

    expect(await control.get('/inbox/dingtalk/nobody')).toEqual(refusal('userid', 'nobody', 404))
    expect(await control.get('/inbox/feishu/zhangsan')).toEqual(refusal('platform', 'feishu'))
    expect(await control.post('/inbox/dingtalk/zhangsan/in-9/read')).toEqual(refusal('id', 'in-9', 404))
  })
})

describe('GET /_sandbox/robots', () => {
  test('knows the robots of both platforms and no others', async () => {
    const control = await startControlled()

    expect((await control.get('/robots/dingtalk/alerts-sign')).status).toBe(200)
    expect((await control.get('/robots/wecom/alerts')).status).toBe(200)
    expect(await control.get('/robots/dingtalk/alerts')).toEqual(refusal('robot', 'alerts', 404))
  })
})

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

describe('POST /_sandbox/tokens/revoke', () => {
  test('invalidates the tokens of one app, of one platform, or all', async () => {
    const control = await startControlled()
    const tokens = async () => JSON.stringify((await control.platform(control.gettokenPath())).body)
    const first = await tokens()

    await control.post('/tokens/revoke', { platform: 'dingtalk', app: 'ops' })
    await control.post('/tokens/revoke', { platform: 'wecom' })
    expect(await tokens()).toBe(first)
    await control.post('/tokens/revoke')

    expect(await tokens()).not.toBe(first)
    expect(await control.post('/tokens/revoke', { app: 'sales' })).toEqual(refusal('app', 'sales', 404))
  })
})

describe('profiles', () => {
  test('are chosen as a set or one by one', async () => {
    const control = await startControlled()

    await control.post('/profile', { profile: 'opposed' })
    const { body } = await control.post('/profile', { profile: { 'dingtalk.dayBoundary': 'natural_day' } })

    expect(body).toMatchObject({
      profile: { 'dingtalk.dayBoundary': 'natural_day', 'dingtalk.resultLists': 'comma_strings' },
    })
  })

  test('say why they are open', async () => {
    const control = await startControlled()

    const { body } = await control.get('/profile')

    expect(body).toMatchObject({
      questions: expect.arrayContaining([
        expect.objectContaining({ name: 'wecom.expiresIn', why: expect.any(String) }),
      ]),
    })
  })

  test('refuse unknown questions and answers, and change nothing then', async () => {
    const control = await startControlled()

    const answer = await control.post('/profile', {
      profile: { 'dingtalk.inactive': 'not_listed', 'dingtalk.dayBoundary': 'never' },
    })

    expect(answer).toEqual(refusal('dingtalk.dayBoundary', 'never'))
    expect(await control.post('/profile', { profile: { 'dingtalk.moon': 'full' } })).toEqual(
      refusal('profile', 'dingtalk.moon'),
    )
    expect(control.sandbox.control.profile()['dingtalk.inactive']).toBe('unread')
  })
})

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

describe('POST /_sandbox/ip', () => {
  test('opens and closes an app or robot to addresses', async () => {
    const control = await startControlled()
    const { ipGate } = control.sandbox.control.simulation

    await control.post('/ip', { app: 'hr', allow: ['10.0.0.0/8', '::1'] })

    expect(ipGate.allows('wecom', 'hr', '10.1.2.3')).toBe(true)
    expect(ipGate.allows('dingtalk', 'hr', '127.0.0.1')).toBe(false)
    expect(ipGate.allows('dingtalk', 'hr', '::1')).toBe(true)
    expect(ipGate.allows('dingtalk', 'ops', '127.0.0.1')).toBe(true)
    await control.post('/ip', { platform: 'dingtalk', app: 'hr', allow: null })
    expect(ipGate.allows('dingtalk', 'hr', '127.0.0.1')).toBe(true)
    expect(ipGate.allows('wecom', 'hr', '127.0.0.1')).toBe(false)
  })

  test('lets an added address in at once on DingTalk and after a minute on WeCom', async () => {
    const control = await startControlled()
    const { ipGate } = control.sandbox.control.simulation
    const allowed = () => [
      ipGate.allows('dingtalk', 'hr', '10.0.0.2'),
      ipGate.allows('wecom', 'hr', '10.0.0.2'),
    ]
    await control.post('/ip', { app: 'hr', allow: ['10.0.0.1'] })

    await control.post('/ip', { app: 'hr', allow: ['10.0.0.1', '10.0.0.2'] })

    expect(allowed()).toEqual([true, false])
    expect(ipGate.allows('wecom', 'hr', '10.0.0.1')).toBe(true)
    await control.post('/clock/advance', { ms: 60_000 })
    expect(allowed()).toEqual([true, true])
  })

  test('refuses what is no address, and owners that do not exist', async () => {
    const control = await startControlled()

    for (const address of ['10.0.0', '10.0.0.0/33', '10.0.0.0/8/8', 'localhost']) {
      expect(await control.post('/ip', { app: 'hr', allow: [address] })).toEqual(refusal('allow', address))
    }
    expect(await control.post('/ip', { robot: 'hr', allow: [] })).toEqual(refusal('robot', 'hr', 404))
    expect(await control.post('/ip', { allow: [] })).toEqual(refusal('app', null))
  })
})

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
    expect((await control.get('/requests')).body).toEqual({ requests: [] })
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

describe('control calls that make no sense', () => {
  test('are told what exists', async () => {
    const control = await startControlled()

    expect(await control.get('/nothing')).toEqual(refusal('path', '/_sandbox/nothing', 404))
    expect(await control.delete('/clock')).toEqual(refusal('method', 'DELETE'))
    expect(await control.platform('/_sandbox/limits', { method: 'POST', body: '{"a":' })).toEqual(
      refusal('body', '{"a":'),
    )
    expect(await control.post('/limits', [1])).toEqual(refusal('body', '[1]'))
  })
})
