import { IN_FLIGHT } from '../gateway/bare-loop.ts'
import { drain, holdBack } from '../gateway/held-back.ts'
import { type Place, startShipped } from '../gateway/shipped.ts'
import type { Contest } from '../harness.ts'
import { startServer } from '../server-process.ts'
import { startStub } from '../stub.ts'

/** A queue library on its own engine. */
export interface Rival {
  /** File of its worker; it is told which queue to take. */
  readonly worker: string
  readonly engineUrl: string
  /** Adds jobs to a queue, durably. */
  fill(queue: string, jobs: number): Promise<void>
  stop(): Promise<void>
}

/** Both drain what was queued before, one call for each, to the same platform and with as many in flight. */
export async function startRivalry(place: Place, rival: Rival, calls: number): Promise<Contest> {
  const stub = await startStub()
  const gateway = await startShipped(place, stub.url)
  await holdBack(gateway, stub)
  const worker = await startServer(rival.worker, [rival.engineUrl, stub.url, String(IN_FLIGHT)])
  let round = 0
  return {
    ours: () => drain(gateway, stub, { calls, delayMs: 0 }),
    async reference() {
      const queue = `calls-${round++}`
      await rival.fill(queue, calls)
      await stub.restart(0)
      await worker.tell(queue)
      return stub.sendsPerSecond(calls)
    },
    async stop() {
      await gateway.stop()
      await worker.stop()
      await rival.stop()
      await stub.stop()
      await place.remove()
    },
  }
}
