import type { Measurement, Reading } from '../measurement.ts'
import { startStub } from '../stub.ts'
import { openPlace, startShipped } from './shipped.ts'

const CONNECTIONS = 4

/** What scaling out must not multiply. */
export const tokens: Measurement = {
  name: 'tokens',
  what: {
    zh: '一个 PostgreSQL 上的多个节点同时发：向平台要了几次 token，调用了几次',
    en: 'Several nodes on one PostgreSQL that send at once: how often the platform was asked for a token, and called',
  },
  take: (quick) => (quick ? measureTokens(2, 50) : measureTokens(8, 1_000)),
}

export async function measureTokens(nodes: number, sendsOfEach: number): Promise<Reading[]> {
  const stub = await startStub()
  const place = await openPlace('postgres')
  const gateways = [await startShipped(place, stub.url)]
  while (gateways.length < nodes) gateways.push(await startShipped(place, stub.url))
  await stub.restart(0)
  const sends = nodes * sendsOfEach
  await Promise.all(
    gateways.map((gateway, node) => gateway.post(sendsOfEach, CONNECTIONS, node * sendsOfEach)),
  )
  await stub.sendsPerSecond(sends)
  for (const gateway of gateways) await gateway.stop()
  const seen = await stub.traffic()
  await stub.stop()
  await place.remove()
  const load = {
    zh: `${nodes} 个节点 × ${sendsOfEach} 条`,
    en: `${nodes} nodes × ${sendsOfEach} messages`,
  }
  return [
    {
      what: { zh: `${load.zh}：要 token 的次数`, en: `${load.en}: requests for a token` },
      value: seen.tokens,
      unit: 'requests',
      aim: { atMost: 1 },
    },
    {
      what: {
        zh: `${load.zh}：发送调用（每条一次就是最少）`,
        en: `${load.en}: calls (one for each message is the least)`,
      },
      value: seen.sends,
      unit: 'calls',
      aim: { atLeast: sends, atMost: sends },
    },
  ]
}
