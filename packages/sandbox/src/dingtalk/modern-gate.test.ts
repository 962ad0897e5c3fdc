import { describe, expect, test } from 'vitest'
import { SECOND_MS, startDingTalk } from './test-kit.ts'

const SEND = '/v1.0/robot/oToMessages/batchSend'
const DENIED = 'Forbidden.AccessDenied'

async function sending() {
  const dingtalk = await startDingTalk()
  const body = {
    robotCode: dingtalk.app().robotCode,
    userIds: ['zhangsan'],
    msgKey: 'sampleText',
    msgParam: '{"content":"你好"}',
  }
  return { dingtalk, body }
}

describe('the gate of the new host', () => {
  test('reads the token from its header only', async () => {
    const { dingtalk, body } = await sending()
    const token = await dingtalk.token()

    const inQuery = await dingtalk.post(`${SEND}?access_token=${token}`, body)
    const asBearer = await dingtalk.post(SEND, body, { authorization: `Bearer ${token}` })
    const wrong = await dingtalk.post(SEND, body, { 'x-acs-dingtalk-access-token': 'nobodys' })

    for (const answer of [inQuery, asBearer]) {
      expect(answer).toMatchObject({
        status: 400,
        body: {
          code: 'AuthenticationFailed.MissingParameter',
          message: '缺少参数：x-acs-dingtalk-access-token',
        },
      })
    }
    expect(wrong).toMatchObject({
      status: 400,
      body: { code: 'InvalidAuthentication', message: '不合法的access_token', requestid: expect.any(String) },
    })
  })

  test('refuses an expired token as it refuses a wrong one', async () => {
    const { dingtalk, body } = await sending()
    const headers = { 'x-acs-dingtalk-access-token': await dingtalk.token() }
    dingtalk.control.advance(7_200_000)

    expect((await dingtalk.post(SEND, body, headers)).body).toMatchObject({ code: 'InvalidAuthentication' })
  })

  test('names the first mandatory field that is missing', async () => {
    const { dingtalk, body } = await sending()

    expect(await dingtalk.modern(SEND, { ...body, userIds: undefined })).toMatchObject({
      status: 400,
      body: { code: 'MissinguserIds', message: 'userIds is mandatory for this action.' },
    })
    expect((await dingtalk.modern(SEND, '')).body).toMatchObject({ code: 'Missingbody' })
    expect((await dingtalk.modern(SEND, '{"robotCode":')).body).toMatchObject({ code: 'Invalidbody' })
  })

  test('knows no other method of an address', async () => {
    const { dingtalk } = await sending()

    expect(await dingtalk.modern(SEND, {}, 'hr', 'PUT')).toMatchObject({
      status: 200,
      body: { errcode: 404 },
    })
  })

  test('throttles with 403, and lets calls through again after a second', async () => {
    const { dingtalk, body } = await sending()
    dingtalk.control.setLimits({ 'dingtalk.qps': 1 })

    const first = await dingtalk.modern(SEND, body)
    const second = await dingtalk.modern(SEND, body)
    dingtalk.control.advance(SECOND_MS)
    const third = await dingtalk.modern(SEND, body)

    expect([first.status, second.status, third.status]).toEqual([200, 403, 200])
    expect(second.body).toMatchObject({
      code: `${DENIED}.QpsLimitForAppkeyAndApi`,
      message: '您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了',
    })
  })

  test('shares the month with the old host', async () => {
    const { dingtalk, body } = await sending()
    dingtalk.control.setLimits({ 'dingtalk.monthlyCalls': 1 })
    await dingtalk.send()

    expect(await dingtalk.modern(SEND, body)).toMatchObject({
      status: 403,
      body: { code: `${DENIED}.ApiCountLimitForOrg` },
    })
  })

  test('lets nobody in from an address that is not on the list', async () => {
    const { dingtalk, body } = await sending()
    dingtalk.control.allowIps({ app: 'hr', allow: ['10.0.0.1'] })

    expect(await dingtalk.modern(SEND, body)).toMatchObject({
      status: 403,
      body: { code: `${DENIED}.IpNotInWhiteList` },
    })
  })

  test.each([
    [`${DENIED}.AccessTokenPermissionDenied`, 403],
    ['send.too.fast', 400],
    ['system.error', 500],
  ])('answers an injected %s with HTTP %i', async (errcode, status) => {
    const { dingtalk, body } = await sending()
    dingtalk.control.setFault({ path: SEND, times: 1, action: { errcode } })

    const answer = await dingtalk.modern(SEND, body)

    expect(answer).toMatchObject({ status, body: { code: errcode } })
    const detail = { requiredScopes: ['qyapi_robot_sendmsg'] }
    if (status === 403) expect(answer.body.accessdenieddetail).toEqual(detail)
  })
})
