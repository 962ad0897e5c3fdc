import type { OpenAccount } from '../accounts/directory.ts'
import type { LookUpKind } from '../channels/channel.ts'
import type { Finding, LookUp } from '../channels/session.ts'
import type { Clock } from '../clock.ts'
import { drawsOf } from '../limits/draws.ts'
import type { Store } from '../store/store.ts'
import { missBudget } from './miss-budget.ts'

/** What is now known of a person, or when to ask again. */
export type Answer =
  | { readonly kind: 'found'; readonly platformId: string }
  | { readonly kind: 'missing' }
  /** The platform has no answer now. */
  | { readonly kind: 'later'; readonly at: number }
  /** Our own limit allows no question now. */
  | { readonly kind: 'paced'; readonly at: number }
  | { readonly kind: 'refused'; readonly finding: Finding }

export interface LookUpContext {
  readonly store: Pick<Store, 'debit' | 'refund'>
  readonly clock: Pick<Clock, 'now'>
}

/** A platform that gives no usable answer is asked again after this. Unit: ms. */
const PAUSE_MS = 10_000

const BUDGET_SPENT: Answer = { kind: 'refused', finding: { code: 'lookup_budget' } }

/**
 * Asks the platform who somebody is, within its limits. A miss is debited before the question and given back unless it
 * was one, so that no number of questions at once can overdraw the budget; a process that dies in between loses one.
 */
export async function lookUp(
  account: OpenAccount,
  kind: LookUpKind,
  value: string,
  { store, clock }: LookUpContext,
): Promise<Answer> {
  const draws = drawsOf(account, 'lookUp')
  const rate = { limits: draws.map(({ spec }) => spec), amounts: draws.map((draw) => draw.amount('user', 1)) }
  const miss = { limits: [missBudget(account)], amounts: [1] }
  const missGranted = await store.debit({ ...miss, now: clock.now() })
  if (!missGranted.granted) return BUDGET_SPENT
  const granted = await store.debit({ ...rate, now: clock.now() })
  const answer: LookUp | { kind: 'paced'; at: number } = granted.granted
    ? await account.session.lookUp(kind, value)
    : { kind: 'paced', at: granted.waitUntil }
  if (answer.kind !== 'missing') await store.refund({ ...miss, now: clock.now() })
  if (answer.kind !== 'later') return answer
  return { kind: 'later', at: clock.now() + (answer.retryAfterMs ?? PAUSE_MS) }
}
