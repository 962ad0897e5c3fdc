import type { MessageInput, State } from '@hongyan/contract'
import { createDingTalk } from '@hongyan/dingtalk'
import type { InjectedOutcome, ProfileChoice } from '@hongyan/sandbox'
import { expect, onTestFinished, test } from 'vitest'
import { type PipelineBench, startPipelineBench } from '../../apps/gateway/src/deliveries/test-bench.ts'
import type { DeliveryRow } from '../../apps/gateway/src/store/store.ts'
import { allDeliveries, live } from './virtual-time.ts'

const MINUTE_MS = 60_000
/** Unit: recipients, of either platform. */
const DINGTALK_PEOPLE = 8000
const WECOM_PEOPLE = 2000
/** One in ten of a company's people is out of range or has never logged in. */
const COMPANY = 9500
const MESSAGES = 10

/** A fate that the platform has in store for people, and the only states that tell it truly. */
interface Fate {
  readonly name: string
  readonly injected?: InjectedOutcome
  readonly state: State
  readonly platformCode?: string
}

/** 143103 and 143104 are limits of a minute: who is dropped by them gets the message later. */
const MINUTE_DROPS = ['143103', '143104']
/** 钉钉「获取工作通知消息的发送结果」, 2026-07-13. */
const FORBIDDEN = ['143105', '143106', '1430002', '1430003', '1430004']

const FOREIGN: Fate = { name: 'got it from a foreign sender', state: 'forbidden', platformCode: '143106' }

const DINGTALK_FATES: readonly Fate[] = [
  { name: 'read', injected: { outcome: 'read' }, state: 'read' },
  { name: 'unread', injected: { outcome: 'unread' }, state: 'delivered' },
  { name: 'invalid', injected: { outcome: 'invalid' }, state: 'invalid' },
  { name: 'failed', injected: { outcome: 'failed' }, state: 'failed' },
  ...FORBIDDEN.map(
    (code): Fate => ({
      name: `forbidden ${code}`,
      injected: { outcome: 'forbidden', code },
      state: 'forbidden',
      platformCode: code,
    }),
  ),
  ...MINUTE_DROPS.map(
    (code): Fate => ({
      name: `dropped for a minute ${code}`,
      injected: { outcome: 'forbidden', code },
      state: 'delivered',
    }),
  ),
  { name: 'reached, in no list', injected: { outcome: 'not_listed' }, state: 'unknown' },
  { name: 'dropped, in no list', injected: { outcome: 'dropped' }, state: 'unknown' },
  FOREIGN,
]

/** WeCom tells of nobody whom it has reached; who is dropped without a word is `sent`, which claims no more. */
const WECOM_FATES: readonly Fate[] = [
  { name: 'reached', state: 'sent' },
  { name: 'dropped', injected: { outcome: 'dropped' }, state: 'sent' },
  { name: 'invalid', injected: { outcome: 'invalid' }, state: 'invalid' },
  { name: 'unlicensed', injected: { outcome: 'unlicensed' }, state: 'forbidden' },
]

const TEXT = '年终奖已发放，请查收'

test.each<ProfileChoice & string>(['documented', 'opposed'])(
  'of 10 000 recipients nobody is falsely delivered, falsely failed or understated (profile %s)',
  async (profile) => {
    const bench = await startPipelineBench()
    onTestFinished(() => bench.close())
    bench.sandbox.control.reset({ people: COMPANY, profile })
    const fates = { dingtalk: castDingtalk(bench), wecom: castWecom(bench) }
    const foreign = await sendAsForeigner(bench, idsWith(FOREIGN, fates.dingtalk))

    const ids: string[] = []
    for (let n = 0; n < MESSAGES; n++) ids.push(await bench.send(messageOf(n, fates)))
    await live(bench, 5 * MINUTE_MS, 1000)
    liftMinuteLimits(bench, fates.dingtalk)
    await live(bench, 90 * MINUTE_MS, 30_000)

    const deliveries = (await Promise.all(ids.map((id) => allDeliveries(bench, id)))).flat()
    expect(deliveries).toHaveLength(DINGTALK_PEOPLE + WECOM_PEOPLE)
    expect(untrue(bench, deliveries, fates, foreign)).toEqual({
      falselyDelivered: [],
      falselyFailed: [],
      understated: [],
    })
    expect(tally(deliveries, fates)).toEqual(expectedTally(fates))
  },
)

/** Every tenth person of either platform. */
function messageOf(n: number, { dingtalk, wecom }: Casts): MessageInput {
  const share = (parts: Cast) => [...parts.keys()].filter((_, index) => index % MESSAGES === n)
  return {
    accounts: ['hr-ding', 'hr-wecom'],
    to: [
      ...share(dingtalk).map((userid) => `user:dingtalk:${userid}`),
      ...share(wecom).map((userid) => `user:wecom:${userid}`),
    ],
    content: { type: 'text', text: TEXT },
    verify: 'full',
    reads: 'none',
  }
}

type Cast = ReadonlyMap<string, Fate>
type Casts = Readonly<Record<'dingtalk' | 'wecom', Cast>>

/** Gives the fates to people in turn, so that every call carries all of them. */
function cast(
  bench: PipelineBench,
  platform: 'dingtalk' | 'wecom',
  count: number,
  fates: readonly Fate[],
): Cast {
  const userids = everybody(bench)
    .filter(({ state }) => state === 'active')
    .flatMap((employee) => employee[platform]?.userid ?? [])
    .slice(0, count)
  const parts = new Map(userids.map((userid, index) => [userid, fateAt(fates, index)]))
  for (const fate of fates) {
    if (fate.injected)
      bench.sandbox.control.setOutcomes(platform, { userids: idsWith(fate, parts) }, fate.injected)
  }
  return parts
}

const castDingtalk = (bench: PipelineBench) => cast(bench, 'dingtalk', DINGTALK_PEOPLE, DINGTALK_FATES)
const castWecom = (bench: PipelineBench) => cast(bench, 'wecom', WECOM_PEOPLE, WECOM_FATES)

function fateAt(fates: readonly Fate[], index: number): Fate {
  const fate = fates[index % fates.length]
  if (!fate) throw new Error('there are no fates')
  return fate
}

const idsWith = (fate: Fate, parts: Cast): string[] =>
  [...parts].filter(([, given]) => given === fate).map(([userid]) => userid)

const everybody = ({ sandbox }: PipelineBench) => sandbox.control.company({ limit: COMPANY }).employees

/** Another program with the same app's credentials brings them the same text first; answers its receipts. */
async function sendAsForeigner(
  { sandbox, clock }: PipelineBench,
  userids: readonly string[],
): Promise<Set<string>> {
  const [app] = sandbox.control.company().dingtalk.apps
  if (!app) throw new Error('the sandbox has no DingTalk app')
  const { appKey, appSecret, agentId } = app
  const client = createDingTalk({ appKey, appSecret, agentId, baseUrl: sandbox.url, clock })
  const receipts = new Set<string>()
  for (let from = 0; from < userids.length; from += 100) {
    const { task_id } = await client.work.send({
      userid_list: userids.slice(from, from + 100),
      msg: { msgtype: 'text', text: { content: TEXT } },
    })
    receipts.add(String(task_id))
    clock.advance(100)
  }
  await client.close()
  // The platform counts the foreigner's recipients in the same minute.
  clock.advance(MINUTE_MS)
  return receipts
}

/** The minute is over: whoever is sent the message again gets it. */
function liftMinuteLimits({ sandbox }: PipelineBench, parts: Cast): void {
  const userids = [...parts]
    .filter(([, { name }]) => name.startsWith('dropped for a minute'))
    .map(([id]) => id)
  sandbox.control.setOutcomes('dingtalk', { userids }, { outcome: 'unread' })
}

const POSITIVE: ReadonlySet<State> = new Set<State>(['delivered', 'read'])
const NEGATIVE: ReadonlySet<State> = new Set<State>([
  'invalid',
  'forbidden',
  'failed',
  'suppressed',
  'expired',
])
const CONFIRMABLE: ReadonlySet<State> = new Set<State>(['delivered', 'read'])

/** What is told, held against the phones: a copy that the gateway sent is there, or it is not. */
function untrue(
  { sandbox }: PipelineBench,
  deliveries: readonly DeliveryRow[],
  fates: Casts,
  foreign: ReadonlySet<string>,
) {
  const told = deliveries.map((delivery) => {
    const platform = platformOf(delivery)
    const userid = delivery.platformId ?? ''
    const copies = sandbox.control.inbox(platform, userid).filter(({ receipt }) => !foreign.has(receipt))
    return { state: delivery.state, userid, copies: copies.length, fate: fates[platform].get(userid) }
  })
  return {
    falselyDelivered: told.filter(({ state, copies }) => POSITIVE.has(state) && copies !== 1),
    falselyFailed: told.filter(({ state, copies }) => NEGATIVE.has(state) && copies > 0),
    understated: told.filter(
      ({ state, fate }) => fate && CONFIRMABLE.has(fate.state) && !CONFIRMABLE.has(state),
    ),
  }
}

const platformOf = ({ account }: DeliveryRow): 'dingtalk' | 'wecom' =>
  account === 'hr-ding' ? 'dingtalk' : 'wecom'

/** How many people of each fate are told to be in which state, with which code. */
function tally(deliveries: readonly DeliveryRow[], fates: Casts): Record<string, number> {
  return counted(
    deliveries.map((delivery) => {
      const platform = platformOf(delivery)
      const fate = fates[platform].get(delivery.platformId ?? '')
      return line(platform, fate?.name, delivery.state, delivery.platformCode)
    }),
  )
}

function expectedTally(fates: Casts): Record<string, number> {
  return counted(
    (['dingtalk', 'wecom'] as const).flatMap((platform) =>
      [...fates[platform].values()].map(({ name, state, platformCode }) =>
        line(platform, name, state, platformCode),
      ),
    ),
  )
}

const line = (
  platform: string,
  fate: string | undefined,
  state: State,
  code: string | null | undefined,
): string => `${platform}: ${fate} → ${state} ${code ?? ''}`

function counted(lines: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(lines, (each) => each)].map(([key, same]) => [key, same.length]))
}
