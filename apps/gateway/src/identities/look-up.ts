import type { OpenAccount } from '../accounts/directory.ts'
import type { LookUpKind } from '../channels/channel.ts'
import type { Clock } from '../clock.ts'
import { becauseOf } from '../deliveries/because.ts'
import { drawsOf } from '../limits/draws.ts'
import type { Because, Store } from '../store/store.ts'
import { missBudget } from './miss-budget.ts'

/** What is now known of a person, or when to ask again. */
export type Answer =
  | { readonly kind: 'found'; readonly platformId: string }
  | { readonly kind: 'missing'; readonly because: Because }
  /** The platform has no answer now. */
  | { readonly kind: 'later'; readonly at: number }
  /** Our own limit allows no question now. */
  | { readonly kind: 'paced'; readonly at: number }
  | { readonly kind: 'refused'; readonly because: Because }

export interface LookUpContext {
  readonly store: Pick<Store, 'allowances' | 'debit'>
  readonly clock: Pick<Clock, 'now'>
}

/** A platform that gives no usable answer is asked again after this. Unit: ms. */
const PAUSE_MS = 10_000

const BUDGET_SPENT: Answer = { kind: 'refused', because: { code: 'lookup_budget' } }

/**
 * Asks the platform who somebody is, within its limits. Only a miss that has happened counts: were questions under way
 * held against the budget, a person whom everybody knows would be failed for good while others are being asked for, or
 * after a process died over its questions. So those under way together may overdraw it by as many as they are; the
 * budget is half of what the platform allows.
 */
export async function lookUp(
  account: OpenAccount,
  kind: LookUpKind,
  value: string,
  { store, clock }: LookUpContext,
): Promise<Answer> {
  const misses = missBudget(account)
  const [budget] = await store.allowances([misses], clock.now())
  if (budget && budget.available < 1) return BUDGET_SPENT
  const draws = drawsOf(account, 'lookUp')
  const rate = { limits: draws.map(({ spec }) => spec), amounts: draws.map((draw) => draw.amount('user', 1)) }
  const granted = await store.debit({ ...rate, now: clock.now() })
  if (!granted.granted) return { kind: 'paced', at: granted.waitUntil }
  const answer = await account.session.lookUp(kind, value)
  switch (answer.kind) {
    case 'missing':
      await store.debit({ limits: [misses], amounts: [1], now: clock.now() })
      return { kind: 'missing', because: becauseOf(answer.finding) }
    case 'later':
      return { kind: 'later', at: clock.now() + (answer.retryAfterMs ?? PAUSE_MS) }
    case 'refused':
      return { kind: 'refused', because: becauseOf(answer.finding) }
    case 'found':
      return answer
  }
}
