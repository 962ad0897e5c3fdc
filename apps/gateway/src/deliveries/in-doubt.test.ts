import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PipelineBench, startPipelineBench } from './test-bench.ts'

let bench: PipelineBench
beforeEach(async () => {
  bench = await startPipelineBench()
})
afterEach(() => bench.close())

const DING = '/topapi/message/corpconversation/asyncsend_v2'
const WECOM = '/cgi-bin/message/send'
const text = (words: string) => ({ type: 'text', text: words }) as const
const toWecom = { accounts: ['hr-wecom'], to: ['user:zhangsan'], content: text('hello') }
const toDing = { accounts: ['hr-ding'], to: ['user:zhangsan'], content: text('hello') }

/** The platform executes the next call of a path, and its answer is lost. */
const loseAnswer = (path: string) => bench.sandbox.control.setFault({ path, times: 1, action: 'reset_after' })

test('a call whose answer was lost is repeated byte for byte, and the person has one copy', async () => {
  loseAnswer(WECOM)
  const id = await bench.send(toWecom)

  await bench.run()
  expect(await bench.states(id)).toEqual(['sending'])
  await bench.pass(2000)

  expect(await bench.states(id)).toEqual(['sent'])
  expect(bench.inbox('wecom', 'zhangsan')).toHaveLength(1)
  const bodies = bench.sandbox.control.requests({ path: WECOM }).map(({ body }) => JSON.stringify(body))
  expect(bodies).toHaveLength(2)
  expect(new Set(bodies).size).toBe(1)
})

test('at_most_once never repeats: the end is unknown', async () => {
  loseAnswer(WECOM)
  const id = await bench.send({ ...toWecom, onAmbiguous: 'at_most_once' })

  await bench.run()
  await bench.pass(60_000)

  expect(await bench.deliveries(id)).toMatchObject([{ state: 'unknown', code: 'no_answer', final: true }])
  expect(bench.calls(WECOM)).toBe(1)
})

test('DingTalk’s word that the person already had it proves delivery only on an app that nobody else uses', async () => {
  loseAnswer(DING)
  const shared = await bench.send(toDing)
  await bench.run()
  await bench.pass(62_000)
  await bench.track()

  expect(await bench.deliveries(shared)).toMatchObject([{ state: 'unknown', code: 'repeat_unclear' }])
  expect(bench.inbox('dingtalk', 'zhangsan')).toHaveLength(1)
})

test('on an exclusive app the replay’s answer settles it as delivered', async () => {
  const account = bench.accounts.get('hr-ding')
  if (account) bench.accounts.set('hr-ding', { ...account, exclusive: true })
  loseAnswer(DING)
  const id = await bench.send(toDing)
  await bench.run()
  await bench.pass(62_000)
  await bench.track()

  expect(await bench.states(id)).toEqual(['delivered'])
  expect(bench.inbox('dingtalk', 'zhangsan')).toHaveLength(1)
})

test('a repeat of what another message has brought meanwhile proves nothing, also on an exclusive app', async () => {
  const account = bench.accounts.get('hr-ding')
  if (account) bench.accounts.set('hr-ding', { ...account, exclusive: true })
  bench.sandbox.control.setFault({ path: DING, times: 1, action: 'reset_before' })
  const lost = await bench.send(toDing)
  await bench.run()
  const other = await bench.send(toDing)
  await bench.run()
  await bench.pass(62_000)
  await bench.track()

  expect(await bench.deliveries(lost)).toMatchObject([{ state: 'unknown', code: 'repeat_unclear' }])
  expect(['delivered', 'read']).toContain((await bench.states(other))[0])
  expect(bench.inbox('dingtalk', 'zhangsan')).toHaveLength(1)
})

test('content that another message brought to other people only leaves the proof as it is', async () => {
  const account = bench.accounts.get('hr-ding')
  if (account) bench.accounts.set('hr-ding', { ...account, exclusive: true })
  const [, other] = bench.sandbox.control.company().employees.filter(({ state }) => state === 'active')
  await bench.send({ ...toDing, to: [`user:${other?.dingtalk?.userid}`] })
  await bench.run()
  loseAnswer(DING)
  const id = await bench.send(toDing)
  await bench.run()
  await bench.pass(62_000)
  await bench.track()

  expect(await bench.states(id)).toEqual(['delivered'])
})

test('a call that its process left behind is settled by another one, and the person has one copy', async () => {
  const id = await bench.send(toWecom)
  const account = bench.accounts.get('hr-wecom')
  if (!account) throw new Error('there is no such account')
  let goOn = (): void => {}
  const dead = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const sending = Promise.withResolvers<void>()
  bench.accounts.set('hr-wecom', {
    ...account,
    session: {
      ...account.session,
      async send(body) {
        const outcome = await account.session.send(body)
        sending.resolve()
        await dead
        return outcome
      },
    },
  })
  await bench.dispatcher.turn()
  await sending.promise
  const former = bench.dispatcher
  await bench.die()
  bench.accounts.set('hr-wecom', account)

  await bench.rescue()
  await bench.pass(2000)
  expect(await bench.states(id)).toEqual(['sent'])
  goOn()
  await former.drained()

  expect(await bench.states(id)).toEqual(['sent'])
  expect(bench.inbox('wecom', 'zhangsan')).toHaveLength(1)
  const attempts = await bench.store.attempts(id, 1)
  expect(attempts.map(({ outcome, late }) => ({ outcome, late }))).toContainEqual({
    outcome: 'accepted',
    late: false,
  })
})

test('past its lease a process sends nothing, and the call goes out once it has one again', async () => {
  const id = await bench.send(toWecom)
  bench.lease.isTrusted = () => {
    // Trusted when the round begins, no more when the socket would be written.
    const before = bench.lease.trusted
    bench.lease.trusted = false
    return before
  }
  await bench.dispatcher.turn()
  await bench.dispatcher.drained()
  expect(bench.calls(WECOM)).toBe(0)
  expect(await bench.store.attempts(id, 1)).toMatchObject([{ outcome: 'not_sent', code: 'not_sent' }])

  bench.lease.isTrusted = () => true
  await bench.pass(2000)

  expect(await bench.states(id)).toEqual(['sent'])
  expect(bench.inbox('wecom', 'zhangsan')).toHaveLength(1)
})

test('a call that ends its process again and again is given up as poison', async () => {
  const id = await bench.send(toWecom)
  const account = bench.accounts.get('hr-wecom')
  if (!account) throw new Error('there is no such account')
  const never = new Promise<never>(() => {})
  bench.accounts.set('hr-wecom', { ...account, session: { ...account.session, send: () => never } })

  for (let death = 0; death < 3; death++) {
    await bench.dispatcher.turn()
    await bench.die()
    await bench.rescue()
    bench.clock.advance(2000)
  }

  expect(await bench.deliveries(id)).toMatchObject([{ state: 'failed', code: 'poison', final: true }])
})
