import type { Answer } from '@hongyan/platform-call'
import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../../e2e/setup/fake-clock.ts'
import { createRules } from './errors.ts'

const rules = createRules(fakeClock())
const answer = (body: unknown, status = 200): Answer => ({
  status,
  headers: {},
  text: typeof body === 'string' ? body : JSON.stringify(body),
})
const oapi = (body: unknown, status?: number) => rules.oapi(answer(body, status))
const api = (body: unknown, status?: number) => rules.api(answer(body, status))
const wrapped = (sub_code: string, sub_msg: string) => ({
  errcode: 88,
  sub_code,
  sub_msg,
  errmsg: `ding talk error[subcode=${sub_code},submsg=${sub_msg}]`,
  request_id: '16l4ew3d47pdp',
})
const MINUTE_MS = 60_000

describe('the old host', () => {
  it.each([[0], ['0']])('succeeds with errcode %j and nothing else', (errcode) => {
    const body = { errcode, errmsg: 'ok', request_id: 'r' }

    expect(oapi(body)).toEqual({ kind: 'ok', body, requestId: 'r' })
  })

  it.each<[string, unknown, number]>([
    ['an empty object', {}, 200],
    ['a bare payload', { access_token: 'x' }, 200],
    ['errcode 0 under HTTP 500', { errcode: 0 }, 500],
    ['an empty body', '', 200],
    ['truncated JSON', '{"errcode":0,"task_id":25', 200],
    ['an array', '[]', 200],
  ])('does not succeed with %s: what happened is unknown', (_, body, status) => {
    expect(oapi(body, status).kind).toBe('ambiguous')
  })

  it('reads the string sub_code of a wrapped answer before its errcode', () => {
    expect(oapi(wrapped('40014', '不合法的access_token'))).toMatchObject({
      kind: 'token',
      code: '40014',
      text: '不合法的access_token',
      requestId: '16l4ew3d47pdp',
    })
  })

  it('reads the unwrapped answer of a path outside topapi', () => {
    expect(oapi({ errcode: 40014, errmsg: '不合法的access_token' })).toMatchObject({
      kind: 'token',
      code: '40014',
    })
  })

  it('takes 88 alone for "busy", and 88 around an unknown sub_code for a refusal', () => {
    expect(oapi({ errcode: 88, errmsg: '鉴权异常' })).toMatchObject({ kind: 'throttled', retryAfterMs: 1000 })
    expect(oapi({ errcode: 88, sub_code: '', errmsg: '鉴权异常' })).toMatchObject({
      kind: 'throttled',
      code: '88',
    })
    expect(oapi(wrapped('69999', '没见过'))).toMatchObject({
      kind: 'rejected',
      code: '69999',
      text: '没见过',
    })
  })

  it('falls back from an unknown sub_code to the errcode outside the wrapper', () => {
    const timeout = { errcode: 15, sub_code: 'isp.something-new', sub_msg: '调用超时' }

    expect(oapi(timeout)).toMatchObject({ kind: 'ambiguous', code: 'isp.something-new' })
  })

  it('rejects a code that no table lists and keeps the platform’s text', () => {
    expect(oapi({ errcode: 123456789, errmsg: '新的错误' })).toMatchObject({
      kind: 'rejected',
      code: '123456789',
      text: '新的错误',
    })
  })

  it('keeps the explanation of an unknown method', () => {
    const sub_msg = '不合法ApiName，ApiName = dingtalk.oapi.v2.user.notexist'

    expect(oapi({ errcode: 22, sub_msg, errmsg: `Invalid method[submsg=${sub_msg}]` })).toMatchObject({
      kind: 'rejected',
      code: '22',
      text: sub_msg,
    })
  })

  it('takes a missing token for a token problem, other blanks under 40000 for wrong input', () => {
    expect(oapi(wrapped('40000', 'access_token is blank'))).toMatchObject({ kind: 'token' })
    expect(oapi(wrapped('40000', 'mobile is blank'))).toMatchObject({ kind: 'rejected' })
  })

  it('names the permission that is missing', () => {
    const verdict = oapi(
      wrapped('60011', '应用尚未开通所需的权限：[qyapi_a], {requiredScopes=[qyapi_a, qyapi_b]}'),
    )

    expect(verdict).toMatchObject({
      kind: 'rejected',
      remedy: {
        zh: expect.stringContaining('qyapi_a, qyapi_b'),
        en: expect.stringContaining('qyapi_a, qyapi_b'),
      },
    })
  })
})

describe('the new host', () => {
  it('succeeds with HTTP 2xx, whose body is the payload itself', () => {
    expect(api({ accessToken: 'fw8', expireIn: 7200 })).toMatchObject({ kind: 'ok' })
    expect(api('', 204)).toEqual({ kind: 'ok', body: {}, requestId: undefined })
  })

  it('does not succeed for an unknown path, which it answers with HTTP 200 in the old form', () => {
    expect(api({ errcode: 404, errmsg: '请求的URI地址不存在' })).toMatchObject({
      kind: 'rejected',
      code: '404',
    })
  })

  it('does not succeed with an error body under HTTP 200', () => {
    expect(api({ code: 'resource.not.found', message: 'm', requestid: 'R' })).toMatchObject({
      kind: 'rejected',
    })
  })

  it.each([
    ['InvalidAuthentication', '不合法的access_token'],
    ['AuthenticationFailed.MissingParameter', '缺少参数：x-acs-dingtalk-access-token'],
  ])('takes %s, which comes with HTTP 400, for a token problem', (code, message) => {
    expect(api({ code, requestid: '01A08FE7', message }, 400)).toMatchObject({
      kind: 'token',
      code,
      text: message,
      requestId: '01A08FE7',
    })
  })

  it.each([
    ['Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', 1000],
    ['Forbidden.AccessDenied.QpsLimitForApi', 1000],
    ['Forbidden.AccessDenied.QpsLimitForSuitekeyAndOrgAndApi', 1000],
    ['Forbidden.AccessDenied.QpmLimitForAppkeyAndApi', MINUTE_MS],
  ])(
    'takes %s for a limit, although it is HTTP 403 and begins like a missing permission',
    (code, retryAfterMs) => {
      expect(api({ code, message: '被暂时禁用了' }, 403)).toMatchObject({ kind: 'throttled', retryAfterMs })
    },
  )

  it('takes a missing permission for a refusal and names it', () => {
    const verdict = api(
      {
        code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
        requestid: 'R',
        message: '没有调用该接口的权限',
        accessdenieddetail: { requiredScopes: ['Contact.User.Read'] },
      },
      403,
    )

    expect(verdict).toMatchObject({
      kind: 'rejected',
      remedy: { en: expect.stringContaining('Contact.User.Read') },
    })
  })

  it.each<[string, number, string]>([
    ['system.error', 500, 'ambiguous'],
    ['unknownError', 500, 'ambiguous'],
    ['GatewayTimeout', 504, 'ambiguous'],
    ['system.busy', 500, 'throttled'],
    ['systemBusy', 429, 'throttled'],
    ['neverSeen', 429, 'throttled'],
    ['send.too.fast', 400, 'throttled'],
    ['too.many.people', 400, 'throttled'],
    ['invalidParameter.userIds.empty', 400, 'rejected'],
    ['MissinguserIds', 400, 'rejected'],
    ['Forbidden.AccessDenied.IpNotInWhiteList', 403, 'rejected'],
    ['neverSeen', 400, 'rejected'],
  ])('takes %s with HTTP %i for %s', (code, status, kind) => {
    expect(api({ code, message: 'm', requestid: 'R' }, status).kind).toBe(kind)
  })
})

describe('answers that are not the platform’s usual JSON', () => {
  it.each([['oapi'], ['api']] as const)('mean on %s that the address is shut out, if punished', (host) => {
    const ban = { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'xxx' }

    expect(rules[host](answer(ban))).toMatchObject({
      kind: 'throttled',
      code: '1111',
      retryAfterMs: 5 * MINUTE_MS,
    })
  })

  it.each([
    [200, 'throttled'],
    [403, 'throttled'],
    [302, 'rejected'],
    [500, 'ambiguous'],
    [502, 'ambiguous'],
  ])('as a web page with HTTP %i are %s', (status, kind) => {
    const page = '<!doctype html><html><body>punish</body></html>'

    expect(oapi(page, status)).toMatchObject({
      kind,
      ...(kind === 'throttled' && { retryAfterMs: 5 * MINUTE_MS }),
    })
    expect(api(page, status).kind).toBe(kind)
  })

  it('as an empty HTTP 404 are a wrong address', () => {
    expect(oapi('', 404).kind).toBe('rejected')
  })
})

describe('endpoints with a credential of their own', () => {
  it('reject a refused key or secret instead of asking for another token', () => {
    const refused = answer({ errcode: 40001, errmsg: '获取access_token时Secret错误' })

    expect(rules.credential.oapi(refused)).toMatchObject({ kind: 'rejected', code: '40001' })
    expect(rules.robot(refused)).toMatchObject({ kind: 'rejected' })
  })

  it.each([
    [40096, '不合法的appKey或appSecret'],
    [40089, '不合法的corpid或corpsecret'],
    [40035, '缺少参数 corpid or appkey'],
  ])('reject %i as gettoken says it', (errcode, errmsg) => {
    expect(rules.credential.oapi(answer({ errcode, errmsg }))).toMatchObject({
      kind: 'rejected',
      text: errmsg,
    })
  })

  it('reject invalidClientIdOrSecret as oauth2 says it', () => {
    const body = {
      requestid: '01A0',
      code: 'invalidClientIdOrSecret',
      message: '无效的clientId或者clientSecret',
    }

    expect(rules.credential.api(answer(body, 400))).toMatchObject({
      kind: 'rejected',
      code: 'invalidClientIdOrSecret',
      remedy: { en: expect.stringContaining('AppKey') },
    })
  })
})
