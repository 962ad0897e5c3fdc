import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import { codeOf, DingTalkCaller, expectAccepted, expectRefused, signatureOf } from './dingtalk-caller.ts'
import { proveWebhookTypes } from './dingtalk-session-facts.ts'
import { proveFacts } from './prove.ts'
import type { RawAnswer } from './raw-http.ts'
import { isObject } from './raw-http.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const NUMBERS = { 'dingtalk.successErrcode': 'number' }
const text = (content: string, more: object = {}) => ({ msgtype: 'text', text: { content }, ...more })

proveFacts('dingtalk.robot', (fact) => {
  proveWebhookTypes(fact)

  fact('dingtalk.robot.endpoint.send', async (bench) => {
    const { method, path } = bench.endpoint
    const { accessToken } = new DingTalkCaller(bench).robot('alerts-ip')
    const request = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(text('x')) }

    expectAccepted(await bench.raw(method, `${path}?access_token=${accessToken}`, request))
  })

  fact('dingtalk.robot.behaviour.own-token', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    bench.control.revokeTokens({ platform: 'dingtalk' })

    expectRefused(await dingtalk.webhook(text('x'), 'alerts-ip', { access_token: await dingtalk.token() }))
    expectAccepted(await dingtalk.webhook(text('x')))
  })

  fact('dingtalk.robot.limit.keywords', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const { keywords = [] } = dingtalk.robot('alerts-keyword')

    expect(keywords.length).toBeLessThanOrEqual(bench.figure)
    for (const word of keywords) expectAccepted(await dingtalk.webhook(text(`a ${word} b`), 'alerts-keyword'))
    expect(codeOf(await dingtalk.webhook(text('a b'), 'alerts-keyword'))).toBe(310000)
  })

  fact('dingtalk.robot.behaviour.sign', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)

    expectAccepted(await dingtalk.webhook(text('x'), 'alerts-sign'))
    expect(codeOf(await dingtalk.webhook(text('x'), 'alerts-sign', { sign: 'd3Jvbmc=' }))).toBe(310000)
  })

  fact('dingtalk.robot.behaviour.sign-secret', async (bench) => {
    expect(new DingTalkCaller(bench).robot('alerts-sign').secret).toMatch(/^SEC/)
  })

  fact('dingtalk.robot.behaviour.sign-in-header', async (bench) => {
    const { accessToken, secret } = new DingTalkCaller(bench).robot('alerts-sign')
    const timestamp = String(bench.sandbox.clock.now())
    const sign = signatureOf(timestamp, present(secret))
    const headers = { 'content-type': 'application/json', timestamp, sign }
    const request = { headers, body: JSON.stringify(text('x')) }

    expect(codeOf(await bench.raw('POST', `/robot/send?access_token=${accessToken}`, request))).toBe(310000)
  })

  fact('dingtalk.robot.limit.timestamp', async (bench) => {
    const answers = [-HOUR_MS - 1, -HOUR_MS, HOUR_MS, HOUR_MS + 1].map((ms) =>
      signedAt(bench, ms * bench.figure),
    )

    expect((await Promise.all(answers)).map(codeOf)).toEqual([310000, '0', '0', 310000])
  })

  fact('dingtalk.robot.behaviour.ip-list', async (bench) => {
    const allow = (addresses: string[]) =>
      bench.control.allowIps({ platform: 'dingtalk', robot: 'alerts-ip', allow: addresses })
    const codes: unknown[] = []
    for (const list of [['127.0.0.1'], ['10.0.0.0/8'], ['127.0.0.0/8']]) {
      allow(list)
      codes.push(codeOf(await new DingTalkCaller(bench).webhook(text('x'))))
    }

    expect(codes).toEqual(['0', 310000, '0'])
  })

  for (const name of ['sign-vector-1', 'sign-vector-1-encoded', 'sign-vector-2']) {
    fact(`dingtalk.robot.example.${name}`, async (bench) => {
      const [timestamp = '', secret = ''] = bench.request.split('\n')
      const sign = signatureOf(timestamp, secret)

      expect([sign, encodeURIComponent(sign)]).toContain(bench.response)
      // The algorithm that gives the vector is the one the robot accepts.
      expectAccepted(await signedAt(bench, 0))
    })
  }

  for (const name of ['text', 'markdown']) {
    fact(`dingtalk.robot.type.${name}`, async (bench) => {
      const dingtalk = new DingTalkCaller(bench)
      const message = JSON.parse(bench.body)

      expectAccepted(await dingtalk.webhook(message))
      expect(dingtalk.group()).toMatchObject([{ message }])
      expectRefused(await dingtalk.webhook({ ...message, [name]: {} }))
    })
  }

  fact('dingtalk.robot.example.at', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const fields = JSON.parse(`{${bench.request}}`.replace('180xxxxxx', '13800000001'))

    expectAccepted(await dingtalk.webhook(text('x @13800000001 @user123', fields)))
    expect(dingtalk.group()).toMatchObject([{ mentioned: ['zhangsan'], mentionsAll: false }])
  })

  fact('dingtalk.robot.behaviour.msgUuid', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const answers = [
      await dingtalk.webhook(text('x', { msgUuid: 'u1' })),
      await dingtalk.webhook(text('x', { msgUuid: 'u1' })),
    ]
    await dingtalk.webhook(text('x', { msgUuid: 'u2' }))

    for (const answer of answers) expectAccepted(answer)
    expect(dingtalk.group()).toHaveLength(2)
  })

  fact('dingtalk.robot.limit.at', async (bench) => {
    const people = bench.control.company().employees.filter(({ dingtalk }) => dingtalk)
    const mobiles = people.slice(0, bench.figure + 1).map(({ mobile }) => mobile)
    const dingtalk = new DingTalkCaller(bench)
    await dingtalk.webhook(
      text(mobiles.map((mobile) => `@${mobile}`).join(' '), { at: { atMobiles: mobiles } }),
    )

    expect(mobiles).toHaveLength(bench.figure + 1)
    expect(mentionedIn(dingtalk)).toHaveLength(bench.figure)
  })

  fact('dingtalk.robot.behaviour.at-non-member', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)

    expectAccepted(await dingtalk.webhook(text('@13999999999', { at: { atMobiles: ['13999999999'] } })))
    expect(mentionedIn(dingtalk)).toEqual([])
  })

  fact('dingtalk.robot.behaviour.at-needs-text', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const at = { atMobiles: ['13800000001'], atUserIds: ['zhangsan'] }
    const mentioned: unknown[] = []
    for (const content of ['nobody', '@13800000001', '@zhangsan']) {
      await dingtalk.webhook(text(content, { at }))
      mentioned.push(mentionedIn(dingtalk))
    }

    expect(mentioned).toEqual([[], ['zhangsan'], ['zhangsan']])
  })

  fact('dingtalk.robot.behaviour.media-unsupported', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    for (const msgtype of ['image', 'voice', 'file', 'video']) {
      expect(codeOf(await dingtalk.webhook({ msgtype, [msgtype]: { media_id: '@x' } }))).toBe(400105)
    }
  })

  fact('dingtalk.robot.behaviour.markdown-media', async (bench) => {
    const markdown = { title: 'x', text: '![x](@lADOADmaWMzazQKA)' }

    expectAccepted(await new DingTalkCaller(bench).webhook({ msgtype: 'markdown', markdown }))
  })

  fact('dingtalk.robot.limit.per-minute', async (bench) => {
    const codes = await codesOfMessages(bench, bench.figure + 1)
    bench.control.advance(MINUTE_MS)
    const aMinuteLater = await codesOfMessages(bench, 1)

    expect(codes.slice(0, -1)).toEqual(Array(bench.figure).fill('0'))
    expect([codes.at(-1), ...aMinuteLater]).not.toContain('0')
    expect(new DingTalkCaller(bench).group()).toHaveLength(bench.figure)
  })

  fact('dingtalk.robot.limit.ban', async (bench) => {
    await codesOfMessages(bench, 21)
    bench.control.advance(bench.figure * MINUTE_MS - 1)
    const [during] = await codesOfMessages(bench, 1)
    bench.control.advance(1)

    expect(during).not.toBe('0')
    expect(await codesOfMessages(bench, 1)).toEqual(['0'])
  })

  fact('dingtalk.robot.limit.body', async (bench) => {
    const bytes = Buffer.byteLength(JSON.stringify(text('')))
    const full = 'x'.repeat(bench.figure - bytes)
    const dingtalk = new DingTalkCaller(bench)

    expectAccepted(await dingtalk.webhook(text(full)))
    expect(codeOf(await dingtalk.webhook(text(`${full}x`)))).toBe(460101)
  })

  fact.under(NUMBERS, 'dingtalk.robot.example.send', async (bench) => {
    expect((await new DingTalkCaller(bench).webhook(text('x'))).text).toBe(bench.response)
  })

  fact.under(
    { 'dingtalk.successErrcode': 'string' },
    'dingtalk.robot.behaviour.errcode-as-string',
    async (bench) => {
      expect((await new DingTalkCaller(bench).webhook(text('x'))).json.errcode).toBe('0')
    },
  )
})

/** A message to the signing robot whose timestamp is so far from the server's time, signed correctly. */
function signedAt(bench: Bench, offsetMs: number): Promise<RawAnswer> {
  const dingtalk = new DingTalkCaller(bench)
  const timestamp = String(bench.sandbox.clock.now() + offsetMs)
  const sign = signatureOf(timestamp, present(dingtalk.robot('alerts-sign').secret))
  return dingtalk.webhook(text('x'), 'alerts-sign', { timestamp, sign })
}

async function codesOfMessages(bench: Bench, times: number): Promise<unknown[]> {
  const codes: unknown[] = []
  for (let sent = 0; sent < times; sent++)
    codes.push(codeOf(await new DingTalkCaller(bench).webhook(text(`${sent}`))))
  return codes
}

/** Whom the last message of the group highlights. */
function mentionedIn(dingtalk: DingTalkCaller): unknown {
  const last: unknown = dingtalk.group().at(-1)
  return isObject(last) ? last.mentioned : undefined
}
