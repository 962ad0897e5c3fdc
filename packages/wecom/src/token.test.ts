import { MemoryTokenStore, type Token, type TokenStore } from '@hongyan/platform-call'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { fakeClock } from '../../../e2e/setup/fake-clock.ts'
import { startPlatform } from '../../../e2e/setup/literal-platform.ts'
import type { AppMessage } from './message.ts'
import { CORPID, clientOf, SECRET, startCompany } from './test-kit.ts'
import { UNCHANGED_TOKEN_GRACE_MS } from './token.ts'

const GETTOKEN = '/cgi-bin/gettoken'
const SEND = '/cgi-bin/message/send'
const HOUR_MS = 3_600_000
const HELLO: AppMessage = { touser: ['zhangsan'], msgtype: 'text', text: { content: 'hello' } }
const ACCEPTED = { errcode: 0, errmsg: 'ok', msgid: 'm1' }

/** A platform whose token and lifetime the test turns at will. */
async function platformWith(token: { value: string; expiresIn: number; refuses?: { errcode: number } }) {
  return startPlatform(({ path }) => {
    if (path !== GETTOKEN) return token.refuses ? { ...token.refuses, errmsg: 'refused' } : ACCEPTED
    return { errcode: 0, errmsg: 'ok', access_token: token.value, expires_in: token.expiresIn }
  })
}

describe('an app’s token', () => {
  it('is asked for once by 1 000 concurrent sends with a cold cache, and once more after it was invalidated', async () => {
    const { sandbox, wecom } = await startCompany()
    const sendAll = () => Promise.all(Array.from({ length: 1000 }, () => wecom.messages.send(HELLO)))
    const fetches = () => sandbox.control.requests().filter(({ path }) => path === GETTOKEN).length

    const first = await sendAll()
    expect(fetches()).toBe(1)

    sandbox.control.revokeTokens({ platform: 'wecom', app: 'office' })
    const second = await sendAll()
    expect(fetches()).toBe(2)
    expect([...first, ...second].every((result) => result.complete)).toBe(true)
  })

  it('is never renewed early and is fetched anew at its expiry', async () => {
    const token = { value: 'one', expiresIn: 7200 }
    const platform = await platformWith(token)
    const clock = fakeClock()
    const wecom = clientOf(platform, { clock })

    await wecom.messages.send(HELLO)
    clock.advance(2 * HOUR_MS - 1)
    await wecom.messages.send(HELLO)
    expect(platform.asked(GETTOKEN)).toBe(1)

    token.value = 'two'
    clock.advance(1)
    await wecom.messages.send(HELLO)
    expect(platform.asked(GETTOKEN)).toBe(2)
    expect(platform.last(SEND).query.access_token).toBe('two')
  })

  it.each([
    { answers: 'a constant expires_in', later: 7200 },
    { answers: 'an expires_in that counts down', later: 3600 },
  ])('keeps its first expiry when the platform hands it out again with $answers', async ({ later }) => {
    const token = { value: 'one', expiresIn: 7200, refuses: { errcode: 40014 } }
    const platform = await platformWith(token)
    const clock = fakeClock()
    const tokens = new RememberingStore()
    const wecom = clientOf(platform, { clock, tokens })
    const firstExpiry = clock.now() + 2 * HOUR_MS

    await failureOf(wecom.messages.send(HELLO))
    clock.advance(HOUR_MS)
    token.expiresIn = later
    await failureOf(wecom.messages.send(HELLO))

    expect(tokens.writes.length).toBeGreaterThan(1)
    expect(new Set(tokens.writes.map(({ expiresAt }) => expiresAt))).toEqual(new Set([firstExpiry]))
  })

  it('is used on for a few seconds if it is handed out unchanged after its expiry, so that gettoken is spared', async () => {
    const token = { value: 'one', expiresIn: 7200 }
    const platform = await platformWith(token)
    const clock = fakeClock()
    const wecom = clientOf(platform, { clock })
    await wecom.messages.send(HELLO)

    clock.advance(2 * HOUR_MS)
    await wecom.messages.send(HELLO)
    clock.advance(UNCHANGED_TOKEN_GRACE_MS - 1)
    await wecom.messages.send(HELLO)
    expect(platform.asked(GETTOKEN)).toBe(2)

    token.value = 'two'
    clock.advance(1)
    await wecom.messages.send(HELLO)
    expect(platform.asked(GETTOKEN)).toBe(3)
  })

  it('is renewed once when it is refused, and the message sent once', async () => {
    let fetched = 0
    const platform = await startPlatform(({ path, query }) => {
      if (path === GETTOKEN)
        return { errcode: 0, errmsg: 'ok', access_token: `t${++fetched}`, expires_in: 7200 }
      return query.access_token === 't2' ? ACCEPTED : { errcode: 40014, errmsg: 'invalid access_token' }
    })

    const result = await clientOf(platform).messages.send(HELLO)

    expect(result.msgid).toBe('m1')
    expect(platform.requests.map(({ path }) => path)).toEqual([GETTOKEN, SEND, GETTOKEN, SEND])
  })

  it('belongs to one app: another app of the corp gets its own, from the same store', async () => {
    let fetched = 0
    const platform = await startPlatform(({ path }) =>
      path === GETTOKEN
        ? { errcode: 0, errmsg: 'ok', access_token: `t${++fetched}`, expires_in: 7200 }
        : ACCEPTED,
    )
    const tokens = new MemoryTokenStore()

    await clientOf(platform, { tokens }).messages.send(HELLO)
    await clientOf(platform, { tokens, agentid: 1000003, secret: 'of-the-other-app' }).messages.send(HELLO)
    await clientOf(platform, { tokens }).messages.send(HELLO)

    expect(platform.asked(GETTOKEN)).toBe(2)
    expect(
      platform.requests.filter(({ path }) => path === SEND).map(({ query }) => query.access_token),
    ).toEqual(['t1', 't2', 't1'])
  })
})

describe('gettoken', () => {
  it('is asked as documented', async () => {
    const platform = await platformWith({ value: 'one', expiresIn: 7200 })

    await clientOf(platform).messages.send(HELLO)

    expect(platform.last(GETTOKEN)).toEqual(
      expect.objectContaining({ method: 'GET', query: { corpid: CORPID, corpsecret: SECRET }, body: '' }),
    )
  })

  it('that refuses the secret is rejected and not asked again at once, because that would bar the address', async () => {
    const platform = await startPlatform(() => ({
      errcode: 40001,
      errmsg:
        'invalid credential, hint: [1684833894235730688668522], from ip: 203.0.113.7, more info at https://open.work.weixin.qq.com/devtool/query?e=40001',
    }))
    const wecom = clientOf(platform)

    const errors = [await failureOf(wecom.messages.send(HELLO)), await failureOf(wecom.messages.send(HELLO))]

    for (const error of errors) {
      expect(error).toMatchObject({ kind: 'rejected', code: '40001', requestId: '1684833894235730688668522' })
    }
    expect(platform.requests.map(({ path }) => path)).toEqual([GETTOKEN])
  })

  it('that ends in a success without a token leaves the message unsent, not in doubt', async () => {
    const platform = await startPlatform(() => ({ errcode: 0, errmsg: 'ok' }))

    const error = await failureOf(clientOf(platform).messages.send(HELLO))

    expect(error).toMatchObject({ kind: 'not_sent', endpoint: `GET ${GETTOKEN}` })
    expect(platform.asked(SEND)).toBe(0)
  })
})

describe('against the sandbox', () => {
  it.each(['documented', 'opposed'] as const)(
    'a client outlives its token’s expiry under the %s profile',
    async (profile) => {
      const { sandbox, app, wecom: early } = await startCompany({ profile })
      const late = clientOf(sandbox, { ...app, clock: sandbox.clock })

      for (const wecom of [early, late, early, late, early]) {
        expect((await wecom.messages.send(HELLO)).complete).toBe(true)
        sandbox.control.advance(HOUR_MS)
      }
    },
  )
})

/** Keeps every token that was ever written. */
class RememberingStore implements TokenStore {
  readonly writes: Token[] = []
  readonly #store = new MemoryTokenStore()

  read(key: string): Promise<Token | undefined> {
    return this.#store.read(key)
  }

  async refresh(...args: Parameters<TokenStore['refresh']>): Promise<Token> {
    const token = await this.#store.refresh(...args)
    this.writes.push(token)
    return token
  }
}
