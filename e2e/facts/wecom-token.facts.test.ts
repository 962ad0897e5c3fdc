import { expect } from 'vitest'
import type { Bench } from './bench.ts'
import { proveFacts } from './prove.ts'
import { expectLike } from './shape.ts'
import { expectCode, WecomCaller } from './wecom-caller.ts'

proveFacts('wecom.token', (fact) => {
  fact('wecom.token.endpoint.gettoken', async (bench) => {
    const { corpid, app } = callerOf(bench)
    const { method, path } = bench.endpoint
    const answer = await bench.raw(method, `${path}?corpid=${corpid}&corpsecret=${app.secret}`)

    expect(answer.json.errcode).toBe(0)
  })

  fact('wecom.token.example.gettoken', async (bench) => {
    const [method = '', template = ''] = bench.request.split(' ')
    const { corpid, app } = callerOf(bench)
    const answer = await bench.raw(method, template.replace('ID', corpid).replace('SECRET', app.secret))

    expectLike(answer, bench.response, ['errcode', 'errmsg', 'expires_in'])
  })

  fact('wecom.token.behaviour.per-app', async (bench) => {
    const wecom = new WecomCaller(bench)
    const [hr, ops] = [await wecom.token('office'), await wecom.token('oncall')]
    const path = `/cgi-bin/message/send?access_token=${ops}`
    const body = {
      touser: 'zhangsan',
      msgtype: 'text',
      agentid: wecom.app('office').agentid,
      text: { content: 'x' },
    }
    const answer = await bench.raw('POST', path, { body: JSON.stringify(body) })

    expect(hr).not.toBe(ops)
    expect(answer.json.errcode).toBe(301002)
  })

  fact('wecom.token.limit.length', async (bench) => {
    const token = await new WecomCaller(bench).token()

    expect(Buffer.byteLength(token)).toBeLessThanOrEqual(bench.figure)
  })

  fact('wecom.token.behaviour.alphabet', async (bench) => {
    expect(await new WecomCaller(bench).token()).toMatch(/^[A-Za-z0-9_-]{214}$/)
  })

  fact('wecom.token.limit.lifetime', async (bench) => {
    const { json } = await new WecomCaller(bench).fetchToken()
    bench.control.advance(bench.figure * 1000 - 1)
    const before = await useToken(bench, json.access_token)
    bench.control.advance(1)
    const after = await useToken(bench, json.access_token)

    expect([json.expires_in, before.json.errcode, after.json.errcode]).toEqual([bench.figure, 0, 42001])
  })

  fact('wecom.token.behaviour.same-token', async (bench) => {
    const wecom = new WecomCaller(bench)
    const first = await wecom.token()
    bench.control.advance(7_199_000)
    const again = await wecom.token()
    bench.control.advance(1000)
    const afterExpiry = await wecom.token()

    expect(again).toBe(first)
    expect(afterExpiry).not.toBe(first)
  })

  fact('wecom.token.behaviour.early-invalidation', async (bench) => {
    const wecom = new WecomCaller(bench)
    const first = await wecom.token()
    bench.control.revokeTokens({ platform: 'wecom', app: 'office' })
    const refused = await useToken(bench, first)
    const second = await wecom.token()

    expect(refused.json.errcode).toBe(40014)
    expect(second).not.toBe(first)
    expect((await useToken(bench, second)).json.errcode).toBe(0)
  })

  fact.open('wecom.expiresIn', 'wecom.token.behaviour.expires-in-repeated', {
    constant: async (bench) => expect(await repeatedExpiresIn(bench)).toBe(7200),
    counts_down: async (bench) => expect(await repeatedExpiresIn(bench)).toBe(6200),
  })

  fact('wecom.token.behaviour.first-expiry-kept', async (bench) => {
    const wecom = new WecomCaller(bench)
    const token = await wecom.token()
    bench.control.advance(7_000_000)
    await wecom.token()
    bench.control.advance(200_000)

    expect((await useToken(bench, token)).json.errcode).toBe(42001)
  })

  fact('wecom.token.code.41004', async (bench) => {
    expectCode(await bench.raw('GET', `/cgi-bin/gettoken?corpid=${callerOf(bench).corpid}`), bench.code)
    expectCode(await bench.raw('GET', '/cgi-bin/gettoken'), bench.code)
  })

  fact('wecom.token.code.41002', async (bench) => {
    expectCode(await bench.raw('GET', '/cgi-bin/gettoken?corpsecret=x'), bench.code)
  })

  fact('wecom.token.code.40013', async (bench) => {
    const wecom = new WecomCaller(bench)
    expectCode(await wecom.gettoken('ww0', 'wrong'), bench.code)
    expectCode(await wecom.gettoken('ww0', wecom.app().secret), bench.code)
  })

  fact('wecom.token.code.40001', async (bench) => {
    const wecom = new WecomCaller(bench)
    expectCode(await wecom.gettoken(wecom.corpid, 'wrong'), bench.code)
  })

  fact('wecom.token.code.48002', async (bench) => {
    const body = { touser: 'zhangsan', msgtype: 'text', agentid: 1_000_002, text: { content: 'x' } }
    expectCode(await new WecomCaller(bench).post('message/send', body, 'contacts'), bench.code)
  })

  fact('wecom.token.limit.wrong-secret', async (bench) => {
    bench.lower('wecom.gettokenWrongSecret', 3)
    const codes = await wrongSecrets(bench, 4)

    expect(codes).toEqual([40001, 40001, 40001, 45009])
  })

  fact('wecom.token.limit.wrong-secret-ban', async (bench) => {
    const wecom = new WecomCaller(bench)
    bench.control.setLimits({ 'wecom.gettokenWrongSecret': 3 })
    await wrongSecrets(bench, 4)
    bench.control.advance(bench.figure * 3_600_000 - 1)
    const during = await wecom.fetchToken()
    bench.control.advance(1)
    const after = await wecom.fetchToken()

    expect([during.json.errcode, after.json.errcode]).toEqual([45009, 0])
  })
})

function callerOf(bench: Bench) {
  const wecom = new WecomCaller(bench)
  return { corpid: wecom.corpid, app: wecom.app() }
}

function useToken({ raw }: Bench, token: unknown) {
  return raw('POST', `/cgi-bin/user/getuserid?access_token=${token}`, { body: '{"mobile":"13800000001"}' })
}

async function repeatedExpiresIn(bench: Bench): Promise<unknown> {
  const wecom = new WecomCaller(bench)
  await wecom.fetchToken()
  bench.control.advance(1_000_000)
  return (await wecom.fetchToken()).json.expires_in
}

async function wrongSecrets(bench: Bench, times: number): Promise<unknown[]> {
  const wecom = new WecomCaller(bench)
  const codes: unknown[] = []
  for (let time = 0; time < times; time++)
    codes.push((await wecom.gettoken(wecom.corpid, 'wrong')).json.errcode)
  return codes
}
