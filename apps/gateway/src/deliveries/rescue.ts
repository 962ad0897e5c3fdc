import type { OpenAccount } from '../accounts/directory.ts'
import type { Outcome } from '../channels/session.ts'
import type { Clock } from '../clock.ts'
import type { StartedCall, Store } from '../store/store.ts'
import { evidenceOf } from './attempt.ts'
import type { NextTurn } from './loop.ts'
import { type Settled, settle } from './settle.ts'
import { startedAnew } from './without.ts'

export interface RescueContext {
  readonly store: Pick<Store, 'deadEpochs' | 'openCalls' | 'recordOutcome'>
  readonly accounts: { get(name: string): OpenAccount | undefined }
  readonly clock: Pick<Clock, 'now'>
}

/** Calls settled in one turn. */
const PAGE = 50
/** A call that ended its process so often is not tried again. */
const MAX_RESCUES = 3

const INTERRUPTED: Outcome = {
  kind: 'ambiguous',
  finding: { code: 'no_answer', platformText: 'the process ended before the outcome was recorded' },
}

/**
 * Settles what dead processes left in the air, in their name: each outcome is fenced by the dead epoch and its attempt,
 * so that two rescuers settle it once, and the dead one, should it come back, finds itself late.
 */
export async function rescueCalls({ store, accounts, clock }: RescueContext): Promise<NextTurn> {
  const epochs = await store.deadEpochs(clock.now())
  if (epochs.length === 0) return undefined
  const calls = await store.openCalls({ epochs, limit: PAGE })
  for (const call of calls) {
    const now = clock.now()
    const { settlement } = settleInterrupted(call, accounts.get(call.account), now)
    await store.recordOutcome({
      call: call.id,
      epoch: call.epoch,
      attempt: call.attempt,
      now,
      evidence: evidenceOf(INTERRUPTED),
      settlement,
      rescue: true,
    })
  }
  return calls.length === PAGE ? 'now' : undefined
}

function settleInterrupted(
  call: StartedCall,
  account: OpenAccount | undefined,
  now: number,
): Pick<Settled, 'settlement'> {
  const settlement = startedAnew(call)
  if (settlement) return { settlement }
  if (call.rescues + 1 >= MAX_RESCUES) {
    return { settlement: { kind: 'end', state: 'failed', code: 'poison', final: true } }
  }
  if (!account) return { settlement: { kind: 'end', state: 'unknown', code: 'no_answer', final: true } }
  return settle(call, INTERRUPTED, { account, now, random: 0 })
}
