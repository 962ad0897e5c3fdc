import type { Measurement, Reading } from '../measurement.ts'
import { median } from '../statistics.ts'
import { startStub } from '../stub.ts'
import { holdBack } from './held-back.ts'
import { openPlace, type Place, type ShippedGateway, startShipped } from './shipped.ts'

const MEBIBYTE = 1024 * 1024

/** What the gateway costs while nothing is sent: how soon it is ready, and what it holds in memory. */
export const idle: Measurement = {
  name: 'idle',
  what: {
    zh: '什么都不发的时候：多久就绪，占多少内存（SQLite）',
    en: 'While nothing is sent: how soon it is ready, and what it holds in memory (SQLite)',
  },
  take: (quick) => measureIdle(quick ? { queued: 20_000, starts: 3 } : { queued: 1_000_000, starts: 11 }),
}

export interface IdleSize {
  /** People who wait to be sent to. */
  readonly queued: number
  /** Times that the process is started. */
  readonly starts: number
}

export async function measureIdle({ queued, starts }: IdleSize): Promise<Reading[]> {
  const stub = await startStub()
  const place = await openPlace('sqlite')
  const ready = await startsOf(place, stub.url, starts)
  const gateway = await startShipped(place, stub.url)
  const idleMb = (await gateway.residentBytes()) / MEBIBYTE
  await holdBack(gateway, stub)
  await fillQueue(gateway, queued)
  await gateway.stop()
  // A gateway of its own, so that what filling the queue took is not counted as what the queue takes.
  const full = await startShipped(place, stub.url)
  const fullMb = (await full.residentBytes()) / MEBIBYTE
  await full.stop()
  await stub.stop()
  await place.remove()
  return [
    { what: READY, value: median(ready), unit: 'ms', aim: { atMost: 1_000 }, limitedBy: READY_LIMIT },
    { what: IDLE, value: idleMb, unit: 'MiB', aim: { atMost: 150 }, limitedBy: IDLE_LIMIT },
    {
      what: {
        zh: `再加上 ${queued} 个已排队的人`,
        en: `more with ${queued} people queued`,
      },
      value: fullMb - idleMb,
      unit: 'MiB',
      aim: { atMost: 100 },
      limitedBy: {
        zh: '内存随工作集而定，与排队人数的关系还没有查清',
        en: 'Memory follows the working set; how it depends on the queue has not been found out yet',
      },
    },
  ]
}

const READY = { zh: '从启动到就绪', en: 'from the start to ready' }
const READY_LIMIT = {
  zh: '随包装发的就是源码：Node 启动时才去掉类型、编译约五百个文件。',
  en: 'What is shipped are the sources: Node strips the types and compiles some five hundred files at the start.',
}
const IDLE = { zh: '闲置时占用的内存', en: 'memory when idle' }
const IDLE_LIMIT = {
  zh: 'Node 自身约 45 MiB，其余是源码、类型擦除器和依赖。',
  en: 'Node itself takes about 45 MiB; the rest are sources, the type stripper and dependencies.',
}

/** Started again on the same data, as after an update. */
async function startsOf(place: Place, stubUrl: string, starts: number): Promise<number[]> {
  const times: number[] = []
  for (let start = 0; start < starts; start++) {
    const gateway = await startShipped(place, stubUrl)
    times.push(gateway.readyMs)
    await gateway.stop()
  }
  return times
}

/** Most that one message takes. */
const LARGEST_LIST = 100_000

/** By lists as large as they may be; each is expanded before the next comes. */
async function fillQueue(gateway: ShippedGateway, people: number): Promise<void> {
  for (let first = 0; first < people; first += LARGEST_LIST) {
    await gateway.postList(Math.min(LARGEST_LIST, people - first))
    await gateway.untilWaiting(Math.min(people, first + LARGEST_LIST))
  }
}
