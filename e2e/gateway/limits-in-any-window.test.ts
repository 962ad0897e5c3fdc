import * as fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { dingtalkAccount } from '../../apps/gateway/src/deliveries/test-accounts.ts'
import { type PipelineBench, startPipelineBench } from '../../apps/gateway/src/deliveries/test-bench.ts'

const MINUTE_MS = 60_000
const MINUTES = 10
const DING_SEND = '/topapi/message/corpconversation/asyncsend_v2'
const WECOM_SEND = '/cgi-bin/message/send'

/** Two accounts of one app, and another app of the same corp. */
const DING_ACCOUNTS = ['hr-ding', 'notices-ding', 'ops-ding']

/** 钉钉「获取工作通知消息的发送结果」, 2026-07-13: of all apps of a corp together, whatever each of them may send. */
const RECIPIENTS_A_MINUTE = 5000
/** 钉钉「服务端 API 限流处理」, 2026-08-22. */
const CALLS_A_SECOND = 20
/** 企业微信「访问频率限制」, 2023-08-28. */
const MESSAGES_A_MINUTE_TO_ONE = 30
/** 钉钉「自定义机器人发送群消息」, 2026-08-22. */
const ROBOT_MESSAGES_A_MINUTE = 20

test('random traffic of ten minutes uses nine tenths of each limit, and no window ever holds more', async () => {
  const bench = await start()
  const [member = ''] = everybody(bench, 'wecom')
  const bulk = fc.sample(Traffic, { seed: 20_261_120, numRuns: 360 })

  for (let minute = 0; minute < MINUTES; minute++) {
    const share = bulk.length / MINUTES
    await Promise.all([
      ...bulk.slice(minute * share, (minute + 1) * share).map((sent) => sendToMany(bench, sent)),
      ...range(40).map((n) => sendAlarm(bench, 'hr-wecom', `第 ${minute} 分钟第 ${n} 条`, member)),
      ...range(30).map((n) => sendAlarm(bench, 'alerts', `第 ${minute} 分钟第 ${n} 条`)),
    ])
    await bench.pass(MINUTE_MS, MINUTE_MS)
  }

  const toMany = sends(bench, DING_SEND)
  expect(refused(bench)).toEqual([])
  expectFull(toMany, RECIPIENTS_A_MINUTE, MINUTE_MS, MINUTES)
  expectFull(sends(bench, WECOM_SEND), MESSAGES_A_MINUTE_TO_ONE, MINUTE_MS, MINUTES)
  expectFull(sends(bench, '/robot/send'), ROBOT_MESSAGES_A_MINUTE, MINUTE_MS, MINUTES)
  expect(bench.inbox('wecom', member)).toHaveLength(sends(bench, WECOM_SEND).length)
  expect([bench.calls('/gettoken'), bench.calls('/cgi-bin/gettoken')]).toEqual([2, 1])
}, 240_000)

test('single messages use nine tenths of an interface’s calls per second, which two accounts of an app share', async () => {
  const bench = await start()
  const userids = everybody(bench, 'dingtalk')
  const seconds = 20
  const waiting = range(CALLS_A_SECOND * seconds).map((n) =>
    sendAlarm(bench, n % 2 ? 'hr-ding' : 'notices-ding', `第 ${n} 条`, userids[n % userids.length]),
  )
  await Promise.all(waiting)

  await bench.pass(seconds * 1000)

  expect(refused(bench)).toEqual([])
  expectFull(sends(bench, DING_SEND), CALLS_A_SECOND, 1000, seconds)
  expect(bench.calls('/gettoken')).toBe(1)
}, 240_000)

interface ToMany {
  readonly account: string
  readonly lane: 'normal' | 'bulk'
  readonly people: number
}

/** On average somewhat more than the corp's limit lets through. */
const Traffic: fc.Arbitrary<ToMany> = fc.record({
  account: fc.constantFrom(...DING_ACCOUNTS),
  lane: fc.constantFrom('normal', 'bulk'),
  people: fc.integer({ min: 20, max: 300 }),
})

const range = (length: number): number[] => Array.from({ length }, (_, n) => n)

async function start(): Promise<PipelineBench> {
  const bench = await startPipelineBench()
  onTestFinished(() => bench.close())
  bench.sandbox.control.setLimits({ 'dingtalk.monthlyCalls': null })
  await bench.addAccount(dingtalkAccount(bench.sandbox, 'notices-ding', 'hr'))
  await bench.addAccount(dingtalkAccount(bench.sandbox, 'ops-ding', 'ops'))
  for (const name of DING_ACCOUNTS) {
    const account = bench.accounts.get(name)
    if (account) bench.accounts.set(name, { ...account, options: { monthlyCalls: 1_000_000 } })
  }
  return bench
}

function everybody({ sandbox }: PipelineBench, platform: 'dingtalk' | 'wecom'): string[] {
  const { employees } = sandbox.control.company()
  const active = employees.filter(({ state }) => state === 'active')
  return active.flatMap((employee) => employee[platform]?.userid ?? [])
}

let count = 0

/** To people whom the platform need not know: it counts those it is asked for. */
async function sendToMany(bench: PipelineBench, { account, lane, people }: ToMany): Promise<void> {
  count += 1
  const to = Array.from({ length: people }, (_, n) => `user:p${count}x${n}`)
  const content = { type: 'text', text: `第 ${count} 次通知` } as const
  await bench.send({ accounts: [account], lane, to, content, verify: 'none' })
}

async function sendAlarm(bench: PipelineBench, account: string, text: string, userid?: string) {
  const to = userid === undefined ? {} : { to: [`user:${userid}`] }
  await bench.send({ accounts: [account], ...to, content: { type: 'text', text }, verify: 'none' })
}

interface Sent {
  readonly at: number
  readonly recipients: number
}

/** As the platform saw them. */
const sends = ({ sandbox }: PipelineBench, path: string): Sent[] =>
  sandbox.control.requests({ path }).map(({ at, body }) => ({ at, recipients: recipientsIn(body) }))

function recipientsIn(body: unknown): number {
  const listed = typeof body === 'object' && body !== null && 'userid_list' in body ? body.userid_list : ''
  return String(listed).split(',').length
}

const refused = ({ sandbox }: PipelineBench) =>
  sandbox.control.requests().filter(({ answer }) => !JSON.stringify(answer).includes('"errcode":0'))

/** In so many windows one after the other; what holds for any window begins with a send. */
function expectFull(sent: readonly Sent[], limit: number, windowMs: number, windows: number): void {
  const amount = (some: readonly Sent[]) => some.reduce((sum, { recipients }) => sum + recipients, 0)
  const inWindowFrom = (from: number) => sent.filter(({ at }) => at >= from && at < from + windowMs)
  const fullest = Math.max(...sent.map(({ at }) => amount(inWindowFrom(at))))
  expect(fullest).toBeLessThanOrEqual(limit)
  expect(amount(sent) / (limit * windows)).toBeGreaterThanOrEqual(0.9)
}
