import type { Lane, VerifyChoice } from '@hongyan/contract'

/** The month's calls of whoever owns them; null where the platform counts none. */
export interface MonthBudget {
  readonly used: number
  readonly limit: number
}

export interface VerificationQuestion {
  readonly verify: VerifyChoice
  readonly lane: Lane
  readonly budget: MonthBudget | null
  /** A number from 0 to 1 that stays the same for a call, so that a repeated decision is the same decision. */
  readonly draw: number
}

/** Below this share of the month's calls only a sample is verified. */
const SAMPLE_BELOW = 0.5
/** Below this one only what is urgent. */
const URGENT_ONLY_BELOW = 0.2
/** One in ten shows whether an account is in trouble, at a tenth of the price. */
const SAMPLE_SHARE = 0.1

const GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2

/**
 * A call's draw. Multiples of the golden ratio fall evenly between 0 and 1 whatever the period they are picked by;
 * each tenth call as such would always be the same person of somebody who sends to ten.
 */
export const drawOf = (call: number): number => (call * GOLDEN_RATIO) % 1

export type Verification = 'ask' | 'not_wanted' | 'not_sampled' | 'saved_for_urgent'

/** Whether a call of the month's budget is spent on asking what became of people. */
export function decideVerification({ verify, lane, budget, draw }: VerificationQuestion): Verification {
  if (verify === 'none') return 'not_wanted'
  if (verify === 'full' || budget === null) return 'ask'
  const left = 1 - budget.used / budget.limit
  if (lane === 'urgent' || left >= SAMPLE_BELOW) return 'ask'
  if (left < URGENT_ONLY_BELOW) return 'saved_for_urgent'
  return draw < SAMPLE_SHARE ? 'ask' : 'not_sampled'
}
