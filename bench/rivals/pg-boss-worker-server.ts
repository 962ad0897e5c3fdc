// One job per call by pg-boss. Batches, since it fetches without a pause only while they come back full; each job is
// settled by itself, with what the platform answered.
import { PgBoss } from 'pg-boss'
import { serveBenchmark } from '../server-process.ts'
import { jobSender } from './job.ts'

const WORKERS = 4

const [, , databaseUrl = '', stubUrl = '', inFlight = ''] = process.argv
const send = jobSender(stubUrl, Number(inFlight))
const boss = new PgBoss({ connectionString: databaseUrl, supervise: false, schedule: false })
boss.on('error', (error) => {
  throw error
})
await boss.start()
const options = {
  batchSize: Number(inFlight) / WORKERS,
  localConcurrency: WORKERS,
  burstWhenBatchFull: true,
  pollingIntervalSeconds: 0.5,
  perJobResults: true,
} as const

let taken: string | undefined
serveBenchmark(stubUrl, async (queue) => {
  if (taken !== undefined) await boss.offWork(taken)
  taken = queue
  await boss.work<{ body: string }, object, typeof options>(queue, options, (jobs) =>
    Promise.all(
      jobs.map(async ({ id, data }) => ({
        id,
        status: 'completed' as const,
        output: await send(data.body),
      })),
    ),
  )
})
