import type { AnyPlatformCallError, CallRecord } from '@hongyan/platform-call'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { freePort } from '../../../e2e/setup/free-port.ts'
import { type SeenRequest, type StubAnswer, startPlatform } from '../../../e2e/setup/literal-platform.ts'
import { shownBy } from '../../../e2e/setup/shown.ts'
import { ACCESS_TOKEN, APP_SECRET, clientOf, TOKEN_ANSWER } from './test-kit.ts'
import { createDingTalkRobot } from './webhook-robot.ts'

const ROBOT_SECRET = 'SECcanary0000000000000'
const ROBOT_TOKEN = 'robot-token-canary-64'
const SECRETS = [APP_SECRET, ACCESS_TOKEN, ROBOT_SECRET, ROBOT_TOKEN]
/** Short, because one platform never answers. */
const budget = { answerMs: 250 }
const SEND = '/topapi/message/corpconversation/asyncsend_v2'
const MESSAGE = { userid_list: ['a'], msg: { msgtype: 'text', text: { content: 'a' } } } as const

/** What a platform may do to a request; its texts repeat the request's query, as a gateway's error page does. */
const BEHAVIOURS: readonly [string, AnyPlatformCallError['kind'], (query: string) => StubAnswer][] = [
  ['refuses the token', 'token', (query) => ({ errcode: 40014, errmsg: `不合法的access_token ${query}` })],
  ['refuses', 'rejected', (query) => ({ errcode: 400002, errmsg: query })],
  ['refuses with an unknown code', 'rejected', (query) => ({ errcode: 987654, errmsg: query })],
  ['throttles', 'throttled', (query) => ({ errcode: 88, sub_code: '90018', sub_msg: query })],
  ['shows a web page', 'throttled', (query) => ({ status: 403, text: `<html>${query}</html>` })],
  [
    'shows a web page of a broken gateway',
    'ambiguous',
    (query) => ({ status: 502, text: `<html>${query}</html>` }),
  ],
  ['fails inside', 'ambiguous', (query) => ({ errcode: 15, errmsg: query })],
  ['cuts its answer', 'ambiguous', (query) => ({ status: 200, text: `{"errcode":0,"request":"${query}` })],
  ['answers without end', 'ambiguous', (query) => ({ status: 200, text: query.repeat(50_000) })],
  ['closes the connection', 'ambiguous', () => 'reset'],
  ['never answers', 'ambiguous', () => 'silence'],
]

/** How a send fails if not it but the request for its token was treated so: nothing has left that could be in doubt. */
const IF_TOKEN_REQUEST_FAILS: Partial<Record<AnyPlatformCallError['kind'], AnyPlatformCallError['kind']>> = {
  token: 'rejected',
  ambiguous: 'not_sent',
}

describe.each(BEHAVIOURS)('a platform that %s', (_, kind, behave) => {
  it(`makes a send fail as ${kind} after one try, and leaves no secret in error or record`, async () => {
    const records: CallRecord[] = []
    const platform = await startPlatform((request) =>
      request.path === '/gettoken' ? TOKEN_ANSWER : behave(echoOf(request)),
    )
    const dingtalk = clientOf(platform, { budget, hooks: { onCall: (record) => records.push(record) } })

    const failure = await failureOf(dingtalk.work.send(MESSAGE))

    expect(failure.kind).toBe(kind)
    expect(platform.asked(SEND)).toBe(1)
    expect(records.at(-1)?.outcome).toBe(kind === 'token' ? 'ok' : kind)
    expectNoSecret(failure, records)
  })

  it('leaves a send unsent when it does so to a token request, and no secret', async () => {
    const records: CallRecord[] = []
    const platform = await startPlatform((request) => behave(echoOf(request)))
    const dingtalk = clientOf(platform, { budget, hooks: { onCall: (record) => records.push(record) } })

    const failure = await failureOf(dingtalk.work.send(MESSAGE))

    expect(failure.kind).toBe(IF_TOKEN_REQUEST_FAILS[kind] ?? kind)
    expect(platform.asked(SEND)).toBe(0)
    expectNoSecret(failure, records)
  })

  it('makes a robot’s send fail after one try, and leaves no secret', async () => {
    const records: CallRecord[] = []
    const platform = await startPlatform((request) => behave(echoOf(request)))
    const robot = createDingTalkRobot({
      webhook: `${platform.url}/robot/send?access_token=${ROBOT_TOKEN}`,
      secret: ROBOT_SECRET,
      egress: { proxy: false },
      budget,
      hooks: { onCall: (record) => records.push(record) },
    })
    onTestFinished(() => robot.close())

    const failure = await failureOf(robot.send({ msgtype: 'text', text: { content: 'a' } }))

    expect(failure.kind).toBe(kind === 'token' ? 'rejected' : kind)
    expect(platform.asked('/robot/send')).toBe(1)
    expectNoSecret(failure, records)
    const { sign = '' } = platform.last('/robot/send').query
    expect(shownBy(failure, records)).not.toContain(sign)
  })
})

describe('a platform that is not there', () => {
  it('makes a send fail as not sent', async () => {
    const records: CallRecord[] = []
    const dingtalk = clientOf(
      { url: `http://127.0.0.1:${await freePort()}` },
      { hooks: { onCall: (record) => records.push(record) } },
    )

    const failure = await failureOf(dingtalk.work.send(MESSAGE))

    expect(failure.kind).toBe('not_sent')
    expectNoSecret(failure, records)
  })
})

describe('wrong input', () => {
  it('leaves no secret either', async () => {
    const dingtalk = clientOf({ url: 'http://127.0.0.1:9' })

    const failure = await failureOf(dingtalk.work.send({ ...MESSAGE, userid_list: [] }))

    expect(failure.kind).toBe('invalid')
    expectNoSecret(failure, [])
  })
})

/** The query as it came, and its bare values, which no pattern of a credential gives away. */
const echoOf = ({ rawQuery, query }: SeenRequest): string => [rawQuery, ...Object.values(query)].join(' ')

function expectNoSecret(failure: AnyPlatformCallError, records: readonly CallRecord[]): void {
  const shown = shownBy(failure, records)
  for (const secret of SECRETS) expect(shown).not.toContain(secret)
}
