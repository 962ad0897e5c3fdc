import type { Ground, Job, Result } from './plan.ts'
import { startSandboxProcess } from './sandbox.ts'

/** A job with how it ended; a run that could not be finished is one problem. */
export type Done = Job & { readonly result: Result }

/**
 * Runs the jobs side by side, each lane on a sandbox of its own: most of a run is waiting for processes and leases.
 * Answers once all are done, and tells of each as it ends.
 */
export async function runInLanes(
  jobs: readonly Job[],
  lanes: number,
  ground: Omit<Ground, 'sandbox'>,
  onDone: (done: Done) => void,
): Promise<void> {
  const waiting = [...jobs]
  const lane = async () => {
    const sandbox = await startSandboxProcess()
    try {
      for (let job = waiting.shift(); job; job = waiting.shift()) {
        onDone({ ...job, result: await resultOf(job, { ...ground, sandbox }) })
      }
    } finally {
      await sandbox.stop()
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

async function resultOf(job: Job, ground: Ground): Promise<Result> {
  if (job.size === undefined) return job.run(ground).catch(unfinished)
  const sandbox = await startSandboxProcess(job.size)
  try {
    return await job.run({ ...ground, sandbox }).catch(unfinished)
  } finally {
    await sandbox.stop()
  }
}

const unfinished = (error: unknown): Result => ({
  accepted: 0,
  ambiguous: 0,
  replayed: 0,
  identical: 0,
  largestInbox: 0,
  unknown: 0,
  poison: 0,
  hits: 0,
  signals: 0,
  problems: [String(error).slice(0, 1000)],
})
