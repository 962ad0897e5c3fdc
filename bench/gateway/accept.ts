import { Pool } from 'undici'
import type { Benchmark, Contest, Finding } from '../harness.ts'
import { sendAll } from '../load.ts'
import { startServer } from '../server-process.ts'
import { median, percentile } from '../statistics.ts'
import { startStub } from '../stub.ts'
import { holdBack } from './held-back.ts'
import { openPlace, postMessage, type StoreName, startShipped } from './shipped.ts'

/** Callers at once, as many as a company's systems keep connections open. */
const CONNECTIONS = 64

/** What durability costs: POST /v1/messages on the shipped process against a server that keeps nothing. */
export const acceptOn = (store: StoreName): Benchmark => ({
  name: `accept-${store}`,
  compares: {
    zh: `POST /v1/messages（落盘后才回 202，${store}，64 个连接）对同样的框架和校验、什么都不存的服务器`,
    en: `POST /v1/messages (on disk before the 202, ${store}, 64 connections) against the same framework and schema without a store`,
  },
  unit: 'accepts/s',
  aim: { of: 'ratio', atLeast: 0.5 },
  limitedBy: {
    zh: '解析、校验和写库在同一个线程里轮流进行；一批一起提交，但每条消息要写六张表',
    en: 'Parsing, checking and the statements take turns in one thread; commits are shared, yet each message is rows in six tables',
  },
  effort: { full: { warmUps: 2, rounds: 20 }, quick: { warmUps: 1, rounds: 3 } },
  start: (quick) => startAccept(store, quick ? 1_000 : 10_000),
})

export async function startAccept(store: StoreName, messages: number): Promise<Contest> {
  const stub = await startStub()
  const place = await openPlace(store)
  const gateway = await startShipped(place, stub.url)
  // What is accepted stays in the queue: a second benchmark tells what sending it costs.
  await holdBack(gateway, stub)
  const bare = await startServer('gateway/bare-accept-server.ts')
  const ours = acceptor(gateway.url, messages)
  const reference = acceptor(bare.url, messages)
  return {
    ours: ours.perSecond,
    reference: reference.perSecond,
    findings: async () => [
      { what: LATENCY, value: ours.p99Ms(), unit: 'ms' },
      { what: BARE_LATENCY, value: reference.p99Ms(), unit: 'ms' },
    ],
    async stop() {
      await Promise.all([ours.close(), reference.close()])
      await Promise.all([gateway.stop(), bare.stop()])
      await stub.stop()
      await place.remove()
    },
  }
}

const LATENCY: Finding['what'] = { zh: '第 99 百分位耗时', en: 'p99 of an accept' }
const BARE_LATENCY: Finding['what'] = { zh: '对照的第 99 百分位耗时', en: 'p99 of the reference' }

/** Numbers go on from one acceptor to the next, so that no two messages have one idempotency key. */
let numbers = 1_000_000

function acceptor(url: string, messages: number) {
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 })
  const p99s: number[] = []
  const send = (latencies: number[]) => async () => {
    const startedAt = performance.now()
    await postMessage(pool, numbers++)
    latencies.push(performance.now() - startedAt)
  }
  return {
    async perSecond() {
      const latencies: number[] = []
      const startedAt = performance.now()
      await sendAll(messages, CONNECTIONS, send(latencies))
      const elapsedMs = performance.now() - startedAt
      p99s.push(percentile(latencies, 0.99))
      return (messages * 1000) / elapsedMs
    },
    /** The usual round's. */
    p99Ms: () => median(p99s),
    close: () => pool.close(),
  }
}
