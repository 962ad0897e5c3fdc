import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PipelineBench, startPipelineBench } from './test-bench.ts'

let bench: PipelineBench
beforeEach(async () => {
  bench = await startPipelineBench()
})
afterEach(() => bench.close())

const SEND = '/topapi/message/corpconversation/asyncsend_v2'
const LOOK_UP = '/topapi/v2/user/getbymobile'
const text = (words: string) => ({ type: 'text', text: words }) as const

/** People of the sandbox's company whom both platforms' apps reach. */
const people = (count: number) =>
  bench.sandbox.control
    .company()
    .employees.filter(({ state, dingtalk, wecom }) => state === 'active' && dingtalk && wecom)
    .slice(0, count)

test('a message by user id reaches both platforms and is told as far as each one tells', async () => {
  const id = await bench.send({
    accounts: ['hr-ding', 'hr-wecom'],
    to: ['user:dingtalk:zhangsan', 'user:wecom:zhangsan'],
    content: text('您的请假已通过'),
  })

  await bench.run()
  expect(await bench.states(id)).toEqual(['sent', 'sent'])
  await bench.pass(60_000)
  await bench.track()

  expect(bench.inbox('dingtalk', 'zhangsan')).toHaveLength(1)
  expect(bench.inbox('wecom', 'zhangsan')).toHaveLength(1)
  const [ding, wecom] = await bench.deliveries(id)
  expect(['delivered', 'read']).toContain(ding?.state)
  expect(wecom).toMatchObject({ state: 'sent', final: true })
})

test('people by mobile share one call, and their ids are asked for once a day', async () => {
  const some = people(5)
  const to = some.map(({ mobile }) => `mobile:${mobile}`)

  await bench.send({ accounts: ['hr-ding'], to, content: text('first') })
  await bench.pass(5000)
  await bench.send({ accounts: ['hr-ding'], to, content: text('second') })
  await bench.pass(5000)

  expect(bench.calls(LOOK_UP)).toBe(5)
  expect(bench.calls(SEND)).toBe(2)
  for (const { dingtalk } of some) expect(bench.inbox('dingtalk', dingtalk?.userid ?? '')).toHaveLength(2)
})

test('a mobile that nobody has ends invalid in the platform’s words, and is not asked for again within minutes', async () => {
  const message = {
    accounts: ['hr-ding', 'hr-wecom'],
    to: ['mobile:13900000000'],
    content: text('hello'),
  }
  const first = await bench.send(message)
  await bench.pass(5000)
  const second = await bench.send(message)
  await bench.pass(5000)

  for (const id of [first, second]) {
    expect(await bench.deliveries(id)).toMatchObject([
      {
        state: 'invalid',
        final: true,
        code: 'unknown_person',
        platformCode: expect.stringMatching(/^(60121|40104)$/),
      },
      { state: 'invalid', final: true, code: 'unknown_or_out_of_range', platformCode: '46004' },
    ])
    for (const { platformText } of await bench.deliveries(id)) expect(platformText).toMatch(/\S/)
  }
  expect(bench.calls(LOOK_UP)).toBe(1)
})

test('a person named by mobile and by user id gets one copy', async () => {
  const [someone] = people(1)
  const id = await bench.send({
    accounts: ['hr-ding'],
    to: [`user:${someone?.dingtalk?.userid}`, `mobile:${someone?.mobile}`],
    content: text('hello'),
  })

  await bench.run()

  expect(await bench.deliveries(id)).toMatchObject([
    { state: 'sent' },
    { state: 'suppressed', code: 'same_person', sameAs: 1 },
  ])
  expect(bench.inbox('dingtalk', someone?.dingtalk?.userid ?? '')).toHaveLength(1)
})

test('with route first the next account has its turn only when the one before knows nobody', async () => {
  const onlyWecom = bench.sandbox.control
    .company()
    .employees.find(({ dingtalk, wecom, state }) => !dingtalk && wecom && state === 'active')
  const [both] = people(1)
  const id = await bench.send({
    accounts: ['hr-ding', 'hr-wecom'],
    route: 'first',
    to: [`mobile:${both?.mobile}`, ...(onlyWecom ? [`mobile:${onlyWecom.mobile}`] : ['mobile:13900000000'])],
    content: text('hello'),
  })

  await bench.pass(5000)

  const deliveries = await bench.deliveries(id)
  expect(deliveries).toMatchObject([
    { idx: 1, account: 'hr-ding', state: 'sent' },
    { idx: 2, account: 'hr-ding', state: 'invalid' },
    { idx: 3, account: 'hr-wecom', after: 2, state: onlyWecom ? 'sent' : 'invalid' },
  ])
})

test('each recipient reads the own values, and equal texts share a call', async () => {
  const [a, b, c] = people(3).map(({ dingtalk }) => dingtalk?.userid ?? '')
  await bench.send({
    accounts: ['hr-ding'],
    to: [
      { to: `user:${a}`, vars: { name: '张三' } },
      { to: `user:${b}`, vars: { name: '李四' } },
      { to: `user:${c}`, vars: { name: '张三' } },
    ],
    content: text('{{name}}，您好'),
  })

  await bench.pass(1000)

  expect(bench.calls(SEND)).toBe(2)
  expect(bench.inbox('dingtalk', a ?? '')[0]).toContain('张三，您好')
  expect(bench.inbox('dingtalk', b ?? '')[0]).toContain('李四，您好')
  expect(bench.inbox('dingtalk', c ?? '')[0]).toContain('张三，您好')
})

test('a key used twice gives one message; with another body it is refused', async () => {
  const message = { accounts: ['alerts'], content: text('disk full') }
  const first = await bench.send(message, 'order-1')
  const again = await bench.send(message, 'order-1')
  await bench.run()

  expect(again).toBe(first)
  expect(bench.calls('/robot/send')).toBe(1)
  await expect(bench.send({ ...message, content: text('other') }, 'order-1')).rejects.toMatchObject({
    code: 'idempotency_key_reused',
  })
})

test('messages into one group go one after the other, in the order in which they were accepted', async () => {
  for (let n = 1; n <= 5; n++) await bench.send({ accounts: ['alerts'], content: text(`alert ${n}`) })

  await bench.pass(30_000)

  const words = bench.sandbox.control
    .robotGroup('dingtalk', 'alerts-sign')
    .map((entry) => JSON.stringify(entry))
  expect(words.map((entry) => /alert (\d)/.exec(entry)?.[1])).toEqual(['1', '2', '3', '4', '5'])
})

test('a large list is expanded in chunks, each recipient once', async () => {
  const to = Array.from({ length: 1200 }, (_, n) => `user:u${n}`)
  const id = await bench.send({ accounts: ['hr-ding'], to, content: text('hello') })

  await bench.pass(14_000)

  expect(bench.calls(SEND)).toBe(12)
  expect(await bench.store.message(id)).toMatchObject({ recipients: 1200, deliveries: 1200 })
})

test('what has not started can be cancelled, and what has started cannot', async () => {
  const id = await bench.send({ accounts: ['alerts'], content: text('disk full') })
  const message = await bench.store.message(id)
  if (!message) throw new Error('the message is not stored')

  expect(await bench.store.cancel(message, bench.clock.now())).toEqual({ cancelled: 1, alreadyStarted: 0 })
  await bench.run()

  expect(await bench.states(id)).toEqual(['cancelled'])
  expect(bench.calls('/robot/send')).toBe(0)
})

test('what has not started by its time expires', async () => {
  const expiresAt = new Date(bench.clock.now() + 1000).toISOString()
  const id = await bench.send({ accounts: ['alerts'], content: text('disk full'), expiresAt })

  bench.clock.advance(1000)
  await bench.expire()
  await bench.run()

  expect(await bench.deliveries(id)).toMatchObject([{ state: 'expired', code: 'expired', final: true }])
  expect(bench.calls('/robot/send')).toBe(0)
})

test('a recall takes the copy off the phone', async () => {
  const id = await bench.send({ accounts: ['hr-ding'], to: ['user:zhangsan'], content: text('oops') })
  await bench.run()
  const message = await bench.store.message(id)
  if (!message) throw new Error('the message is not stored')

  await bench.store.requestRecall(message, bench.clock.now())
  await bench.recall()

  expect(await bench.deliveries(id)).toMatchObject([{ state: 'sent', recall: 'recalled' }])
  expect(bench.sandbox.control.inbox('dingtalk', 'zhangsan')).toMatchObject([
    { recalledAt: expect.any(Number) },
  ])
})

test('both platforms being down changes nothing for who sends; it goes out when they are back', async () => {
  bench.sandbox.control.setFault({ path: '*', times: 2, action: 'reset_before' })
  const id = await bench.send({ accounts: ['hr-wecom'], to: ['user:zhangsan'], content: text('hello') })
  await bench.run()

  await bench.pass(10_000)

  expect(await bench.states(id)).toEqual(['sent'])
  expect(bench.inbox('wecom', 'zhangsan')).toHaveLength(1)
})
