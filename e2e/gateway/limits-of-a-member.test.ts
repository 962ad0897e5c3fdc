import { expect, onTestFinished, test } from 'vitest'
import { type PipelineBench, startPipelineBench } from '../../apps/gateway/src/deliveries/test-bench.ts'
import { live } from './virtual-time.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

test('whom WeCom would drop without a word waits instead, and keeps nobody else waiting', async () => {
  const bench = await start()
  const [busy = '', other = ''] = people(bench, 'wecom')

  await Promise.all(Array.from({ length: 100 }, (_, n) => text(bench, 'hr-wecom', busy, `告警 ${n}`)))
  await live(bench, 2000, 500)
  const last = await text(bench, 'hr-wecom', busy, '最后一条')
  await text(bench, 'hr-wecom', other, '你好')
  await live(bench, 2000, 500)

  expect(bench.inbox('wecom', busy)).toHaveLength(30)
  expect(bench.inbox('wecom', other)).toHaveLength(1)
  expect(await bench.deliveries(last)).toMatchObject([{ state: 'queued', code: 'person_limit' }])
  await live(bench, 4 * MINUTE_MS, 5000)
  expect(bench.inbox('wecom', busy)).toHaveLength(101)
  expect(await bench.deliveries(last)).toMatchObject([{ state: 'sent' }])
})

test('what a member may no longer get on DingTalk today comes tomorrow, and is not filtered out', async () => {
  const bench = await start()
  bench.sandbox.control.setOutcomes('dingtalk', { share: 1 }, { outcome: 'unread' })
  const [busy = ''] = people(bench, 'dingtalk')
  await Promise.all(Array.from({ length: 500 }, (_, n) => text(bench, 'hr-ding', busy, `告警 ${n}`)))
  await live(bench, HOUR_MS, MINUTE_MS)
  expect(bench.inbox('dingtalk', busy)).toHaveLength(500)

  const late = await text(bench, 'hr-ding', busy, '还有一条', 'full')
  await live(bench, HOUR_MS, HOUR_MS)

  expect(await bench.deliveries(late)).toMatchObject([{ state: 'queued', code: 'person_limit' }])
  await live(bench, 24 * HOUR_MS, HOUR_MS)
  expect(await bench.deliveries(late)).toMatchObject([{ state: 'delivered' }])
}, 120_000)

test('who waits longer than the message is good for is expired, not dropped', async () => {
  const bench = await start()
  const [busy = ''] = people(bench, 'wecom')
  await Promise.all(Array.from({ length: 30 }, (_, n) => text(bench, 'hr-wecom', busy, `告警 ${n}`)))
  await live(bench, 2000, 500)

  const expiresAt = new Date(bench.clock.now() + 10_000).toISOString()
  const content = { type: 'text', text: '马上到期' } as const
  const id = await bench.send({ accounts: ['hr-wecom'], to: [`user:${busy}`], content, expiresAt })
  await live(bench, 20_000, 5000)
  await bench.expire()

  expect(await bench.deliveries(id)).toMatchObject([{ state: 'expired', final: true }])
  expect(bench.inbox('wecom', busy)).toHaveLength(30)
})

/** Limits of a second are out of the way: a member's own limits are what counts here. */
async function start(): Promise<PipelineBench> {
  const bench = await startPipelineBench()
  onTestFinished(() => bench.close())
  bench.sandbox.control.setLimits({ 'dingtalk.qps': null })
  const account = bench.accounts.get('hr-ding')
  if (account) bench.accounts.set('hr-ding', { ...account, options: { callsPerSecond: 1000 } })
  return bench
}

function people({ sandbox }: PipelineBench, platform: 'dingtalk' | 'wecom'): string[] {
  const { employees } = sandbox.control.company()
  const active = employees.filter(({ state }) => state === 'active')
  return active.flatMap((employee) => employee[platform]?.userid ?? [])
}

function text(
  bench: PipelineBench,
  account: string,
  userid: string,
  content: string,
  verify: 'none' | 'full' = 'none',
): Promise<string> {
  return bench.send({
    accounts: [account],
    to: [`user:${userid}`],
    content: { type: 'text', text: content },
    onRepeat: 'send',
    verify,
  })
}
