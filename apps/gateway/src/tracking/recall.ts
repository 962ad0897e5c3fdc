import type { OpenAccount } from '../accounts/directory.ts'
import type { Clock } from '../clock.ts'
import { failpoint } from '../deliveries/failpoint.ts'
import { inTurns } from '../deliveries/in-turns.ts'
import type { Lease } from '../deliveries/lease.ts'
import type { NextTurn } from '../deliveries/loop.ts'
import { drawsOf } from '../limits/draws.ts'
import { Paces } from '../limits/pace.ts'
import type { DueRecall, RecallResult, Store } from '../store/store.ts'

export interface RecallContext {
  readonly store: Pick<Store, 'dueRecalls' | 'recordRecall' | 'debit'>
  readonly accounts: { get(name: string): OpenAccount | undefined }
  readonly clock: Pick<Clock, 'now'>
  readonly lease: Pick<Lease, 'epoch'>
}

/** Calls recalled in one turn. */
const PAGE = 20
/** A turn that fails leaves its calls to the next one after this; one that dies, at once. Unit: ms. */
const CLAIM_MS = 60_000
const CONCURRENT = 4
/** Without a usable answer a recall is repeated after this; doing it twice does no harm. Unit: ms. */
const PAUSE_MS = 5000
const MAX_TRIES = 20
/** The platform counts its window from when it took the message, which is earlier than our record of it. Unit: ms. */
const WINDOW_MARGIN_MS = 60_000

/** Takes the next calls back. A recall whose answer was lost is asked for again, so none is silently forgotten. */
export async function recallCalls(context: RecallContext): Promise<NextTurn> {
  const { store, clock, lease } = context
  const due = await store.dueRecalls({
    now: clock.now(),
    limit: PAGE,
    claimMs: CLAIM_MS,
    epoch: lease.epoch,
  })
  const paces = new Paces()
  const nexts: number[] = []
  await inTurns(due, CONCURRENT, async (call) => {
    const result = await recall(call, context, paces)
    failpoint('recall.before_record')
    await store.recordRecall({ call: call.call, now: clock.now(), result })
    if (result.kind === 'again') nexts.push(result.at)
  })
  if (due.length === PAGE) return 'now'
  return nexts.length > 0 ? Math.min(...nexts) : undefined
}

/**
 * "Too late" although the window was open: then a try before, whose answer was lost, has taken it back. No page says
 * what a second recall is answered.
 */
const afterLostAnswer = (sentAt: number, windowMs: number, now: number): 'recalled' | 'too_late' =>
  now < sentAt + windowMs - WINDOW_MARGIN_MS ? 'recalled' : 'too_late'

async function recall(
  call: DueRecall,
  { store, accounts, clock }: RecallContext,
  paces: Paces,
): Promise<RecallResult> {
  const account = accounts.get(call.account)
  const rule = account?.channel.recall
  if (!account || !rule || !call.receipt) return { kind: 'done', recall: 'impossible' }
  const now = clock.now()
  if (now > call.sentAt + rule.windowMs) return { kind: 'done', recall: 'too_late' }
  const draws = drawsOf(account, 'recall')
  const amounts = draws.map((draw) => draw.amount('user', 1))
  const granted = await store.debit({ limits: draws.map(({ spec }) => spec), amounts, now })
  if (!granted.granted) return { kind: 'again', at: paces.of(account, draws).next(granted.waitUntil) }
  const outcome = await account.session.recall(call.receipt)
  if (outcome.kind === 'too_late' && call.tries > 0)
    return { kind: 'done', recall: afterLostAnswer(call.sentAt, rule.windowMs, now) }
  if (outcome.kind !== 'later') return { kind: 'done', recall: outcome.kind }
  if (call.tries + 1 >= MAX_TRIES) return { kind: 'done', recall: 'failed' }
  return { kind: 'again', at: clock.now() + (outcome.retryAfterMs ?? PAUSE_MS) }
}
