import type { OpenAccount } from '../accounts/directory.ts'
import type { Outcome } from '../channels/session.ts'
import type { Clock } from '../clock.ts'
import type { Evidence, StartedCall, Store } from '../store/store.ts'
import { failpoint } from './failpoint.ts'
import type { Lease } from './lease.ts'
import { settle } from './settle.ts'

export interface AttemptContext {
  readonly store: Pick<Store, 'recordOutcome'>
  readonly clock: Pick<Clock, 'now' | 'monotonic'>
  readonly lease: Pick<Lease, 'isTrusted'>
  /** Spreads retries; from 0 to 1. */
  readonly random: () => number
}

/**
 * One try of a started call: the socket, then the outcome, fenced by epoch and attempt. Dying before the outcome is on
 * disk leaves the intent, which the rescue settles as ambiguous. `untrusted`: another node may already be doing that,
 * so nothing was sent.
 */
export async function attemptCall(
  call: StartedCall,
  account: OpenAccount,
  { store, clock, lease, random }: AttemptContext,
): Promise<'recorded' | 'late' | 'untrusted'> {
  if (!lease.isTrusted()) return 'untrusted'
  const began = clock.monotonic()
  const outcome = await send(call, account)
  const now = clock.now()
  const { settlement, blocks, dropIdentities } = settle(call, outcome, { account, now, random: random() })
  failpoint('attempt.before_record')
  const recorded = await store.recordOutcome({
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
    ...(finding && { code: finding.code }),
    ...(finding?.platformCode !== undefined && { platformCode: finding.platformCode }),
    ...(finding?.platformText !== undefined && { platformText: finding.platformText }),
    ...(outcome.httpStatus !== undefined && { httpStatus: outcome.httpStatus }),
    ...(outcome.requestId !== undefined && { requestId: outcome.requestId }),
  }
}
