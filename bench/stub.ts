import { setTimeout as sleep } from 'node:timers/promises'
import { startServer } from './server-process.ts'

/** What the stub has been asked since its last restart. Times are the stub's own, in ms. */
export interface Traffic {
  readonly sends: number
  readonly tokens: number
  readonly firstSendAt: number
  readonly lastSendAt: number
}

/** A platform that accepts everything, in a process of its own. */
export interface Stub {
  readonly url: string
  /** Counts from nothing again, and answers each send so much later. */
  restart(delayMs: number): Promise<void>
  traffic(): Promise<Traffic>
  /** Resolves once so many sends have come in, with their number per second. */
  sendsPerSecond(count: number): Promise<number>
  stop(): Promise<void>
}

/** How often the stub is asked whether all has come; each time costs it about one send. Unit: ms. */
const ASK_EVERY_MS = 50
/** Without a single send for so long something is stuck. Unit: ms. */
const PATIENCE_MS = 60_000

export async function startStub(): Promise<Stub> {
  const server = await startServer('stub-server.ts')
  // The stub answers what this folder's other half of it has written.
  const traffic = async () => (await (await fetch(`${server.url}/_stub/traffic`)).json()) as Traffic
  return {
    url: server.url,
    async restart(delayMs) {
      await (await fetch(`${server.url}/_stub/restart?delayMs=${delayMs}`, { method: 'POST' })).arrayBuffer()
    },
    traffic,
    async sendsPerSecond(count) {
      const { firstSendAt, lastSendAt } = await untilSends(count, traffic)
      return ((count - 1) * 1000) / (lastSendAt - firstSendAt)
    },
    stop: server.stop,
  }
}

/** @throws if more come than were wanted: then what was measured is not the work that was given. */
async function untilSends(count: number, read: () => Promise<Traffic>): Promise<Traffic> {
  let seen = await read()
  for (let waitedMs = 0; seen.sends < count; waitedMs += ASK_EVERY_MS) {
    if (waitedMs > PATIENCE_MS) throw new Error(`only ${seen.sends} of ${count} sends came`)
    await sleep(ASK_EVERY_MS)
    const now = await read()
    if (now.sends > seen.sends) waitedMs = 0
    seen = now
  }
  if (seen.sends > count) throw new Error(`${seen.sends} sends came where ${count} were accepted`)
  return seen
}
