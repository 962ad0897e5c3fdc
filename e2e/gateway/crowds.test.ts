import type { MessageInput } from '@hongyan/contract'
import { expect, onTestFinished, test } from 'vitest'
import { type PipelineBench, startPipelineBench } from '../../apps/gateway/src/deliveries/test-bench.ts'
import { live } from './virtual-time.ts'

const MINUTE_MS = 60_000
const CROWD = 100_000

test('behind 100 000 bulk recipients an urgent message is accepted, and leaves within a second', async () => {
  const bench = await start()
  const [onCall = ''] = people(bench)
  const crowd = Array.from({ length: CROWD }, (_, n) => `user:p${n}`)

  const [, early] = await Promise.all([
    bench.send(text('系统今晚升级', crowd, 'bulk')),
    bench.send(text('磁盘已满', [`user:${onCall}`], 'urgent')),
  ])
  await live(bench, 1000, 100)
  expect(await bench.states(early)).toEqual(['sent'])
  expect(await waiting(bench)).toBeGreaterThan(CROWD * 0.99)

  await live(bench, 5000, 100)
  const late = await bench.send(text('数据库连不上', [`user:${onCall}`], 'urgent'))
  await live(bench, 1000, 100)
  expect(await bench.states(late)).toEqual(['sent'])
  expect(bench.inbox('dingtalk', onCall)).toHaveLength(2)
  expect(await waiting(bench)).toBeGreaterThan(CROWD * 0.98)
}, 240_000)

test('while both platforms are down messages are taken in, and all go out once they are back', async () => {
  const bench = await start()
  const userids = people(bench)
  bench.sandbox.control.setFault({ path: '*', action: 'reset_before' })

  const ids: string[] = []
  for (let minute = 0; minute < 10; minute++) {
    for (const lane of ['urgent', 'normal', 'bulk'] as const) {
      const to = userids.flatMap((userid) => [`user:dingtalk:${userid}`, `user:wecom:${userid}`])
      ids.push(
        await bench.send({ ...text(`第 ${minute} 分钟`, to, lane), accounts: ['hr-ding', 'hr-wecom'] }),
      )
    }
    await live(bench, MINUTE_MS, 10_000)
  }
  expect(await statesOf(bench, ids)).toEqual(new Set(['queued']))
  bench.sandbox.control.clearFaults()
  await live(bench, 10 * MINUTE_MS, 10_000)

  expect(await statesOf(bench, ids)).toEqual(new Set(['sent']))
  for (const userid of userids)
    expect([bench.inbox('dingtalk', userid).length, bench.inbox('wecom', userid).length]).toEqual([30, 30])
}, 120_000)

async function start(): Promise<PipelineBench> {
  const bench = await startPipelineBench()
  onTestFinished(() => bench.close())
  return bench
}

/** A few who have the same id on both platforms. */
function people({ sandbox }: PipelineBench): string[] {
  const { employees } = sandbox.control.company()
  const active = employees.filter(({ state }) => state === 'active')
  return active
    .flatMap(({ dingtalk, wecom }) => (dingtalk && dingtalk.userid === wecom?.userid ? dingtalk.userid : []))
    .slice(0, 3)
}

const text = (content: string, to: string[], lane: 'urgent' | 'normal' | 'bulk') =>
  ({
    accounts: ['hr-ding'],
    to,
    lane,
    content: { type: 'text', text: content },
    onRepeat: 'distinguish',
    verify: 'none',
  }) satisfies MessageInput

/** How many of the lane bulk have not left. */
async function waiting({ store }: PipelineBench): Promise<number> {
  const lanes = await store.backlog(2 * CROWD)
  return lanes.filter(({ lane }) => lane === 'bulk').reduce((sum, each) => sum + each.waiting, 0)
}

async function statesOf(bench: PipelineBench, ids: readonly string[]): Promise<Set<string>> {
  return new Set((await Promise.all(ids.map((id) => bench.states(id)))).flat())
}
