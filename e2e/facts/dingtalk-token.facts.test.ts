import { expect } from 'vitest'
import type { Bench } from './bench.ts'
import { codeOf, DingTalkCaller, expectAccepted, expectCode } from './dingtalk-caller.ts'
import { proveFacts } from './prove.ts'
import type { RawAnswer } from './raw-http.ts'
import { expectLike } from './shape.ts'

const HOUR_MS = 3_600_000
const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' }
const NUMBERS = { 'dingtalk.successErrcode': 'number' }

proveFacts('dingtalk.token', (fact) => {
  fact('dingtalk.token.endpoint.gettoken', async (bench) => {
    const { appKey, appSecret } = new DingTalkCaller(bench).app()
    const { method, path } = bench.endpoint

    expectAccepted(await bench.raw(method, `${path}?appkey=${appKey}&appsecret=${appSecret}`))
  })

  fact.under(NUMBERS, 'dingtalk.token.example.gettoken', async (bench) => {
    expectLike(await new DingTalkCaller(bench).fetchToken(), bench.response, [
      'errcode',
      'errmsg',
      'expires_in',
    ])
  })

  fact('dingtalk.token.example.gettoken-form-body', async (bench) => {
    const { appKey, appSecret } = new DingTalkCaller(bench).app()
    const body = `appkey=${appKey}&appsecret=${appSecret}`
    const answer = await bench.raw('GET', '/gettoken', { headers: FORM_TYPE, body })

    expect([answer.status, answer.text]).toEqual([200, bench.response])
  })

  fact('dingtalk.token.endpoint.oauth2-access-token', async (bench) => {
    const { appKey, appSecret } = new DingTalkCaller(bench).app()
    const { method, path } = bench.endpoint
    const answer = await bench.raw(method, path, {
      headers: JSON_TYPE,
      body: JSON.stringify({ appKey, appSecret }),
    })

    expect(answer.status).toBe(200)
  })

  fact('dingtalk.token.example.oauth2-access-token', async (bench) => {
    expectLike(await newToken(bench), bench.response, ['expireIn'])
  })

  fact('dingtalk.token.code.Missingbody', async (bench) => {
    const answer = await bench.raw('POST', '/v1.0/oauth2/accessToken', {
      headers: FORM_TYPE,
      body: 'appKey=a&appSecret=b',
    })

    expectModern(answer, 400, bench)
  })

  fact('dingtalk.token.code.Invalidbody', async (bench) => {
    const answer = await bench.raw('POST', '/v1.0/oauth2/accessToken', {
      headers: JSON_TYPE,
      body: '{"appKey":',
    })

    expectModern(answer, 400, bench)
  })

  fact('dingtalk.token.endpoint.oauth2-token', async (bench) => {
    expect((await unifiedToken(bench)).status).toBe(200)
    expect(bench.endpoint).toEqual({ method: 'POST', path: '/v1.0/oauth2/{corpId}/token' })
  })

  fact('dingtalk.token.example.oauth2-token', async (bench) => {
    expectLike(await unifiedToken(bench), bench.response, ['expires_in'])
  })

  fact('dingtalk.token.code.invalid.client', async (bench) => {
    expectModern(await unifiedToken(bench, { client_secret: 'wrong' }), 400, bench)
  })

  fact('dingtalk.token.code.unsupported.grant.type', async (bench) => {
    expectModern(await unifiedToken(bench, { grant_type: 'password' }), 400, bench)
  })

  fact('dingtalk.token.code.unknownError', async (bench) => {
    expectModern(await unifiedToken(bench, {}, 'bogus'), 500, bench)
  })

  fact('dingtalk.token.example.unknownError', async (bench) => {
    const answer = await unifiedToken(bench, {}, 'bogus')

    expect([answer.status, answer.text]).toEqual([500, bench.response])
  })

  fact('dingtalk.token.example.corp-token-without-version', async (bench) => {
    const answer = await bench.raw('POST', '/oauth2/corpAccessToken', { headers: JSON_TYPE, body: '{}' })

    expect([answer.status, answer.text]).toEqual([200, bench.response])
  })

  fact('dingtalk.token.limit.lifetime', async (bench) => {
    const { access_token, expires_in } = (await new DingTalkCaller(bench).fetchToken()).json
    bench.control.advance(bench.figure * 1000 - 1)
    const before = await useToken(bench, access_token)
    bench.control.advance(1)
    const after = await useToken(bench, access_token)

    expect([expires_in, codeOf(before), codeOf(after)]).toEqual([bench.figure, '0', 42001])
  })

  fact('dingtalk.token.behaviour.same-token-renewed', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const first = await dingtalk.token()
    bench.control.advance(HOUR_MS)
    const again = await dingtalk.fetchToken()
    bench.control.advance(2 * HOUR_MS - 1)
    const stillValid = await useToken(bench, first)
    bench.control.advance(1)
    const afterExpiry = await dingtalk.token()

    expect(again.json).toMatchObject({ access_token: first, expires_in: 7200 })
    expectAccepted(stillValid)
    expect(afterExpiry).not.toBe(first)
  })

  fact('dingtalk.token.behaviour.same-token-renewed-new-host', async (bench) => {
    const first = (await newToken(bench)).json.accessToken
    bench.control.advance(HOUR_MS)
    const again = await newToken(bench)
    bench.control.advance(2 * HOUR_MS)
    const afterExpiry = await newToken(bench)

    expect(again.json).toEqual({ accessToken: first, expireIn: 7200 })
    expect(afterExpiry.json.accessToken).not.toBe(first)
  })

  fact('dingtalk.token.behaviour.per-app', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const hr = dingtalk.app('hr').agentId
    const answer = await dingtalk.sendText('x', { agent_id: hr }, 'ops')

    expect(await dingtalk.token('hr')).not.toBe(await dingtalk.token('ops'))
    expect(codeOf(answer)).toBe(40056)
  })

  fact('dingtalk.token.limit.refresh-lead', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const first = await dingtalk.token()
    bench.control.advance((7200 - bench.figure * 60) * 1000)
    const early = await dingtalk.fetchToken()
    bench.control.advance(bench.figure * 2 * 60_000)

    expect(early.json).toMatchObject({ access_token: first, expires_in: 7200 })
    expectAccepted(await useToken(bench, first))
  })

  fact('dingtalk.token.behaviour.not-metered', async (bench) => {
    bench.control.setLimits({ 'dingtalk.monthlyCalls': 0 })

    expectAccepted(await new DingTalkCaller(bench).fetchToken())
    expect((await newToken(bench)).status).toBe(200)
  })

  fact('dingtalk.token.behaviour.both-hosts', async (bench) => {
    const { accessToken } = (await newToken(bench)).json

    expectAccepted(await useToken(bench, accessToken))
  })

  for (const kind of ['code', 'example']) {
    fact(`dingtalk.token.${kind}.40096`, async (bench) => {
      expectGettokenRefusal(await new DingTalkCaller(bench).gettoken('dingunknown', 'x'), bench)
    })
    fact(`dingtalk.token.${kind}.40089`, async (bench) => {
      expectGettokenRefusal(await bench.raw('GET', '/gettoken?corpid=dingx&corpsecret=y'), bench)
    })
    fact(`dingtalk.token.${kind}.40035`, async (bench) => {
      expectGettokenRefusal(await bench.raw('GET', '/gettoken'), bench)
    })
  }

  fact('dingtalk.token.code.invalidClientIdOrSecret', async (bench) => {
    const { appKey } = new DingTalkCaller(bench).app()

    expectModern(await new DingTalkCaller(bench).accessToken({ appKey, appSecret: 'wrong' }), 400, bench)
  })

  fact('dingtalk.token.example.invalidClientIdOrSecret', async (bench) => {
    const { status, json } = await new DingTalkCaller(bench).accessToken({
      appKey: 'dingx',
      appSecret: 'wrong',
    })
    const { requestid: _, ...printed } = JSON.parse(bench.response)

    expect(status).toBe(400)
    expect(json).toEqual({ ...printed, requestid: expect.any(String) })
  })

  fact('dingtalk.token.behaviour.not-wrapped', async (bench) => {
    const { json } = await new DingTalkCaller(bench).gettoken('dingunknown', 'x')

    expect(Object.keys(json)).toEqual(['errcode', 'errmsg'])
  })
})

function newToken(bench: Bench): Promise<RawAnswer> {
  const dingtalk = new DingTalkCaller(bench)
  const { appKey, appSecret } = dingtalk.app()
  return dingtalk.accessToken({ appKey, appSecret })
}

function unifiedToken(bench: Bench, wrong: object = {}, corpId = bench.control.company().dingtalk.corpId) {
  const { appKey, appSecret } = new DingTalkCaller(bench).app()
  const right = { client_id: appKey, client_secret: appSecret, grant_type: 'client_credentials' }
  const body = JSON.stringify({ ...right, ...wrong })
  return bench.raw('POST', `/v1.0/oauth2/${corpId}/token`, { headers: JSON_TYPE, body })
}

function useToken({ raw }: Bench, token: unknown): Promise<RawAnswer> {
  const request = { headers: JSON_TYPE, body: '{"mobile":"13800000001"}' }
  return raw('POST', `/topapi/v2/user/getbymobile?access_token=${token}`, request)
}

function expectModern(answer: RawAnswer, status: number, { code }: Bench): void {
  expect(answer.status).toBe(status)
  expectCode(answer, code)
}

/** A row of code or example; the answer is HTTP 200 and exactly what the source prints. */
function expectGettokenRefusal({ status, text }: RawAnswer, bench: Bench): void {
  const printed =
    bench.fact.kind === 'example'
      ? bench.response
      : JSON.stringify({ errcode: bench.code.code, errmsg: bench.code.text })

  expect([status, text]).toEqual([200, printed])
}
