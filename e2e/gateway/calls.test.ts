import { expect, onTestFinished, test } from 'vitest'
import { type PipelineBench, startPipelineBench } from '../../apps/gateway/src/deliveries/test-bench.ts'
import { allDeliveries, live } from './virtual-time.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const SEND = '/topapi/message/corpconversation/asyncsend_v2'
const RESULT = '/topapi/message/corpconversation/getsendresult'

async function startBench(people: number): Promise<PipelineBench> {
  const bench = await startPipelineBench()
  onTestFinished(() => bench.close())
  bench.sandbox.control.reset({ people })
  return bench
}

/** Calls that DingTalk counts towards the month. */
const metered = (bench: PipelineBench): number => bench.calls(SEND) + bench.calls(RESULT)

function reachable(bench: PipelineBench, count: number): string[] {
  const { employees } = bench.sandbox.control.company({ limit: 2 * count })
  const active = employees.filter(({ state }) => state === 'active')
  return active.flatMap(({ dingtalk }) => dingtalk?.userid ?? []).slice(0, count)
}

test.each([
  ['none', 110],
  ['final', 160],
] as const)(
  '5 000 people on DingTalk are verified, with reads %s, in at most %i calls of the month',
  async (reads, most) => {
    const bench = await startBench(6000)
    const userids = reachable(bench, 5000)
    bench.sandbox.control.setOutcomes('dingtalk', { share: 1 }, { outcome: 'unread' })

    const id = await bench.send({
      accounts: ['hr-ding'],
      to: userids.map((userid) => `user:${userid}`),
      content: { type: 'text', text: '系统将于今晚升级' },
      reads,
    })
    await live(bench, 5 * MINUTE_MS, 2000)
    await live(bench, 24 * HOUR_MS, 10 * MINUTE_MS)

    const states = Map.groupBy(await allDeliveries(bench, id), ({ state }) => state)
    expect([...states].map(([state, people]) => [state, people.length])).toEqual([['delivered', 5000]])
    expect(metered(bench)).toBeLessThanOrEqual(most)
  },
  60_000,
)

test('1 000 texts into one webhook at 20 a minute meet no ban and keep their order', async () => {
  const bench = await startBench(60)
  const texts = Array.from({ length: 1000 }, (_, n) => `告警 ${n + 1}`)
  await Promise.all(
    texts.map((text) => bench.send({ accounts: ['alerts'], content: { type: 'text', text } })),
  )

  await bench.pass(HOUR_MS, HOUR_MS)

  const group = bench.sandbox.control
    .robotGroup('dingtalk', 'alerts-sign')
    .map((entry) => JSON.stringify(entry))
  expect(group.map((entry) => /告警 \d+/.exec(entry)?.[0])).toEqual(texts)
  expect(bench.calls('/robot/send')).toBe(texts.length)
}, 120_000)
