import type { State } from '@hongyan/contract'
import type { InjectedOutcome } from '@hongyan/sandbox'
import { expect, onTestFinished, test } from 'vitest'
import { type PipelineBench, startPipelineBench } from '../../apps/gateway/src/deliveries/test-bench.ts'
import { live } from './virtual-time.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const FIRST_OF_APRIL = Date.parse('2026-04-01T00:00:00+08:00')
const ROUNDS = 180
const ROUND_MS = (30 * 24 * HOUR_MS) / ROUNDS
const PEOPLE = 10
/** In it each result is asked for, the first time and again. */
const RESULTS_MS = 6 * MINUTE_MS

const SEND = '/topapi/message/corpconversation/asyncsend_v2'
const RESULT = '/topapi/message/corpconversation/getsendresult'

/** What the platform has in store for a person, how it is told once it was asked for, and what the phone shows. */
interface Fate {
  readonly injected: InjectedOutcome
  readonly state: State
  readonly copies: number
}

const UNREAD: Fate = { injected: { outcome: 'unread' }, state: 'delivered', copies: ROUNDS }
const FATES: readonly Fate[] = [
  { injected: { outcome: 'forbidden', code: '1430004' }, state: 'forbidden', copies: 0 },
  { injected: { outcome: 'failed' }, state: 'failed', copies: 0 },
  { injected: { outcome: 'read' }, state: 'read', copies: ROUNDS },
]
const fateAt = (place: number): Fate => FATES[place] ?? UNREAD

test('1 800 single notices in a month of 5 000 calls leave a tenth of them, and every state is true', async () => {
  const bench = await startPipelineBench()
  onTestFinished(() => bench.close())
  bench.sandbox.control.reset({ people: 60 })
  liftLimitOfSecond(bench)
  const cast = castPeople(bench)
  bench.clock.advance(FIRST_OF_APRIL - bench.clock.now())

  const fates = new Map<string, Fate>()
  for (let round = 0; round < ROUNDS; round++) {
    const notices = cast.map(([userid], place) => notify(bench, userid, round * PEOPLE + place))
    for (const [place, id] of (await Promise.all(notices)).entries()) fates.set(id, fateAt(place))
    await live(bench, RESULTS_MS, MINUTE_MS)
    await live(bench, ROUND_MS - RESULTS_MS, ROUND_MS)
  }
  await live(bench, 24 * HOUR_MS, HOUR_MS)

  expect(bench.calls(SEND) + bench.calls(RESULT)).toBeLessThanOrEqual(4500)
  expect(refusals(bench)).toEqual([])
  expect(cast.map(([userid]) => bench.inbox('dingtalk', userid).length)).toEqual(
    cast.map(([, { copies }]) => copies),
  )
  expect(await untrue(bench, fates)).toEqual([])
}, 120_000)

/** The month is what counts here; without waits of 50 ms it passes in fewer turns. */
function liftLimitOfSecond({ sandbox, accounts }: PipelineBench): void {
  sandbox.control.setLimits({ 'dingtalk.qps': null })
  const account = accounts.get('hr-ding')
  if (account) accounts.set('hr-ding', { ...account, options: { callsPerSecond: 1000 } })
}

function castPeople({ sandbox }: PipelineBench): (readonly [string, Fate])[] {
  const { employees } = sandbox.control.company()
  const userids = employees
    .filter(({ state }) => state === 'active')
    .flatMap(({ dingtalk }) => dingtalk?.userid ?? [])
    .slice(0, PEOPLE)
  const cast = userids.map((userid, place) => [userid, fateAt(place)] as const)
  for (const [userid, { injected }] of cast)
    sandbox.control.setOutcomes('dingtalk', { userids: [userid] }, injected)
  return cast
}

function notify(bench: PipelineBench, userid: string, n: number): Promise<string> {
  const content = { type: 'text', text: `第 ${n} 张单据待审批` } as const
  return bench.send({ accounts: ['hr-ding'], to: [`user:${userid}`], content })
}

/** 90020, and whatever else the platform may refuse. */
const refusals = ({ sandbox }: PipelineBench) =>
  sandbox.control.requests().filter(({ answer }) => !JSON.stringify(answer).includes('"errcode":0'))

/** Who was asked for is what the platform made of him; of the others no more is claimed than that it was accepted. */
async function untrue(bench: PipelineBench, fates: ReadonlyMap<string, Fate>) {
  const told = [...fates].map(async ([id, fate]) =>
    (await bench.deliveries(id)).map((delivery) => ({ ...delivery, fate })),
  )
  const deliveries = (await Promise.all(told)).flat()
  expect(deliveries).toHaveLength(ROUNDS * PEOPLE)
  return deliveries.filter(
    ({ state, verified, final, fate }) => !final || state !== (verified ? fate.state : 'sent'),
  )
}
