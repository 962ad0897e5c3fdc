import { createServer } from 'node:net'
import { inspect } from 'node:util'
import type { AnyPlatformCallError, CallRecord } from '@hongyan/platform-call'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  ACCESS_TOKEN,
  APP_SECRET,
  clientOf,
  failureOf,
  type SeenRequest,
  type StubAnswer,
  startPlatform,
  TOKEN_ANSWER,
} from './test-kit.ts'
import { createDingTalkRobot } from './webhook-robot.ts'

const ROBOT_SECRET = 'SECcanary0000000000000'
const ROBOT_TOKEN = 'robot-token-canary-64'
const SECRETS = [APP_SECRET, ACCESS_TOKEN, ROBOT_SECRET, ROBOT_TOKEN]
/** Short, because one platform never answers. */
const budget = { answerMs: 250 }
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

describe.each(BEHAVIOURS)('a platform that %s', (_, kind, behave) => {
  it(`makes a send fail as ${kind}, and leaves no secret in error or record`, async () => {
    const records: CallRecord[] = []
    const platform = await startPlatform((request) =>
      request.path === '/gettoken' ? TOKEN_ANSWER : behave(echoOf(request)),
    )
    const dingtalk = clientOf(platform, { budget, hooks: { onCall: (record) => records.push(record) } })

    const failure = await failureOf(dingtalk.work.send(MESSAGE))

    expect(failure.kind).toBe(kind)
    expect(records.at(-1)?.outcome).toBe(kind === 'token' ? 'ok' : kind)
    expectNoSecret(failure, records)
  })

  it('leaves no secret when it does so to a token request', async () => {
    const records: CallRecord[] = []
    const platform = await startPlatform((request) => behave(echoOf(request)))
    const dingtalk = clientOf(platform, { budget, hooks: { onCall: (record) => records.push(record) } })

    const failure = await failureOf(dingtalk.work.send(MESSAGE))

    expect(['rejected', 'throttled', 'not_sent']).toContain(failure.kind)
    expectNoSecret(failure, records)
  })

  it('leaves no secret when it does so to a robot', async () => {
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

/** Everything a logger could write of a failure. */
function shownBy(failure: AnyPlatformCallError, records: readonly CallRecord[]): string {
  const texts = records.map((record) =>
    [JSON.stringify(record), record.url, record.requestBody(), record.answerBody()].join('\n'),
  )
  return [
    failure.message,
    failure.stack,
    JSON.stringify(failure),
    inspect(failure, { depth: 10, showHidden: true }),
    inspect(failure.cause, { depth: 10, showHidden: true }),
    ...texts,
  ].join('\n')
}

/** A port of loopback on which nobody listens any more. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('A TCP server has a port.')
  return address.port
}
