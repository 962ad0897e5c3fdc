import type { AccountDirectory } from './accounts/directory.ts'
import { type Clock, DAY_MS } from './clock.ts'
import type { Closing } from './closing.ts'
import { Loop } from './deliveries/loop.ts'
import type { Log } from './log.ts'
import type { Retention, Store } from './store/store.ts'

/** How soon another node's change of an account is known here. Unit: real milliseconds. */
const RELOAD_EVERY_MS = 2000
const PRUNE_EVERY_MS = 600_000
/** Rows removed in one transaction: few enough that nobody waits for it. */
const PRUNED_AT_ONCE = 500

interface Parts {
  readonly store: Pick<Store, 'prune'>
  readonly directory: Pick<AccountDirectory, 'reload'>
  readonly clock: Clock
  readonly log: Log
  readonly closing: Closing
}

/** What is done beside the messages' way: knowing the accounts as they are, and forgetting what is over. */
export function startUpkeep({ store, directory, clock, log, closing }: Parts): void {
  const onError = (error: unknown) => log.error('upkeep failed', error)
  const reloading = new Loop({
    clock,
    onError,
    pollMs: RELOAD_EVERY_MS,
    turn: async () => {
      await directory.reload()
      return undefined
    },
  })
  const pruning = new Loop({
    clock,
    onError,
    pollMs: PRUNE_EVERY_MS,
    turn: async () => {
      const removed = await store.prune(retentionAt(clock.now()), PRUNED_AT_ONCE)
      return removed >= PRUNED_AT_ONCE ? 'now' : undefined
    },
  })
  for (const loop of [reloading, pruning]) {
    loop.start()
    closing.add(() => loop.stop())
  }
}

const BODIES_DAYS = 30
const HISTORY_DAYS = 180
/** A caller that repeats a request does so within hours. */
const IDEMPOTENCY_DAYS = 7
/** Longer than any platform remembers content: DingTalk to the end of the day, WeCom up to four hours. */
const CONTENT_SEEN_DAYS = 2
/** Longer than a day, which is the longest that a platform counts a member's messages for. */
const TURNS_DAYS = 2

function retentionAt(now: number): Retention {
  const before = (days: number) => now - days * DAY_MS
  return {
    bodiesBefore: before(BODIES_DAYS),
    historyBefore: before(HISTORY_DAYS),
    auditBefore: before(HISTORY_DAYS),
    idempotencyBefore: before(IDEMPOTENCY_DAYS),
    contentSeenBefore: before(CONTENT_SEEN_DAYS),
    turnsBefore: before(TURNS_DAYS),
  }
}
