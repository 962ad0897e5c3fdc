import { setTimeout as sleep } from 'node:timers/promises'
import { AcceptedView, MessageView } from '@hongyan/contract'
import { Pool } from 'undici'
import type { Measurement, Reading } from '../measurement.ts'
import { median, percentile } from '../statistics.ts'
import { startStub } from '../stub.ts'
import { openPlace, type StoreName, startShipped } from './shipped.ts'

/** What an alarm notices of a message to everybody that is taken in, expanded and sent at the same time. */
export const crowdOn = (store: StoreName): Measurement => ({
  name: `crowd-${store}`,
  what: {
    zh: `十万人的群发正在接收、展开、发出时，急件要等多久（${store}）`,
    en: `How long an urgent message waits while one to 100 000 people is taken in, expanded and sent (${store})`,
  },
  take: (quick) => measureCrowd(store, quick ? 20_000 : 100_000),
})

/** Messages before anything is measured. */
const WARM_UP = 50
/** How often it is asked whether an alarm has gone out. Unit: ms. */
const LOOK_EVERY_MS = 5

export async function measureCrowd(store: StoreName, people: number): Promise<Reading[]> {
  const stub = await startStub()
  const place = await openPlace(store)
  const gateway = await startShipped(place, stub.url)
  await gateway.post(WARM_UP, 4)
  const pool = new Pool(gateway.url, { connections: 2, pipelining: 1 })
  const alone = await raiseAlarms(pool, async (raised) => raised < WARM_UP)

  const startedAt = performance.now()
  const crowd = post(pool, {
    lane: 'bulk',
    to: Array.from({ length: people }, (_, n) => `user:u${n}`),
    text: '系统今晚升级',
  })
  let id: string | undefined
  const taken = crowd.then((given) => {
    id = given
  })
  const beside = await raiseAlarms(pool, async () => id === undefined || (await sentOf(pool, id)) < people)
  await taken
  const seconds = (performance.now() - startedAt) / 1000

  await pool.close()
  await gateway.stop()
  await stub.stop()
  await place.remove()
  return [
    ms(
      { zh: '接收急件，平时，中位数', en: 'accepting an alarm, at other times, median' },
      median(alone.acceptedMs),
    ),
    ms(
      { zh: '接收急件，群发期间，中位数', en: 'accepting an alarm beside it, median' },
      median(beside.acceptedMs),
    ),
    ms(
      { zh: '接收急件，群发期间，第 99 百分位', en: 'accepting an alarm beside it, p99' },
      percentile(beside.acceptedMs, 0.99),
      50,
    ),
    ms(
      {
        zh: '急件从提交到平台收下，群发期间，最长',
        en: 'an alarm from its POST until the platform has it, beside it, longest',
      },
      Math.max(...beside.sentMs),
      1000,
    ),
    { what: { zh: '急件数', en: 'alarms beside it' }, value: beside.sentMs.length, unit: 'messages' },
    {
      what: { zh: `${people} 人全部发出`, en: `all ${people} people sent to` },
      value: people / seconds,
      unit: 'people/s',
    },
  ]
}

const CROWD_LIMIT = {
  zh: '展开名单和发送与收消息共用一个线程，每一步几毫秒到几十毫秒，机器忙时更长',
  en: 'Expanding the list and sending share one thread with accepting, in steps of some milliseconds, longer on a busy machine',
}

const ms = (what: Reading['what'], value: number, atMost?: number): Reading => ({
  what,
  value,
  unit: 'ms',
  ...(atMost !== undefined && { aim: { atMost }, limitedBy: CROWD_LIMIT }),
})

interface Alarms {
  /** Until the 202. */
  readonly acceptedMs: number[]
  /** Until the platform's acceptance is on disk. */
  readonly sentMs: number[]
}

/** Alarms so far, so that each goes to somebody else: nobody gets more than 30 a minute. */
let alarmCount = 0

/** One after the other, as long as it holds. */
async function raiseAlarms(pool: Pool, goesOn: (raised: number) => Promise<boolean>): Promise<Alarms> {
  const alarms: Alarms = { acceptedMs: [], sentMs: [] }
  do {
    const startedAt = performance.now()
    const id = await post(pool, {
      lane: 'urgent',
      to: [`user:oncall${alarmCount}`],
      text: `磁盘 ${alarmCount++} 已满`,
    })
    alarms.acceptedMs.push(performance.now() - startedAt)
    while ((await sentOf(pool, id)) < 1) await sleep(LOOK_EVERY_MS)
    alarms.sentMs.push(performance.now() - startedAt)
  } while (await goesOn(alarms.sentMs.length))
  return alarms
}

interface Post {
  readonly lane: 'urgent' | 'bulk'
  readonly to: readonly string[]
  readonly text: string
}

async function post(pool: Pool, { lane, to, text }: Post): Promise<string> {
  const answer = await pool.request({
    method: 'POST',
    path: '/v1/messages',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ accounts: ['bench'], lane, to, content: { type: 'text', text } }),
  })
  return AcceptedView.parse(await answer.body.json()).id
}

async function sentOf(pool: Pool, id: string): Promise<number> {
  const answer = await pool.request({ method: 'GET', path: `/v1/messages/${id}` })
  return MessageView.parse(await answer.body.json()).counts.sent ?? 0
}
