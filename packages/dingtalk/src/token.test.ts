import { MemoryTokenStore } from '@hongyan/platform-call'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { fakeClock } from '../../../e2e/setup/fake-clock.ts'
import { type StubAnswer, startPlatform } from '../../../e2e/setup/literal-platform.ts'
import { ACCESS_TOKEN, APP_KEY, APP_SECRET, clientOf, startCompany, TOKEN_ANSWER } from './test-kit.ts'

const GETTOKEN = '/gettoken'
const OAUTH2 = '/v1.0/oauth2/accessToken'
const ANY = '/topapi/v2/user/get'
const MINUTE_MS = 60_000
const TOKEN_REFUSED = { errcode: 88, sub_code: '40014', sub_msg: '不合法的access_token', errmsg: '…' }

/** Hands out `token.value` and takes no other. */
async function platformWith(token: { value: string; answer?: StubAnswer }) {
  return startPlatform(({ path, query }) => {
    if (path === GETTOKEN) return token.answer ?? { ...TOKEN_ANSWER, access_token: token.value }
    return query.access_token === token.value ? { errcode: 0, errmsg: 'ok' } : TOKEN_REFUSED
  })
}

describe('fetching a token', () => {
  it('asks gettoken with key and secret in the query, as documented', async () => {
    const platform = await platformWith({ value: ACCESS_TOKEN })

    await clientOf(platform).call('POST', ANY)

    expect(platform.last(GETTOKEN)).toMatchObject({
      method: 'GET',
      query: { appkey: APP_KEY, appsecret: APP_SECRET },
      body: '',
    })
    expect(platform.last(ANY).query.access_token).toBe(ACCESS_TOKEN)
  })

  it('asks oauth2/accessToken with JSON on wish, and uses that token on the old host, too', async () => {
    const platform = await startPlatform(({ path }) =>
      path === OAUTH2 ? { accessToken: 'fw8ef8we8f76e6f7s8dxxxx', expireIn: 7200 } : { errcode: 0 },
    )

    await clientOf(platform, { tokenEndpoint: 'oauth2' }).call('POST', ANY)

    expect(platform.last(OAUTH2).method).toBe('POST')
    expect(platform.last(OAUTH2).headers['content-type']).toBe('application/json')
    expect(JSON.parse(platform.last(OAUTH2).body)).toEqual({ appKey: APP_KEY, appSecret: APP_SECRET })
    expect(platform.last(ANY).query.access_token).toBe('fw8ef8we8f76e6f7s8dxxxx')
  })

  it('asks the interface for all kinds of apps if told the corp, as documented', async () => {
    const path = '/v1.0/oauth2/ding%2F1/token'
    const platform = await startPlatform((request) =>
      request.path === path ? { access_token: '2bf', expires_in: 7200 } : { errcode: 0 },
    )

    await clientOf(platform, { tokenEndpoint: { corpId: 'ding/1' } }).call('POST', ANY)

    expect(platform.last(path).method).toBe('POST')
    expect(JSON.parse(platform.last(path).body)).toEqual({
      client_id: APP_KEY,
      client_secret: APP_SECRET,
      grant_type: 'client_credentials',
    })
    expect(platform.last(ANY).query.access_token).toBe('2bf')
  })

  it('needs to be told which corp', () => {
    expect(() => clientOf({ url: 'http://127.0.0.1:9' }, { tokenEndpoint: { corpId: '' } })).toThrow(
      expect.objectContaining({ field: 'tokenEndpoint.corpId' }),
    )
  })

  it.each<[string, object]>([
    ['does not say how long it lives', { errcode: 0, errmsg: 'ok', access_token: ACCESS_TOKEN }],
    ['says it in a string', { errcode: '0', access_token: ACCESS_TOKEN, expires_in: '7200' }],
  ])('believes in 7 200 s if the answer %s', async (_, answer) => {
    const clock = fakeClock()
    const platform = await platformWith({ value: ACCESS_TOKEN, answer })
    const dingtalk = clientOf(platform, { clock })

    await dingtalk.call('POST', ANY)
    clock.advance(110 * MINUTE_MS - 1)
    await dingtalk.call('POST', ANY)
    expect(platform.asked(GETTOKEN)).toBe(1)

    clock.advance(1)
    await dingtalk.call('POST', ANY)
    expect(platform.asked(GETTOKEN)).toBe(2)
  })

  it('says that key or secret is wrong, and does not ask again at once', async () => {
    const refused = { errcode: 40096, errmsg: '不合法的appKey或appSecret' }
    const platform = await platformWith({ value: ACCESS_TOKEN, answer: refused })
    const dingtalk = clientOf(platform)

    const failure = await failureOf(dingtalk.call('POST', ANY))
    await failureOf(dingtalk.call('POST', ANY))

    expect(failure).toMatchObject({ kind: 'rejected', code: '40096', endpoint: `GET ${GETTOKEN}` })
    expect(platform.asked(GETTOKEN)).toBe(1)
  })

  it('that ends in a success without token leaves the call unsent', async () => {
    const platform = await platformWith({ value: ACCESS_TOKEN, answer: { errcode: 0, errmsg: 'ok' } })

    expect(await failureOf(clientOf(platform).call('POST', ANY))).toMatchObject({ kind: 'not_sent' })
    expect(platform.asked(ANY)).toBe(0)
  })
})

describe('renewing a token', () => {
  it('happens ten minutes early, and prolongs the token if the platform hands out the same one', async () => {
    const clock = fakeClock()
    const platform = await platformWith({ value: ACCESS_TOKEN })
    const dingtalk = clientOf(platform, { clock })
    await dingtalk.call('POST', ANY)

    clock.advance(111 * MINUTE_MS)
    await dingtalk.call('POST', ANY)
    expect(platform.asked(GETTOKEN)).toBe(2)

    clock.advance(109 * MINUTE_MS)
    await dingtalk.call('POST', ANY)
    expect(platform.asked(GETTOKEN)).toBe(2)
  })

  it.each<[string, string, StubAnswer]>([
    ['40014 wrapped in 88', ANY, TOKEN_REFUSED],
    [
      'InvalidAuthentication',
      '/v1.0/robot/ding/send',
      {
        status: 400,
        text: '{"code":"InvalidAuthentication","requestid":"R","message":"不合法的access_token"}',
      },
    ],
  ])('follows a refusal by %s on %s, and the call is repeated once', async (_, path, refusal) => {
    let value = 'first'
    const platform = await startPlatform((request) => {
      if (request.path === GETTOKEN) return { ...TOKEN_ANSWER, access_token: value }
      const sent = request.query.access_token ?? request.headers['x-acs-dingtalk-access-token']
      return sent === value ? { errcode: 0, done: true } : refusal
    })
    const dingtalk = clientOf(platform)
    await dingtalk.call('POST', path)

    value = 'second'
    const body = await dingtalk.call('POST', path)

    expect(body).toMatchObject({ done: true })
    expect(platform.asked(GETTOKEN)).toBe(2)
    expect(platform.asked(path)).toBe(3)
  })

  it('is shared by the clients of an app in one store; apps, secrets and base URLs are kept apart', async () => {
    const tokens = new MemoryTokenStore()
    const [one, other] = [await platformWith({ value: 'one' }), await platformWith({ value: 'other' })]

    await clientOf(one, { tokens }).call('POST', ANY)
    await clientOf(one, { tokens }).call('POST', ANY)
    await clientOf(one, { tokens, appKey: 'dingkeyexample0002' }).call('POST', ANY)
    await clientOf(one, { tokens, appSecret: 'another-app-secret' }).call('POST', ANY)
    await clientOf(other, { tokens }).call('POST', ANY)

    expect(one.asked(GETTOKEN)).toBe(3)
    expect(other.asked(GETTOKEN)).toBe(1)
  })
})

describe('the token against the sandbox', () => {
  it('is asked for once by 1 000 concurrent sends with a cold cache, and once more after it was invalidated', async () => {
    const { sandbox, dingtalk } = await startCompany({ edition: 'standard' })
    sandbox.control.setLimits({ 'dingtalk.qps': null, 'dingtalk.monthlyCalls': null })
    const send = (_: unknown, n: number) =>
      dingtalk.work.send({
        userid_list: ['zhangsan'],
        msg: { msgtype: 'text', text: { content: `第 ${n} 条` } },
      })
    const sendAll = () => Promise.all(Array.from({ length: 1000 }, send))
    const fetches = () => sandbox.control.requests().filter(({ path }) => path === GETTOKEN).length

    const first = await sendAll()
    expect(fetches()).toBe(1)

    sandbox.control.revokeTokens({ platform: 'dingtalk', app: 'hr' })
    const second = await sendAll()
    expect(fetches()).toBe(2)
    expect(new Set([...first, ...second].map(({ task_id }) => task_id)).size).toBe(2000)
  })
})
