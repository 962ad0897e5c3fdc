import type { AnyPlatformCallError, CallRecord } from '@hongyan/platform-call'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { freePort } from '../../../e2e/setup/free-port.ts'
import { type StubAnswer, startPlatform } from '../../../e2e/setup/literal-platform.ts'
import { shownBy } from '../../../e2e/setup/shown.ts'
import type { AppMessage } from './message.ts'
import { clientOf } from './test-kit.ts'

const SECRET = 'canary-SECRET+/=vQT03RDVA3uE6JDASDASDAiXUvccqV8mDgLdLI'
const TOKEN = 'canary-TOKEN_2-bq8yq0NnUx7mZsLkE5vT1wR9pD3fG6hJ4aSdFgHjKlZxCvBnM'
const GETTOKEN = '/cgi-bin/gettoken'
const SEND = '/cgi-bin/message/send'
const HELLO: AppMessage = { touser: ['zhangsan'], msgtype: 'text', text: { content: 'hello' } }
const GIVEN: StubAnswer = { errcode: 0, errmsg: 'ok', access_token: TOKEN, expires_in: 7200 }
const echoedSecret = `${SECRET} ${encodeURIComponent(SECRET)} ?corpid=x&corpsecret=${SECRET}`
const echoed = `${SECRET} ${TOKEN} ${encodeURIComponent(SECRET)} ?access_token=${TOKEN}&corpsecret=${SECRET}`

/** Every class of failure, each by a platform or a box in between that repeats whatever it was sent. */
const failures: { what: string; kind: string; token: StubAnswer; send: StubAnswer }[] = [
  {
    what: 'a refused secret',
    kind: 'rejected',
    token: { errcode: 40001, errmsg: `invalid credential ${echoedSecret}` },
    send: 'reset',
  },
  {
    what: 'gettoken barred',
    kind: 'throttled',
    token: { errcode: 45009, errmsg: echoedSecret },
    send: 'reset',
  },
  {
    what: 'gettoken cut inside the token',
    kind: 'not_sent',
    token: { status: 200, text: JSON.stringify(GIVEN).slice(0, -25) },
    send: 'reset',
  },
  {
    what: 'gettoken answered as a page',
    kind: 'not_sent',
    token: { status: 200, text: `<html>${echoedSecret}</html>` },
    send: 'reset',
  },
  { what: 'gettoken without an answer', kind: 'not_sent', token: 'reset', send: 'reset' },
  {
    what: 'a token without a lifetime',
    kind: 'not_sent',
    token: { errcode: 0, access_token: TOKEN },
    send: 'reset',
  },
  {
    what: 'a refused token',
    kind: 'token',
    token: GIVEN,
    send: { errcode: 40014, errmsg: `invalid access_token ${echoed}` },
  },
  {
    what: 'a refused message',
    kind: 'rejected',
    token: GIVEN,
    send: { errcode: 81013, errmsg: echoed, invaliduser: echoed, access_token: TOKEN },
  },
  { what: 'an unknown code', kind: 'rejected', token: GIVEN, send: { errcode: 999999, errmsg: echoed } },
  {
    what: 'a code that is the secret',
    kind: 'ambiguous',
    token: GIVEN,
    send: { errcode: SECRET, errmsg: `hint: [${TOKEN}]` },
  },
  { what: 'a throttled send', kind: 'throttled', token: GIVEN, send: { errcode: 45009, errmsg: echoed } },
  { what: 'a redirect', kind: 'rejected', token: GIVEN, send: { status: 301, text: echoed } },
  {
    what: 'a firewall’s page',
    kind: 'rejected',
    token: GIVEN,
    send: { status: 403, text: `<html>${echoed}</html>` },
  },
  {
    what: 'a proxy’s page',
    kind: 'ambiguous',
    token: GIVEN,
    send: { status: 502, text: `<html>${echoed}</html>` },
  },
  {
    what: 'half a JSON',
    kind: 'ambiguous',
    token: GIVEN,
    send: { status: 200, text: `{"errmsg":"${echoed}` },
  },
  { what: 'a lost answer', kind: 'ambiguous', token: GIVEN, send: 'reset' },
]

describe('a failed send is of its kind, is not repeated, and shows no secret in error or record', () => {
  it.each(failures)('after $what', async ({ kind, token, send }) => {
    const platform = await startPlatform(({ path }) => (path === GETTOKEN ? token : send))
    const records: CallRecord[] = []
    const hooks = { onCall: (record: CallRecord) => records.push(record) }
    const wecom = clientOf(platform, { secret: SECRET, hooks })

    const error = await failureOf(wecom.messages.send(HELLO))

    expect(error).toMatchObject({ kind })
    expect(platform.asked(SEND)).toBe(token === GIVEN ? 1 : 0)
    expect(records.length).toBeGreaterThan(0)
    expectNoSecret(error, records)
  })

  it('at a platform that cannot be reached', async () => {
    const wecom = clientOf({ url: `http://127.0.0.1:${await freePort()}` }, { secret: SECRET })

    const error = await failureOf(wecom.messages.send(HELLO))

    expect(error).toMatchObject({ kind: 'not_sent' })
    expectNoSecret(error)
  })

  it('for input that is refused before the call', async () => {
    const platform = await startPlatform(() => GIVEN)
    const wecom = clientOf(platform, { secret: SECRET })

    expectNoSecret(await failureOf(wecom.messages.send({ ...HELLO, touser: [] })))
    expectNoSecret(await failureOf(wecom.call('GET', `https://x/?access_token=${TOKEN}`)))
  })
})

function expectNoSecret(error: AnyPlatformCallError, records: readonly CallRecord[] = []): void {
  const shown = shownBy(error, records)
  // Whole or in part: a value cut in two must not show its head either.
  for (const value of ['canary-SECRET', 'canary-TOKEN', SECRET.slice(-20), TOKEN.slice(-20)]) {
    expect(shown).not.toContain(value)
  }
}
