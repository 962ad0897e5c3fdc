import { expect } from 'vitest'
import type { Bench } from './bench.ts'
import { DingTalkCaller, expectAccepted, expectCode } from './dingtalk-caller.ts'
import { proveNewHost } from './dingtalk-new-host-facts.ts'
import { proveFacts } from './prove.ts'
import { isObject, type RawAnswer } from './raw-http.ts'
import { expectLike, shapeOf } from './shape.ts'

const LOOK_UP = '/topapi/v2/user/getbymobile'
const SEND = '/topapi/message/corpconversation/asyncsend_v2'
const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' }

const badToken = ({ raw }: Bench) =>
  raw('POST', `${LOOK_UP}?access_token=none`, { headers: JSON_TYPE, body: '{}' })
const fromElsewhere = (bench: Bench) => {
  bench.control.allowIps({ platform: 'dingtalk', app: 'hr', allow: ['10.0.0.1'] })
  return new DingTalkCaller(bench).lookUp('13800000001')
}
const ordered = (errcode: number) => (bench: Bench) => {
  bench.control.setFault({ path: LOOK_UP, times: 1, action: { errcode } })
  return new DingTalkCaller(bench).lookUp('13800000001')
}
const expired = async (bench: Bench) => {
  const token = await new DingTalkCaller(bench).token()
  bench.control.advance(7_200_000)
  return bench.raw('POST', `${LOOK_UP}?access_token=${token}`, { headers: JSON_TYPE, body: '{}' })
}
const withBody = (body: string) => async (bench: Bench) => {
  const token = await new DingTalkCaller(bench).token()
  return bench.raw('POST', `${LOOK_UP}?access_token=${token}`, { headers: JSON_TYPE, body })
}
const robotWith = (method: string, headers: Record<string, string>) => (bench: Bench) => {
  const { accessToken } = new DingTalkCaller(bench).robot('alerts-ip')
  return bench.raw(method, `/robot/send?access_token=${accessToken}`, { headers, body: '{}' })
}

/** The request that each code names; -1 and 60011 are ordered from the sandbox as faults. */
const mistakes: Readonly<Record<string, (bench: Bench) => Promise<RawAnswer>>> = {
  '-1': ordered(-1),
  40000: ({ raw }) => raw('POST', LOOK_UP, { headers: JSON_TYPE, body: '{}' }),
  40014: badToken,
  41001: ({ raw }) => raw('GET', '/user/get_by_mobile?mobile=13800000001'),
  42001: expired,
  43001: ({ raw }) => raw('POST', '/gettoken?appkey=a&appsecret=b'),
  43002: robotWith('GET', {}),
  43004: robotWith('POST', { 'content-type': 'text/plain' }),
  44002: withBody(''),
  47001: withBody('{"mobile":'),
}

/** Listed texts that the wire words otherwise; those wordings have their own rows. */
const onlyCodes: typeof mistakes = {
  22: ({ raw }) => raw('POST', '/topapi/v2/user/notexist', { headers: JSON_TYPE, body: '{}' }),
  40035: ({ raw }) => raw('GET', '/gettoken'),
  40089: ({ raw }) => raw('GET', '/gettoken?corpid=a&corpsecret=b'),
  60011: ordered(60011),
  60020: fromElsewhere,
}

proveFacts('dingtalk.gateway', (fact) => {
  proveNewHost(fact)

  for (const [code, mistake] of Object.entries(mistakes)) {
    fact(`dingtalk.gateway.code.${code}`, async (bench) => expectCode(await mistake(bench), bench.code))
  }
  for (const [code, mistake] of Object.entries(onlyCodes)) {
    fact(`dingtalk.gateway.code.${code}`, async (bench) => {
      const { json } = await mistake(bench)

      expect([json.errcode, Number(json.sub_code)]).toContain(bench.code.code)
    })
  }

  fact('dingtalk.gateway.code.15', async (bench) => {
    const { json } = await ordered(15)(bench)

    expect(json).toMatchObject({ errcode: bench.code.code, sub_code: 'isp.top-remote-connection-timeout' })
    expect(json.errmsg).toContain(bench.code.text)
  })

  fact('dingtalk.gateway.code.88-without-sub-code', async (bench) => {
    const { json } = await ordered(88)(bench)

    expect([json.errcode, json.sub_code ?? '', json.errmsg]).toEqual([bench.code.code, '', bench.code.text])
  })

  fact('dingtalk.gateway.code.88', async (bench) => {
    expect((await badToken(bench)).json).toMatchObject({ errcode: bench.code.code, sub_code: '40014' })
  })

  fact('dingtalk.gateway.code.504', async (bench) => {
    const path = '/v1.0/oauth2/accessToken'
    bench.control.setFault({ path, times: 1, action: { status: 504, body: bench.code.text } })
    const answer = await new DingTalkCaller(bench).accessToken({ appKey: 'a', appSecret: 'b' })

    expect([answer.status, answer.text]).toEqual([bench.code.code, bench.code.text])
  })

  fact('dingtalk.gateway.behaviour.old-host-always-200', async (bench) => {
    const answers = await Promise.all(
      [...Object.values(mistakes), ...Object.values(onlyCodes)].map((each) => each(bench)),
    )

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  })

  fact('dingtalk.gateway.behaviour.token-from-query', async (bench) => {
    expectAccepted(await new DingTalkCaller(bench).lookUp('13800000001'))
  })

  fact('dingtalk.gateway.example.token-in-query', async (bench) => {
    expectLike(await badToken(bench), bench.response, ['errcode', 'sub_code', 'sub_msg', 'errmsg'])
  })

  fact('dingtalk.gateway.example.token-in-form', async (bench) => {
    const body = 'access_token=none&mobile=13800000001'
    const answer = await bench.raw('POST', LOOK_UP, { headers: FORM_TYPE, body })

    expectLike(answer, bench.response, ['errcode', 'sub_code', 'sub_msg', 'errmsg'])
  })

  fact('dingtalk.gateway.example.token-blank', async (bench) => {
    const token = await new DingTalkCaller(bench).token()
    const headers = { ...JSON_TYPE, 'x-acs-dingtalk-access-token': token }
    const answer = await bench.raw('POST', LOOK_UP, { headers, body: '{}' })

    expectLike(answer, bench.response, ['errcode', 'sub_code', 'sub_msg', 'errmsg'])
  })

  fact('dingtalk.gateway.example.token-bad-plain-path', async (bench) => {
    const answer = await bench.raw('GET', '/user/get_by_mobile?access_token=none&mobile=13800000001')

    expect([answer.status, answer.text]).toEqual([200, bench.response])
  })

  fact('dingtalk.gateway.behaviour.sub-code-is-string', async (bench) => {
    const { json } = await badToken(bench)

    expect([typeof json.errcode, typeof json.sub_code]).toEqual(['number', 'string'])
  })

  fact('dingtalk.gateway.behaviour.business-errors-not-wrapped', async (bench) => {
    const business = await new DingTalkCaller(bench).lookUp('13999999999')
    const wrapped = [await badToken(bench), await ordered(60011)(bench), await fromElsewhere(bench)]

    expect(business.json).not.toHaveProperty('sub_code')
    expect(wrapped.map(({ json }) => json.errcode)).toEqual([88, 88, 88])
  })

  fact('dingtalk.gateway.example.88-envelope', async (bench) => {
    const { json } = await badToken(bench)
    const form = bench.response
      .replaceAll('<c>', String(json.sub_code))
      .replaceAll('<m>', String(json.sub_msg))

    expect(json).toEqual({ ...JSON.parse(form.replaceAll('"88"', '88')), request_id: json.request_id })
  })

  fact('dingtalk.gateway.behaviour.request-id', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const [topapi, refused] = [await dingtalk.lookUp('13800000001'), await badToken(bench)]
    const others = [
      await dingtalk.fetchToken(),
      await dingtalk.webhook({}),
      await dingtalk.gettoken('a', 'b'),
    ]

    for (const { json } of [topapi, refused]) expect(json.request_id).toMatch(/^[0-9a-z]{10,14}$/)
    for (const { json } of others) expect(json).not.toHaveProperty('request_id')
  })

  fact('dingtalk.gateway.behaviour.content-type-topapi', async (bench) => {
    expect((await badToken(bench)).headers['content-type']).toBe(bench.text)
  })

  fact('dingtalk.gateway.behaviour.content-type-plain', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const answers = [await dingtalk.fetchToken(), await dingtalk.webhook({})]

    expect(answers.map(({ headers }) => headers['content-type'])).toEqual([bench.text, bench.text])
  })

  fact('dingtalk.gateway.example.unknown-method', async (bench) => {
    const [method = '', path = ''] = bench.request.split(' ')
    const answer = await bench.raw(method, path, { headers: JSON_TYPE, body: '{}' })
    const printed = JSON.parse(bench.response)

    expectLike(answer, bench.response, ['errcode', 'sub_msg'])
    expect(answer.json.errmsg).toBe(`Invalid method[submsg=${printed.sub_msg}]`)
  })

  fact('dingtalk.gateway.behaviour.method-name', async ({ raw }) => {
    const { json } = await raw('POST', '/topapi/some/thing/else', { headers: JSON_TYPE, body: '{}' })

    expect(json.sub_msg).toContain('ApiName = dingtalk.oapi.some.thing.else')
  })

  fact.open('dingtalk.successErrcode', 'dingtalk.gateway.behaviour.numbers-as-strings', {
    number: async (bench) => expect((await new DingTalkCaller(bench).fetchToken()).json.errcode).toBe(0),
    string: async (bench) => expect((await new DingTalkCaller(bench).fetchToken()).json.errcode).toBe('0'),
  })

  fact('dingtalk.gateway.example.new-host-envelope', async (bench) => {
    const { json, headers } = await new DingTalkCaller(bench).accessToken({ appKey: 'a', appSecret: 'b' })
    const form = (id: unknown) => String(id).replaceAll(/[0-9A-F]/g, '0')

    expect(shapeOf(json)).toEqual(shapeOf(JSON.parse(bench.response)))
    expect(form(json.requestid)).toBe(form(JSON.parse(bench.response).requestid))
    expect(headers['content-type']).toBe('application/json;charset=utf-8')
  })

  fact('dingtalk.gateway.behaviour.new-host-success-keys', async (bench) => {
    const { appKey, appSecret } = new DingTalkCaller(bench).app()
    const { json } = await new DingTalkCaller(bench).accessToken({ appKey, appSecret })

    expect(Object.keys(json).filter((key) => ['code', 'message', 'requestid'].includes(key))).toEqual([])
  })

  fact('dingtalk.gateway.behaviour.missing-field', async (bench) => {
    const answer = await new DingTalkCaller(bench).accessToken({ appKey: 'a' })

    expectCode(answer, { code: 'MissingappSecret', text: 'appSecret is mandatory for this action.' })
  })

  fact('dingtalk.gateway.example.60011', async (bench) => {
    const answer = await ordered(60011)(bench)
    const scope = 'qyapi_get_member_by_mobile'
    const printed = bench.response
      .replaceAll('qyapi_get_department_list', scope)
      .replace('<appKey>', new DingTalkCaller(bench).app().appKey)

    expect(answer.json.errmsg).toBe(printed)
  })

  fact('dingtalk.gateway.example.60020', async (bench) => {
    const answer = await fromElsewhere(bench)
    const { appKey } = new DingTalkCaller(bench).app()

    expect(answer.json.errmsg).toBe(
      bench.response.replace('14.153.172.241', '127.0.0.1').replace('ding-example', appKey),
    )
  })

  fact('dingtalk.gateway.behaviour.unknown-path-new-host', async (bench) => {
    const answer = await bench.raw('POST', '/v1.0/robot/nothing', { headers: JSON_TYPE, body: '{}' })

    expect([answer.status, answer.text]).toEqual([200, bench.text])
  })

  fact('dingtalk.gateway.behaviour.scalars-and-encodings', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const agent_id = String(dingtalk.app().agentId)
    const msg = (content: string) => JSON.stringify({ msgtype: 'text', text: { content } })
    const fields = { agent_id, userid_list: 'zhangsan', to_all_user: 'false' }
    const answers = [
      await dingtalk.post(SEND, { ...fields, msg: msg('JSON with msg as a string') }),
      await dingtalk.post(SEND, { ...fields, msg: JSON.parse(msg('JSON with msg as an object')) }),
      await dingtalk.postForm(SEND, { ...fields, msg: msg('form') }),
    ]

    for (const answer of answers) expectAccepted(answer)
    expect(
      dingtalk.phone('zhangsan').every(({ message }) => isObject(message) && message.msgtype === 'text'),
    ).toBe(true)
    expect(dingtalk.phone('zhangsan')).toHaveLength(3)
  })
})
