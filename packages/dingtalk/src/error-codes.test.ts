import type { Answer } from '@hongyan/platform-call'
import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../../e2e/setup/fake-clock.ts'
import { createRules } from './errors.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

const answer = (body: unknown, status = 200): Answer => ({ status, headers: {}, text: JSON.stringify(body) })
const oapi = (body: unknown) => createRules(fakeClock()).oapi(answer(body))

const denied = (what: string) => `Forbidden.AccessDenied.${what}`
const of = (field: string) => (what: string) => `${field}.${what}`

describe('the codes', () => {
  it.each<[string, readonly number[]]>([
    ['token', [40014, 42001, 40001, 33001, 41001]],
    ['ambiguous', [15, 500, 400001]],
    [
      'throttled',
      [
        ...[
          -1, 90001, 90002, 90003, 90004, 90005, 90006, 90007, 90008, 90009, 90010, 90011, 90012, 90013,
          90014,
        ],
        ...[90017, 90018, 90020, 34015, 41045, 41046, 41047, 41048, 45009, 130101, 410100, 660026],
      ],
    ],
    [
      'rejected',
      [
        ...[
          22, 40013, 40035, 40089, 40096, 43001, 43002, 43003, 43004, 43005, 43007, 43008, 43009, 44002,
          47001,
        ],
        ...[50002, 50003, 50004, 50005, 52019, 70003, 70004, 60011, 60020, 33012, 34001, 34002, 34003, 34004],
        ...[34008, 34009, 34010, 34011, 34014, 34016, 40003, 40007, 40008, 40009, 40031, 40032, 40033, 40038],
        ...[40048, 40056, 40104, 41006, 41009, 41011, 41015, 41028, 41029, 41044, 41049, 41052, 41101, 44003],
        ...[
          44004, 45002, 45003, 45004, 45005, 45006, 45007, 45008, 46004, 60003, 60111, 60120, 60121, 400002,
        ],
        ...[
          300001, 300005, 310000, 400013, 400101, 400102, 400105, 400106, 430101, 430102, 430103, 430104,
          460101,
        ],
        ...[40004, 40005, 40006, 41005, 44001, 45001, 40068, 40069, 60019, 40103],
        ...[885001, 885006, 71006, 71007, 71009, 71012],
      ],
    ],
  ])('that mean "%s" all carry a remedy of their own in both languages', (kind, codes) => {
    const unknown = oapi({ errcode: 123456789, errmsg: '' })
    for (const errcode of codes) {
      const verdict = oapi({ errcode, errmsg: '原文' })

      expect({ errcode, kind: verdict.kind }).toEqual({ errcode, kind })
      if (verdict.kind === 'ok' || unknown.kind === 'ok') throw new Error('No success was asked for.')
      expect(verdict.remedy.zh).not.toBe(unknown.remedy.zh)
      expect(verdict.remedy.zh).toMatch(/\p{Script=Han}.*[。）]$/u)
      expect(verdict.remedy.en).toMatch(/^[A-Z“].*\.$/)
      expect(verdict.text).toBe('原文')
    }
  })

  it.each<[string, readonly string[]]>([
    ['token', ['InvalidAuthentication', 'AuthenticationFailed.MissingParameter']],
    ['ambiguous', ['system.error', 'server.error', 'send.ding.exception', 'unknownError']],
    [
      'throttled',
      [
        ...['QpsLimitForAppkeyAndApi', 'QpsLimitForApi', 'QpsLimitForSuitekeyAndOrgAndApi'].map(denied),
        ...['QpmLimitForAppkeyAndApi', 'ApiCountLimitForOrg'].map(denied),
        ...['system.busy', 'systemBusy', 'send.too.fast', 'send.byToken.tooFast', 'too.many.group'],
        ...['too.many.people', 'toomuch.msg', 'daily.call.limit'],
      ],
    ],
    [
      'rejected',
      [
        ...['AccessTokenPermissionDenied', 'IpNotInWhiteList'].map(denied),
        ...['invalidClientIdOrSecret', 'invalid.client', 'unsupported.grant.type', 'unauthorized.client'],
        ...['invalidSuiteKey', 'invalidSuiteTicket', 'invalidAuthInfo', 'unauthorized', 'auth.error'],
        ...['Missingbody', 'Invalidbody', 'MissinguserIds', 'invalidParameter'],
        ...['empty', 'missing', 'invalid', 'notExsit', 'auth', 'coolApp'].map(
          of('invalidParameter.robotCode'),
        ),
        ...['userIds.empty', 'userIds.overMax', 'msgKey.empty', 'msgKey.invalid'].map(of('invalidParameter')),
        ...['msgParam.invalid', 'msgParam.tooLong', 'param.invalid', 'msg.unsupport'].map(
          of('invalidParameter'),
        ),
        ...['msgBody.invalid', 'userId.empty', 'token.invalid', 'downloadCode'].map(of('invalidParameter')),
        ...['processQueryKey.missing', 'processQueryKeys.overMax'].map(of('invalidParameter')),
        ...['invalid.processQueryKey', 'processQueryKey.expireTime', 'robot.processQueryKey.expired'],
        ...['notRevoke.all.messages', 'not.allowed.robotCode', 'miss.openConversationId'],
        ...['invalid.openConversationId', 'conversation.org.notMatch', 'group.disbanded', 'bot.stopped'],
        ...[
          'bot.forbidden.sendMessage',
          'template.not.existed',
          'template.stopped',
          'chatbotId.notAllow.sendOTO',
        ],
        ...[
          'robot.oto.notExist',
          'staffId.notExisted',
          'illegal.receivers',
          'receivers.exceed',
          'send.forbidden',
        ],
        ...['ip.not.match', 'keywords.not.match', 'sign.not.match', 'only.groupAdmin.canAtAll'],
        ...['unsafe.url', 'notAllowed.text', 'notAllowed.picture', 'notAllowed.content'].map(of('contain')),
        ...['session.notExisted', 'session.expired', 'resource.not.found', 'resource.unavailable'],
        ...['text', 'contentOfText', 'link', 'messageUrlOfLink', 'markdownTotitle', 'photo'].map(
          of('miss.param'),
        ),
        ...['actionCardTosingleUrl', 'actionCardTobtns', 'file', 'video', 'audio'].map(of('miss.param')),
        ...['invalid.param.actionCardTobtnOrientation', 'miss.staffId', 'invalid.chatbotId'],
        ...['ding.receivercount.limit', 'ding.serverquota.insufficient', 'param.cardTemplateId.empty'],
      ],
    ],
  ])('of the new host that mean "%s" all carry a remedy of their own in both languages', (kind, codes) => {
    const { api } = createRules(fakeClock())
    const unknown = api(answer({ code: 'no.such.code', message: '', requestid: 'R' }, 400))
    for (const code of codes) {
      const verdict = api(answer({ code, message: '原文', requestid: 'R' }, 400))

      expect({ code, kind: verdict.kind }).toEqual({ code, kind })
      if (verdict.kind === 'ok' || unknown.kind === 'ok') throw new Error('No success was asked for.')
      expect({ code, zh: verdict.remedy.zh }).not.toEqual({ code, zh: unknown.remedy.zh })
      expect(verdict.remedy.zh).toMatch(/\p{Script=Han}.*[。）]$/u)
      expect(verdict.remedy.en).toMatch(/^[A-Z“].*\.$/)
    }
  })

  it.each([400, 401, 500])('of the new host go by the code, not by the HTTP status (%i)', (status) => {
    const { api } = createRules(fakeClock())

    expect(api(answer({ code: 'unauthorized', message: '', requestid: 'R' }, status)).kind).toBe('rejected')
  })

  it.each([
    [-1, 1000],
    [90018, 1000],
    [41047, MINUTE_MS],
    [130101, 10 * MINUTE_MS],
    [410100, 10 * MINUTE_MS],
    [660026, 10 * MINUTE_MS],
    [45009, undefined],
  ])('%i asks for a wait of %s ms', (errcode, retryAfterMs) => {
    expect(oapi({ errcode, errmsg: '' })).toMatchObject({ kind: 'throttled', retryAfterMs })
  })

  it.each([
    ['on an ordinary day', '2026-11-20T10:00:00+08:00', 14 * HOUR_MS, (10 * 24 + 14) * HOUR_MS],
    ['late on the year’s last day', '2026-12-31T23:59:59+08:00', 1000, 1000],
    ['when Shanghai is a day ahead of UTC', '2026-11-30T16:00:00Z', 24 * HOUR_MS, 31 * 24 * HOUR_MS],
  ])('quotas of day and month last until midnight in Shanghai %s', (_, now, untilDay, untilMonth) => {
    const { oapi: judge } = createRules(fakeClock(Date.parse(now)))

    expect(judge(answer({ errcode: 41045 }))).toMatchObject({ kind: 'throttled', retryAfterMs: untilDay })
    expect(judge(answer({ errcode: 88, sub_code: '90020', sub_msg: '' }))).toMatchObject({
      kind: 'throttled',
      retryAfterMs: untilMonth,
    })
    expect(
      createRules(fakeClock(Date.parse(now))).api(
        answer({ code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' }, 403),
      ),
    ).toMatchObject({ kind: 'throttled', retryAfterMs: untilMonth })
  })
})
