import { describe, expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS, SECOND_MS, startDingTalk } from './test-kit.ts'

const GET_BY_MOBILE = '/topapi/v2/user/getbymobile'
const body = { mobile: '13800000001' }

describe('the gate before topapi', () => {
  test('wraps a refused token in errcode 88, its own code as a text', async () => {
    const dingtalk = await startDingTalk()

    const answer = await dingtalk.post(`${GET_BY_MOBILE}?access_token=nobodys`, body)

    expect(answer.status).toBe(200)
    expect(answer.contentType).toBe('application/json;charset=UTF-8')
    expect(answer.text).toMatch(
      /^\{"errcode":88,"sub_code":"40014","sub_msg":"不合法的access_token","errmsg":"ding talk error\[subcode=40014,submsg=不合法的access_token\]","request_id":"[0-9a-z]{13}"\}$/,
    )
  })

  test('ignores a token in a header', async () => {
    const dingtalk = await startDingTalk()
    const token = await dingtalk.token()

    const answer = await dingtalk.post(GET_BY_MOBILE, body, { 'x-acs-dingtalk-access-token': token })

    expect(answer.body).toMatchObject({ errcode: 88, sub_code: '40000', sub_msg: 'access_token is blank' })
  })

  test('reads a token from a form body as well', async () => {
    const dingtalk = await startDingTalk()
    const access_token = await dingtalk.token()

    const known = await dingtalk.postForm(GET_BY_MOBILE, { ...body, access_token })
    const unknown = await dingtalk.postForm(GET_BY_MOBILE, { ...body, access_token: 'nobodys' })

    expect(known.body).toMatchObject({ errcode: 0 })
    expect(unknown.body).toMatchObject({ errcode: 88, sub_code: '40014' })
  })

  test('tells an expired token from a revoked one', async () => {
    const dingtalk = await startDingTalk()
    const revoked = await dingtalk.token('hr')
    const expired = await dingtalk.token('ops')
    dingtalk.control.revokeTokens({ platform: 'dingtalk', app: 'hr' })
    dingtalk.control.advance(2 * HOUR_MS)

    const ofRevoked = await dingtalk.post(`${GET_BY_MOBILE}?access_token=${revoked}`, body)
    const ofExpired = await dingtalk.post(`${GET_BY_MOBILE}?access_token=${expired}`, body)

    expect(ofRevoked.body).toMatchObject({ errcode: 88, sub_code: '40014' })
    expect(ofExpired.body).toMatchObject({ errcode: 88, sub_code: '42001', sub_msg: 'access_token超时' })
  })

  test('judges the token before the address, and the address before the body', async () => {
    const dingtalk = await startDingTalk()
    const token = await dingtalk.token()
    dingtalk.control.allowIps({ platform: 'dingtalk', app: 'hr', allow: ['10.0.0.0/8'] })

    const badToken = await dingtalk.post(`${GET_BY_MOBILE}?access_token=nobodys`, 'no json')
    const badAddress = await dingtalk.post(`${GET_BY_MOBILE}?access_token=${token}`, 'no json')

    expect(badToken.body).toMatchObject({ sub_code: '40014' })
    expect(badAddress.body).toMatchObject({
      errcode: 88,
      sub_code: '60020',
      sub_msg: `访问ip不在白名单之中,request ip=127.0.0.1 appKey(${dingtalk.app().appKey})`,
    })
  })

  test('refuses an empty and a broken body without wrapping', async () => {
    const dingtalk = await startDingTalk()

    const empty = await dingtalk.call('v2/user/getbymobile', '')
    const broken = await dingtalk.call('v2/user/getbymobile', '{"mobile":')

    expect(empty.body).toMatchObject({ errcode: 44002, errmsg: 'POST的数据包为空' })
    expect(broken.body).toMatchObject({ errcode: 47001, errmsg: '解析JSON/XML内容错误' })
  })

  test('refuses a GET', async () => {
    const dingtalk = await startDingTalk()

    const { body: answer } = await dingtalk.request(`${GET_BY_MOBILE}?access_token=${await dingtalk.token()}`)

    expect(answer).toMatchObject({ errcode: 43002, errmsg: '需要POST请求' })
  })
})

describe('call limits', () => {
  test('refuse the 21st call of one app to one interface within a second, and no longer', async () => {
    const dingtalk = await startDingTalk()
    dingtalk.control.setLimits({ 'dingtalk.qps': 20 })

    const answers = []
    for (let call = 0; call < 21; call++)
      answers.push((await dingtalk.call('v2/user/getbymobile', body)).body)
    const otherApp = await dingtalk.call('v2/user/getbymobile', body, 'ops')
    const otherInterface = await dingtalk.progress(1)
    dingtalk.control.advance(SECOND_MS)
    const later = await dingtalk.call('v2/user/getbymobile', body)

    expect(answers.slice(0, 20).every(({ errcode }) => errcode === 0)).toBe(true)
    expect(answers[20]).toMatchObject({ errcode: 88, sub_code: '90018' })
    expect(otherApp.body).toMatchObject({ errcode: 0 })
    expect(otherInterface.body).toMatchObject({ errcode: 40035 })
    expect(later.body).toMatchObject({ errcode: 0 })
  })

  test('hold in any second, not only in those of the clock', async () => {
    const dingtalk = await startDingTalk()
    dingtalk.control.setLimits({ 'dingtalk.qps': 2 })
    dingtalk.control.advance(900)
    await dingtalk.call('v2/user/getbymobile', body)
    await dingtalk.call('v2/user/getbymobile', body)

    dingtalk.control.advance(200)
    const within = await dingtalk.call('v2/user/getbymobile', body)
    dingtalk.control.advance(800)
    const after = await dingtalk.call('v2/user/getbymobile', body)

    expect(within.body).toMatchObject({ sub_code: '90018' })
    expect(after.body).toMatchObject({ errcode: 0 })
  })

  test('say which interface all tenants together have overrun', async () => {
    const dingtalk = await startDingTalk()
    dingtalk.control.setLimits({ 'dingtalk.interfaceQps': 1 })
    await dingtalk.call('v2/user/getbymobile', body, 'ops')

    const { body: answer } = await dingtalk.call('v2/user/getbymobile', body)

    expect(answer).toMatchObject({ errcode: 88, sub_code: '90002' })
    expect(answer.sub_msg).toMatch(
      'apiPath(dingtalk.oapi.v2.user.getbymobile), 从 2026-03-02 09:59:59 到 2026-03-02 10:00:00 请求总次数超过 1 次, 限制将在 2026-03-02 10:00:01 结束.',
    )
  })

  test('meter a month of calls, contacts and what the rate refused being free', async () => {
    const dingtalk = await startDingTalk()
    dingtalk.control.setLimits({ 'dingtalk.monthlyCalls': 2, 'dingtalk.qps': 1 })

    const free = await dingtalk.call('v2/user/getbymobile', body)
    const first = await dingtalk.send()
    const tooFast = await dingtalk.send()
    dingtalk.control.advance(SECOND_MS)
    const second = await dingtalk.send()
    dingtalk.control.advance(SECOND_MS)
    const third = await dingtalk.send()
    const ofOtherApp = await dingtalk.send({}, 'ops')
    const stillFree = await dingtalk.call('v2/user/getbymobile', body)
    dingtalk.control.advance(30 * 24 * HOUR_MS)
    const nextMonth = await dingtalk.send()

    expect([free, first, second, stillFree, nextMonth].map((answer) => answer.body.errcode)).toEqual([
      0, 0, 0, 0, 0,
    ])
    expect(tooFast.body).toMatchObject({ sub_code: '90018' })
    expect(third.body).toMatchObject({ errcode: 88, sub_code: '90020' })
    expect(ofOtherApp.body).toMatchObject({ errcode: 88, sub_code: '90020' })
  })

  test('block an address that floods for five minutes, with a body of its own kind', async () => {
    const dingtalk = await startDingTalk()
    dingtalk.control.setLimits({ 'dingtalk.ipCalls': 2 })
    await dingtalk.gettoken()
    await dingtalk.gettoken()

    const blocked = await dingtalk.gettoken()
    dingtalk.control.advance(4 * MINUTE_MS)
    const stillBlocked = await dingtalk.gettoken()
    dingtalk.control.advance(MINUTE_MS)
    const free = await dingtalk.gettoken()

    expect(blocked.body).toMatchObject({ status: 1111, punish: 'deny', source: 'x5' })
    expect(stillBlocked.body).toMatchObject({ punish: 'deny' })
    expect(free.body).toMatchObject({ errcode: 0 })
  })
})

describe('paths that do not exist', () => {
  test('are a wrong method name on topapi', async () => {
    const dingtalk = await startDingTalk()

    const { status, body: answer } = await dingtalk.post('/topapi/v2/user/notexist?access_token=x', {})

    expect(status).toBe(200)
    expect(answer).toEqual({
      errcode: 22,
      sub_msg: '不合法ApiName，ApiName = dingtalk.oapi.v2.user.notexist',
      errmsg: 'Invalid method[submsg=不合法ApiName，ApiName = dingtalk.oapi.v2.user.notexist]',
      request_id: expect.any(String),
    })
  })

  test('are HTTP 200 with errcode 404 on the new host', async () => {
    const dingtalk = await startDingTalk()

    const { status, text } = await dingtalk.post('/v1.0/robot/nothing', {})

    expect(status).toBe(200)
    expect(text).toBe('{"errcode":404,"errmsg":"请求的URI地址不存在"}')
  })
})
