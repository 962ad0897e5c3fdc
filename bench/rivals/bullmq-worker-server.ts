// One job per call by BullMQ, its limiter on and set above the load. What the platform answered stays with the job.
import { Worker } from 'bullmq'
import { serveBenchmark } from '../server-process.ts'
import { jobSender } from './job.ts'

const [, , redisUrl = '', stubUrl = '', inFlight = ''] = process.argv
const send = jobSender(stubUrl, Number(inFlight))

let worker: Worker | undefined
serveBenchmark(stubUrl, async (queue) => {
  await worker?.close()
  worker = new Worker<{ body: string }>(queue, ({ data }) => send(data.body), {
    connection: { url: redisUrl, maxRetriesPerRequest: null },
    concurrency: Number(inFlight),
    limiter: { max: 1_000_000, duration: 1_000 },
  })
})
