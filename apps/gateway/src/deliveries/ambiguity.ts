import type { AmbiguityPolicy } from '@hongyan/contract'
import type { ReplayRule } from '../channels/channel.ts'
import { dayOf, startOfDay } from '../clock.ts'

/** What is known of a call that left and had no usable answer. */
export interface AmbiguousCall {
  readonly policy: AmbiguityPolicy
  /** How these very bytes may be repeated. */
  readonly replay: ReplayRule
  /** Windows count from the first attempt of the call: that one may have been executed. */
  readonly firstAttemptAt: number
  readonly expiresAt: number | null
}

/** A replay must arrive inside the window, not only leave inside it. Unit: ms. */
const WINDOW_MARGIN_MS = 60_000

/** The last instant at which the platform still drops a byte-identical copy; null if it never does. */
export function replayUntil(rule: ReplayRule, firstAttemptAt: number): number | null {
  switch (rule.kind) {
    case 'none':
      return null
    case 'window':
      return firstAttemptAt + rule.windowMs - WINDOW_MARGIN_MS
    case 'same_day':
      return startOfDay(dayOf(firstAttemptAt) + 1) - rule.stopBeforeMidnightMs
  }
}

/**
 * Whether an ambiguous call is repeated at `replayAt`. Nobody is sent a second copy without the sender's word:
 * `dedupe` repeats only while the platform drops the copy, `at_least_once` always, `at_most_once` never.
 */
export function mayReplay(call: AmbiguousCall, replayAt: number): boolean {
  if (call.policy === 'at_most_once') return false
  if (call.expiresAt !== null && replayAt >= call.expiresAt) return false
  if (call.policy === 'at_least_once') return true
  const until = replayUntil(call.replay, call.firstAttemptAt)
  return until !== null && replayAt <= until
}
