import { PgBoss } from 'pg-boss'
import { startPostgres } from '../../e2e/setup/postgres.ts'
import { openPlaceOn } from '../gateway/shipped.ts'
import type { Benchmark, Contest } from '../harness.ts'
import { jobBody } from './job.ts'
import { startRivalry } from './rival.ts'

/** Jobs added by one statement. */
const BULK = 1_000

export const againstPgBoss: Benchmark = {
  name: 'rival-pg-boss',
  compares: {
    zh: '网关对 pg-boss 12，同一个 PostgreSQL（synchronous_commit on），每次调用一个任务，32 个同时在途，平台立即应答',
    en: 'the gateway against pg-boss 12 on the same PostgreSQL (synchronous_commit on), one job per call, 32 in flight, a platform that answers at once',
  },
  unit: 'calls/s',
  aim: { of: 'ratio', atLeast: 1.2 },
  limitedBy: {
    zh: '对手一个任务只写一两条记录，不扣限额、不留意图、不记逐人状态；我们每次调用的语句多得多',
    en: 'The rival writes one or two records a job and keeps no limits, intents or states of people; ours runs many more statements a call',
  },
  effort: { full: { warmUps: 1, rounds: 12 }, quick: { warmUps: 0, rounds: 3 } },
  start: (quick) => startPgBoss(quick ? 1_000 : 10_000),
}

/** One server for both, a database for each. */
export async function startPgBoss(calls: number): Promise<Contest> {
  const postgres = await startPostgres()
  const place = await openPlaceOn(postgres)
  const engineUrl = await postgres.createDatabase()
  const boss = new PgBoss({ connectionString: engineUrl, supervise: false, schedule: false })
  await boss.start()
  const rival = {
    worker: 'rivals/pg-boss-worker-server.ts',
    engineUrl,
    async fill(queue: string, jobs: number) {
      await boss.createQueue(queue)
      for (let first = 0; first < jobs; first += BULK) {
        const count = Math.min(BULK, jobs - first)
        await boss.insert(
          queue,
          Array.from({ length: count }, (_, n) => ({ data: { body: jobBody(first + n) } })),
        )
      }
    },
    stop: () => boss.stop({ graceful: false }),
  }
  return startRivalry(place, rival, calls)
}
