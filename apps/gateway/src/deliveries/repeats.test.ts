import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PipelineBench, startPipelineBench } from './test-bench.ts'

let bench: PipelineBench
beforeEach(async () => {
  bench = await startPipelineBench()
})
afterEach(() => bench.close())

const alarm = {
  accounts: ['hr-ding', 'hr-wecom'],
  to: ['user:dingtalk:zhangsan', 'user:wecom:zhangsan'],
  content: { type: 'text', text: '磁盘已满' },
} as const

async function send(input: object): Promise<string> {
  const id = await bench.send({ ...alarm, ...input, accounts: [...alarm.accounts], to: [...alarm.to] })
  await bench.pass(500)
  return id
}

test('an urgent repeat is marked with the time and arrives on both platforms', async () => {
  await send({ lane: 'urgent' })
  await bench.pass(19_500)
  await send({ lane: 'urgent' })

  expect(bench.inbox('dingtalk', 'zhangsan')).toHaveLength(2)
  expect(bench.inbox('wecom', 'zhangsan')).toHaveLength(2)
  expect(bench.inbox('dingtalk', 'zhangsan')[0]).not.toMatch(/10:10:/)
  expect(bench.inbox('dingtalk', 'zhangsan')[1]).toContain('10:10:20')
})

test('a repeat sent as it is shows on WeCom, and DingTalk’s refusal of it is told', async () => {
  await send({})
  const id = await send({})
  await bench.pass(60_000)
  await bench.track()

  expect(bench.inbox('wecom', 'zhangsan')).toHaveLength(2)
  expect(bench.inbox('dingtalk', 'zhangsan')).toHaveLength(1)
  expect(await bench.deliveries(id)).toMatchObject([
    { account: 'hr-ding', state: 'forbidden', code: 'repeated_today', platformCode: '143106' },
    { account: 'hr-wecom', state: 'sent' },
  ])
})

test('a repeat that its sender wants suppressed does not go out', async () => {
  await send({})
  const id = await send({ onRepeat: 'suppress' })

  expect(await bench.deliveries(id)).toMatchObject([
    { state: 'suppressed', code: 'repeat_suppressed' },
    { state: 'suppressed', code: 'repeat_suppressed' },
  ])
})

test('on the next day the same text is no repeat for DingTalk', async () => {
  await send({})
  bench.clock.advance(86_400_000)
  const id = await send({})
  await bench.pass(60_000)
  await bench.track()

  expect(bench.inbox('dingtalk', 'zhangsan')).toHaveLength(2)
  expect(['delivered', 'read']).toContain((await bench.deliveries(id))[0]?.state)
})

test('equal alarms of one second are numbered, so that each arrives', async () => {
  await send({ lane: 'urgent' })
  for (let n = 0; n < 3; n++) {
    await bench.send({ ...alarm, lane: 'urgent', accounts: [...alarm.accounts], to: [...alarm.to] })
  }

  for (let n = 0; n < 6; n++) await bench.pass(60)

  const alarms = bench.inbox('dingtalk', 'zhangsan')
  expect(alarms).toHaveLength(4)
  expect(new Set(alarms).size).toBe(4)
  expect(alarms.some((entry) => entry.includes('(2)'))).toBe(true)
})
