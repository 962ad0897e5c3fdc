import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import { codeOf, DingTalkCaller, expectCode, expectRefused, signatureOf, textOf } from './dingtalk-caller.ts'
import { proveFacts } from './prove.ts'
import type { RawAnswer } from './raw-http.ts'

const DOCUMENTED = { 'dingtalk.robotRefusalText': 'documented' }
const CURRENT = { 'dingtalk.robotRefusalText': 'current' }
const text = (content: string) => ({ msgtype: 'text', text: { content } })

proveFacts('dingtalk.robot-refusal', (fact) => {
  fact('dingtalk.robot-refusal.example.460101', async (bench) => {
    expect((await tooLong(bench)).text).toBe(bench.response)
  })

  fact('dingtalk.robot-refusal.behaviour.always-200', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const refusals = [
      await dingtalk.webhook({}),
      await unknownToken(bench),
      await tooLong(bench),
      await withoutToken(bench),
    ]

    for (const refusal of refusals) expectRefused(refusal)
    expect(refusals.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  })

  const plainCodes: Readonly<Record<string, (bench: Bench) => Promise<RawAnswer>>> = {
    '-1': (bench) => {
      bench.control.setFault({ path: '/robot/send', times: 1, action: { errcode: -1 } })
      return new DingTalkCaller(bench).webhook(text('x'))
    },
    '40035-json': (bench) => rawWebhook(bench, 'POST', { 'content-type': 'application/json' }, ''),
    '40035-token': withoutToken,
    43002: (bench) => rawWebhook(bench, 'GET', {}),
    43004: (bench) => rawWebhook(bench, 'POST', { 'content-type': 'text/plain' }, JSON.stringify(text('x'))),
    460101: tooLong,
    '310000-timestamp': (bench) => signedLate(bench),
  }
  for (const [name, mistake] of Object.entries(plainCodes)) {
    fact(`dingtalk.robot-refusal.code.${name}`, async (bench) => expectCode(await mistake(bench), bench.code))
  }

  for (const code of ['130101', '410100', '660026']) {
    fact.under({ 'dingtalk.robotThrottle': code }, `dingtalk.robot-refusal.code.${code}`, async (bench) => {
      for (let sent = 0; sent < 20; sent++) await new DingTalkCaller(bench).webhook(text(`${sent}`))

      expectCode(await new DingTalkCaller(bench).webhook(text('x')), bench.code)
    })
  }

  for (const code of ['300001', '300005', '400101']) {
    fact.under(
      { 'dingtalk.robotUnknownToken': code },
      `dingtalk.robot-refusal.code.${code}`,
      async (bench) => {
        expectCode(await unknownToken(bench), bench.code)
      },
    )
  }

  const withoutKeyword = (bench: Bench) => new DingTalkCaller(bench).webhook(text('x'), 'alerts-keyword')
  const wronglySigned = (bench: Bench) =>
    new DingTalkCaller(bench).webhook(text('x'), 'alerts-sign', { sign: 'd3Jvbmc=' })
  const telegram = (bench: Bench) => new DingTalkCaller(bench).webhook({ msgtype: 'telegram', telegram: {} })

  fact.under(DOCUMENTED, 'dingtalk.robot-refusal.code.400105', async (bench) =>
    expectCode(await telegram(bench), bench.code),
  )
  fact.under(CURRENT, 'dingtalk.robot-refusal.code.400105-advice', async (bench) => {
    const { code, text: printed } = bench.code
    expectCode(await telegram(bench), { code, text: printed.replace('<x>', 'telegram') })
  })
  fact.under(DOCUMENTED, 'dingtalk.robot-refusal.code.310000-keyword', async (bench) => {
    expectCode(await withoutKeyword(bench), bench.code)
  })
  fact.under(CURRENT, 'dingtalk.robot-refusal.code.310000-keyword-current', async (bench) => {
    expectCode(await withoutKeyword(bench), bench.code)
  })
  fact.under(DOCUMENTED, 'dingtalk.robot-refusal.code.310000-sign', async (bench) => {
    expectCode(await wronglySigned(bench), bench.code)
  })
  fact.under(CURRENT, 'dingtalk.robot-refusal.code.310000-sign-current', async (bench) => {
    const answer = await wronglySigned(bench)

    expectCode(answer, { code: bench.code.code, text: '' })
    // The source breaks off where the ellipsis stands.
    expect(textOf(answer)).toContain(bench.code.text.replace('…', ''))
  })
  fact.under(DOCUMENTED, 'dingtalk.robot-refusal.code.310000-ip', async (bench) => {
    bench.control.allowIps({ platform: 'dingtalk', robot: 'alerts-ip', allow: ['10.0.0.1'] })
    const { code, text: printed } = bench.code

    expectCode(await new DingTalkCaller(bench).webhook(text('x')), {
      code,
      text: printed.replace('X.X.X.X', '127.0.0.1'),
    })
  })

  fact('dingtalk.robot-refusal.behaviour.order-of-checks', async (bench) => {
    const byGet = await bench.raw('GET', '/robot/send')
    const unknown = await bench.raw('POST', '/robot/send?access_token=unknown', { body: '' })
    const wrongType = await new DingTalkCaller(bench).webhook({ msgtype: 'telegram' }, 'alerts-keyword')

    expect([byGet, await withoutToken(bench), wrongType].map(codeOf)).toEqual([43002, 40035, 400105])
    expect([300001, 300005, 400101]).toContain(codeOf(unknown))
  })

  fact('dingtalk.robot-refusal.behaviour.rate-before-existence', async (bench) => {
    const codes: unknown[] = []
    for (let sent = 0; sent <= 20; sent++) codes.push(codeOf(await unknownToken(bench)))

    expect([130101, 410100, 660026]).toContain(codes.at(-1))
    expect(new Set(codes.slice(0, -1)).size).toBe(1)
  })
})

/** Correctly signed, but two hours ago. */
function signedLate(bench: Bench): Promise<RawAnswer> {
  const dingtalk = new DingTalkCaller(bench)
  const timestamp = String(bench.sandbox.clock.now() - 7_200_000)
  const sign = signatureOf(timestamp, present(dingtalk.robot('alerts-sign').secret))
  return dingtalk.webhook(text('x'), 'alerts-sign', { timestamp, sign })
}

function rawWebhook(
  bench: Bench,
  method: string,
  headers: Record<string, string>,
  body?: string,
): Promise<RawAnswer> {
  const { accessToken } = new DingTalkCaller(bench).robot('alerts-ip')
  return bench.raw(method, `/robot/send?access_token=${accessToken}`, {
    headers,
    ...(body === undefined ? {} : { body }),
  })
}

function withoutToken({ raw }: Bench): Promise<RawAnswer> {
  return raw('POST', '/robot/send', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(text('x')),
  })
}

function unknownToken(bench: Bench): Promise<RawAnswer> {
  return new DingTalkCaller(bench).webhook(text('x'), 'alerts-ip', { access_token: 'a'.repeat(64) })
}

function tooLong(bench: Bench): Promise<RawAnswer> {
  return new DingTalkCaller(bench).webhook(text('x'.repeat(20_000)))
}
