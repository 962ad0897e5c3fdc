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

/** A sandbox has moved this store's time. Platforms refuse what is signed an hour off, and quotas would end wrongly. */
class MovedTimeError extends Error {
  override readonly name = 'MovedTimeError'

  constructor(offsetMs: number) {
    const hours = Math.round(offsetMs / HOUR_MS)
    super(
      `这个数据目录的时间被沙箱拨快了约 ${hours} 小时，不能用于真实平台。请用 --sandbox 启动，或用 HONGYAN_DATA 指定另一个目录。` +
        `A sandbox has moved this store’s time by some ${hours} hours, so it cannot serve the real platforms. Start with --sandbox, or name another directory in HONGYAN_DATA.`,
    )
  }
}

const HOUR_MS = 3_600_000

/**
 * Sets business time: the store's clock, which all nodes share, plus one offset. A sandbox owns that offset while it is
 * attached, and time never runs backwards, so a store that a sandbox has moved stays with sandboxes.
 *
 * @throws MovedTimeError if it is to go without one.
 */
export async function keepBusinessTime(sandboxUrl: string | undefined, parts: Parts): Promise<void> {
  const { store, clock, log, closing } = parts
  const { realNow, offsetMs } = await store.time()
  const skewMs = realNow - clock.now()
  clock.setOffset(skewMs + offsetMs)
  if (sandboxUrl === undefined) {
    if (offsetMs !== 0) throw new MovedTimeError(offsetMs)
    return
  }
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
