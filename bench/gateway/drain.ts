import type { Benchmark, Contest } from '../harness.ts'
import { startStub } from '../stub.ts'
import { bareLoop } from './bare-loop.ts'
import { drain, holdBack } from './held-back.ts'
import { openPlace, type StoreName, startShipped } from './shipped.ts'

export interface DrainSize {
  /** Messages to one person each, hence calls. */
  readonly calls: number
  /** How long the platform takes to answer. Unit: ms. */
  readonly delayMs: number
}

/** What the whole way of a call costs beyond its socket: plan, limits, intent and outcome, each of them on disk. */
export const drainOn = (store: StoreName, delayMs: 0 | 100): Benchmark => ({
  name: `drain-${store}-${delayMs}ms`,
  compares: {
    zh: `已排队的消息逐条发出（${store}，平台 ${delayMs} 毫秒应答，限额、意图、结果都落盘）对 undici 循环，都是 32 个请求同时在途`,
    en: `queued messages, one call each (${store}, the platform answers in ${delayMs} ms; limits, intents and outcomes on disk) against a loop of undici, both with 32 in flight`,
  },
  unit: 'calls/s',
  aim: { of: 'ratio', atLeast: delayMs === 0 ? 0.5 : 0.95 },
  limitedBy: {
    zh: '每条消息只有一个人，于是每次调用都要自己的意图、尝试、结果和事件；语句和提交占主线程大半时间',
    en: 'With one person to a message every call has an intent, an attempt, an outcome and events of its own; statements and commits take most of the main thread',
  },
  effort: { full: { warmUps: 1, rounds: delayMs === 0 ? 15 : 10 }, quick: { warmUps: 0, rounds: 3 } },
  start: (quick) => startDrain(store, { calls: callsOf(quick, delayMs), delayMs }),
})

/** At 100 ms a second holds 320 calls, however fast either side is. */
function callsOf(quick: boolean, delayMs: number): number {
  if (quick) return delayMs === 0 ? 1_000 : 640
  return delayMs === 0 ? 10_000 : 3_200
}

export async function startDrain(store: StoreName, size: DrainSize): Promise<Contest> {
  const stub = await startStub()
  const place = await openPlace(store)
  const gateway = await startShipped(place, stub.url)
  await holdBack(gateway, stub)
  const loop = bareLoop(stub)
  return {
    ours: () => drain(gateway, stub, size),
    reference: () => loop.callsPerSecond(size),
    async stop() {
      await loop.close()
      await gateway.stop()
      await stub.stop()
      await place.remove()
    },
  }
}
