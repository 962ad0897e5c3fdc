import type { OpenAccount } from '../accounts/directory.ts'
import type { Outcome } from '../channels/session.ts'
import type { Clock } from '../clock.ts'
import type { Evidence, OutcomeInput, StartedCall, Store } from '../store/store.ts'
import { becauseOf } from './because.ts'
import { failpoint } from './failpoint.ts'
import type { Lease } from './lease.ts'
import { settle } from './settle.ts'
import { isWithout } from './without.ts'

export interface AttemptContext {
  readonly store: Pick<Store, 'recordOutcome'>
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'after'>
  readonly lease: Pick<Lease, 'isTrusted'>
  /** Spreads retries; from 0 to 1. */
  readonly random: () => number
  readonly onError: (error: unknown) => void
}

/**
 * One try of a started call: the socket, then the outcome, fenced by epoch and attempt. Dying before the outcome is on
 * disk leaves the intent, which the rescue settles as ambiguous.
 */
export async function attemptCall(
  call: StartedCall,
  account: OpenAccount,
  context: AttemptContext,
): Promise<'recorded' | 'late'> {
  const { clock, lease, random } = context
  const began = clock.monotonic()
  // Past its lease another node may already be settling this call, so nothing is sent any more.
  const outcome = lease.isTrusted() || isWithout('fence') ? await send(call, account) : LEASE_OVER
  const now = clock.now()
  const { settlement, blocks, dropIdentities } = settle(call, outcome, { account, now, random: random() })
  failpoint('attempt.before_record')
  const recorded = await recordSurely(context, {
    call: call.id,
    epoch: call.epoch,
    attempt: call.attempt,
    now,
    evidence: { ...evidenceOf(outcome), durationMs: Math.round(clock.monotonic() - began) },
    settlement,
    blocks,
    dropIdentities,
  })
  failpoint('attempt.after_record')
  return recorded
}

const LEASE_OVER: Outcome = {
  kind: 'not_sent',
  finding: { code: 'not_sent', platformText: 'not sent: the lease of this process had run out' },
}

/** How long a store that is away is left alone. Unit: ms. */
const STORE_PAUSE_MS = 500
/** A store that still takes nothing after this many tries never will; then the next start of a process settles it. */
const STORE_TRIES = 120

/**
 * What the platform has said exists nowhere else, so it is kept until the store takes it. It is fenced: written late it
 * does no harm, and if this process ends first the rescue finds the intent.
 */
async function recordSurely(
  { store, clock, onError }: AttemptContext,
  outcome: OutcomeInput,
): Promise<'recorded' | 'late'> {
  for (let tries = 1; ; tries++) {
    try {
      return await store.recordOutcome(outcome)
    } catch (error) {
      if (tries === STORE_TRIES) throw error
      onError(error)
      await new Promise<void>((resolve) => clock.after(STORE_PAUSE_MS, resolve))
    }
  }
}

/** Sessions throw for bugs only. By then the request may be out, so even a bug is no proof that nobody got it. */
async function send(call: StartedCall, { session }: OpenAccount): Promise<Outcome> {
  try {
    const sending = session.send(call.body)
    failpoint('attempt.while_sending')
    return await sending
  } catch (error) {
    return { kind: 'ambiguous', finding: { code: 'no_answer', platformText: String(error).slice(0, 500) } }
  }
}

export function evidenceOf(outcome: Outcome): Evidence {
  const finding = outcome.kind === 'accepted' ? undefined : outcome.finding
  return {
    outcome: outcome.kind,
    ...(outcome.kind === 'accepted' && outcome.receipt !== null && { receipt: outcome.receipt }),
    ...(finding && becauseOf(finding)),
    ...(outcome.httpStatus !== undefined && { httpStatus: outcome.httpStatus }),
    ...(outcome.requestId !== undefined && { requestId: outcome.requestId }),
  }
}
