import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PipelineBench, startPipelineBench } from '../deliveries/test-bench.ts'

let bench: PipelineBench
beforeEach(async () => {
  bench = await startPipelineBench()
})
afterEach(() => bench.close())

const RESULT = '/topapi/message/corpconversation/getsendresult'
const SEND = '/topapi/message/corpconversation/asyncsend_v2'
const LOOK_UP = '/topapi/v2/user/getbymobile'
const HOUR_MS = 3_600_000
const content = { type: 'text', text: '您的请假已通过' } as const

const outcomes = (userids: string[], outcome: 'read' | 'unread' | 'not_listed' | 'forbidden' | 'invalid') =>
  bench.sandbox.control.setOutcomes('dingtalk', { userids }, { outcome })

/** Sends to people of DingTalk and asks for the result after a minute. */
async function sendAndTrack(userids: string[], change: object = {}): Promise<string> {
  const to = userids.map((userid) => `user:${userid}`)
  const id = await bench.send({ accounts: ['hr-ding'], to, content, ...change })
  await bench.run()
  bench.clock.advance(60_000)
  await bench.track()
  return id
}

const userids = (count: number): string[] =>
  bench.sandbox.control
    .company()
    .employees.filter(({ state, dingtalk }) => state === 'active' && dingtalk)
    .slice(0, count)
    .map(({ dingtalk }) => dingtalk?.userid ?? '')

test('every person of a call is told apart by one question', async () => {
  const [read = '', unread = '', forbidden = '', invalid = ''] = userids(4)
  outcomes([read], 'read')
  outcomes([unread], 'unread')
  outcomes([forbidden], 'forbidden')
  outcomes([invalid], 'invalid')

  const id = await sendAndTrack([read, unread, forbidden, invalid])

  expect(await bench.states(id)).toEqual(['read', 'delivered', 'forbidden', 'invalid'])
  expect(bench.calls(RESULT)).toBe(1)
})

test('an id that DingTalk itself gave for a mobile and then calls invalid is of somebody outside the app’s range', async () => {
  const person = bench.sandbox.control.company().employees.find(({ state }) => state === 'out_of_range')
  const to = [`mobile:${person?.mobile}`, 'user:nobody']
  const message = { accounts: ['hr-ding'], to, content }

  const id = await bench.send(message)
  await bench.pass(5000)
  bench.clock.advance(60_000)
  await bench.track()

  expect(await bench.deliveries(id)).toMatchObject([
    { state: 'invalid', code: 'out_of_range', final: true },
    { state: 'invalid', code: 'unknown_user', final: true },
  ])
  // Their number may be somebody else's by now, so the platform is asked again.
  await bench.send(message)
  await bench.pass(5000)
  expect(bench.calls(LOOK_UP)).toBe(2)
})

test('who is named nowhere is asked for three times in all, and then unknown, never delivered', async () => {
  const [someone = ''] = userids(1)
  outcomes([someone], 'not_listed')

  const id = await sendAndTrack([someone])
  expect(await bench.states(id)).toEqual(['sent'])
  for (let n = 0; n < 4; n++) {
    bench.clock.advance(HOUR_MS)
    await bench.track()
  }

  expect(await bench.deliveries(id)).toMatchObject([{ state: 'unknown', code: 'not_listed', final: true }])
  expect(bench.calls(RESULT)).toBe(3)
})

test('who was dropped by a limit of a minute is sent to again, and has one copy', async () => {
  const [dropped = '', other = ''] = userids(2)
  bench.sandbox.control.setOutcomes(
    'dingtalk',
    { userids: [dropped] },
    { outcome: 'forbidden', code: '143103' },
  )
  const id = await sendAndTrack([dropped, other])
  expect((await bench.states(id))[0]).toBe('queued')

  bench.sandbox.control.clearOutcomes()
  bench.clock.advance(60_000)
  await bench.run()
  bench.clock.advance(60_000)
  await bench.track()

  expect(['delivered', 'read']).toContain((await bench.states(id))[0])
  expect(bench.inbox('dingtalk', dropped)).toHaveLength(1)
  expect(bench.inbox('dingtalk', other)).toHaveLength(1)
})

test('a report that still names somebody as dropped changes nothing about the call that reached them since', async () => {
  const [dropped = '', unlisted = ''] = userids(2)
  bench.sandbox.control.setOutcomes(
    'dingtalk',
    { userids: [dropped] },
    { outcome: 'forbidden', code: '143103' },
  )
  outcomes([unlisted], 'not_listed')
  const id = await sendAndTrack([dropped, unlisted])
  bench.sandbox.control.clearOutcomes()
  // The first call is asked for again after five minutes: just then the second one has gone out.
  bench.clock.advance(5 * 60_000 - 1000)
  await bench.run()
  bench.clock.advance(2000)
  await bench.track()

  expect(await bench.states(id)).toEqual(['sent', 'sent'])
  bench.clock.advance(60_000)
  await bench.track()
  expect(['delivered', 'read']).toContain((await bench.states(id))[0])
  expect(bench.calls(SEND)).toBe(2)
})

test('reads are asked for once more near the end of the window', async () => {
  const [someone = ''] = userids(1)
  outcomes([someone], 'unread')
  const id = await sendAndTrack([someone])
  expect(await bench.deliveries(id)).toMatchObject([{ state: 'delivered', final: false }])
  const [entry] = bench.sandbox.control.inbox('dingtalk', someone)
  bench.sandbox.control.markRead('dingtalk', someone, entry?.id ?? '')

  bench.clock.advance(23 * HOUR_MS)
  await bench.track()

  expect(await bench.deliveries(id)).toMatchObject([{ state: 'read', final: true }])
  expect(bench.calls(RESULT)).toBe(2)
})

test('without interest in reads a delivered message is final after one question', async () => {
  const [someone = ''] = userids(1)
  outcomes([someone], 'unread')

  const id = await sendAndTrack([someone], { reads: 'none' })
  bench.clock.advance(23 * HOUR_MS)
  await bench.track()

  expect(await bench.deliveries(id)).toMatchObject([{ state: 'delivered', final: true }])
  expect(bench.calls(RESULT)).toBe(1)
})

test('a sender who wants no verification is not told more than that it was sent', async () => {
  const [someone = ''] = userids(1)

  const id = await sendAndTrack([someone], { verify: 'none' })

  expect(await bench.deliveries(id)).toMatchObject([{ state: 'sent', final: true, verified: false }])
  expect(bench.calls(RESULT)).toBe(0)
})

test('a spent month leaves people sent and unverified, and asks nothing', async () => {
  const account = bench.accounts.get('hr-ding')
  if (account) bench.accounts.set('hr-ding', { ...account, options: { monthlyCalls: 3 } })
  const [a = '', b = '', c = ''] = userids(3)

  await sendAndTrack([a], { verify: 'none' })
  await sendAndTrack([b], { verify: 'none' })
  const id = await sendAndTrack([c])

  expect(await bench.deliveries(id)).toMatchObject([{ state: 'sent', final: true, verified: false }])
  expect(bench.calls(RESULT)).toBe(0)
})
