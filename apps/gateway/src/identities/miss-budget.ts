import type { OpenAccount } from '../accounts/directory.ts'
import type { LimitSpec } from '../store/store.ts'

/**
 * Platforms lock the look-up by mobile after many numbers that nobody has: 企业微信「手机号获取userid」 allows as many
 * misses a day as a fifth of the seats. Half of that is ours, so that other systems of the corp keep theirs.
 */
const DEFAULT_SHARE = 0.1
/** Where the account does not say how many seats its corp has. */
const DEFAULT_SEATS = 100
/** A small corp may still mistype a few numbers. */
const LEAST_MISSES = 10

/** How many look-ups may find nobody on one business day, counted for the corp. */
export function missBudget({ corp, options }: OpenAccount): LimitSpec {
  const seats = typeof options.seats === 'number' ? options.seats : DEFAULT_SEATS
  const share = typeof options.lookupMissShare === 'number' ? options.lookupMissShare : DEFAULT_SHARE
  return {
    owner: { kind: 'corp', id: corp },
    scope: 'lookup_miss',
    unit: 'calls',
    period: 'day',
    allowance: Math.max(LEAST_MISSES, Math.floor(seats * share)),
  }
}
