import type { SystemClock } from './clock.ts'
import type { Closing } from './closing.ts'
import type { Log } from './log.ts'
import { SandboxClock } from './sandbox-clock.ts'
import type { Store } from './store/store.ts'

interface Parts {
  readonly store: Pick<Store, 'time' | 'setClockOffset'>
  readonly clock: SystemClock
  readonly log: Log
  readonly closing: Closing
}

/**
 * Sets business time: the store's clock, which all nodes share, plus one offset. A sandbox owns that offset while it is
 * attached; it stays in force afterwards, because business time never runs backwards.
 */
export async function keepBusinessTime(sandboxUrl: string | undefined, parts: Parts): Promise<void> {
  const { store, clock, log, closing } = parts
  const { realNow, offsetMs } = await store.time()
  const skewMs = realNow - clock.now()
  clock.setOffset(skewMs + offsetMs)
  if (sandboxUrl === undefined) return
  const sandboxClock = new SandboxClock({
    url: sandboxUrl,
    clock,
    offsetMs,
    apply: async (told) => {
      await store.setClockOffset(told)
      clock.setOffset(skewMs + told)
    },
    onError: (error) => log.error('the sandbox’s clock is away', error),
  })
  await sandboxClock.start()
  closing.add(() => sandboxClock.stop())
}
