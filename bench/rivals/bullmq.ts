import { Queue } from 'bullmq'
import { startRedis } from '../../e2e/setup/redis.ts'
import { openPlace } from '../gateway/shipped.ts'
import type { Benchmark } from '../harness.ts'
import { jobBody } from './job.ts'
import { type Rival, startRivalry } from './rival.ts'

/** How often Redis writes its log to disk. `everysec`, its default, loses up to a second of what it has confirmed. */
export type Fsync = 'always' | 'everysec'

/** Jobs added by one command. */
const BULK = 1_000

export const againstBullmq = (fsync: Fsync): Benchmark => ({
  name: `rival-bullmq-${fsync}`,
  compares: {
    zh: `SQLite 上的网关对 BullMQ 6 + Redis（appendfsync ${fsync}），每次调用一个任务，32 个同时在途，平台立即应答`,
    en: `the gateway on SQLite against BullMQ 6 with Redis (appendfsync ${fsync}), one job per call, 32 in flight, a platform that answers at once`,
  },
  unit: 'calls/s',
  aim: fsync === 'always' ? { of: 'ratio', atLeast: 2 } : { of: 'ratio' },
  limitedBy: {
    zh: '对手一个任务只写一两条记录，不扣限额、不留意图、不记逐人状态；我们每次调用的语句多得多',
    en: 'The rival writes one or two records a job and keeps no limits, intents or states of people; ours runs many more statements a call',
  },
  effort: { full: { warmUps: 1, rounds: 12 }, quick: { warmUps: 0, rounds: 3 } },
  start: async (quick) =>
    startRivalry(await openPlace('sqlite'), await startBullmq(fsync), quick ? 1_000 : 10_000),
})

export async function startBullmq(fsync: Fsync): Promise<Rival> {
  const redis = await startRedis(['--appendonly', 'yes', '--appendfsync', fsync])
  const connection = { url: redis.url, maxRetriesPerRequest: null }
  return {
    worker: 'rivals/bullmq-worker-server.ts',
    engineUrl: redis.url,
    async fill(name, jobs) {
      const queue = new Queue(name, { connection })
      for (let first = 0; first < jobs; first += BULK) {
        const count = Math.min(BULK, jobs - first)
        const bulk = Array.from({ length: count }, (_, n) => ({
          name: 'call',
          data: { body: jobBody(first + n) },
        }))
        await queue.addBulk(bulk)
      }
      await queue.close()
    },
    stop: () => redis.stop(),
  }
}
