import type { Lane, RecipientKind } from '@hongyan/contract'
import { dayOf, startOfDay, startOfMonthAfter } from '../clock.ts'
import type { Allowance } from '../store/store.ts'
import { floorOf, refilledAt } from './bucket.ts'
import type { Draw } from './draws.ts'

type Debitable = Omit<Draw, 'limit'>

export interface Wish {
  readonly lane: Lane
  readonly kind: RecipientKind | 'fixed' | undefined
  /** Recipients that one call could take. */
  readonly recipients: number
  readonly now: number
}

export type Affordable =
  | { readonly kind: 'go'; readonly recipients: number; readonly debits: readonly number[] }
  | { readonly kind: 'wait'; readonly until: number }

/**
 * How many recipients a call may have now. A batch is not cut to fit what happens to be left, because calls are
 * scarcer than seconds; only an urgent one goes with as many as there is room for. Bulk leaves its floor untouched.
 */
export function afford(
  draws: readonly Debitable[],
  allowances: readonly Allowance[],
  wish: Wish,
): Affordable {
  const recipients = wish.lane === 'urgent' ? roomFor(draws, allowances, wish) : wish.recipients
  const debits = draws.map((draw) => draw.amount(wish.kind, recipients))
  const waits = draws.map((draw, index) => {
    const allowance = allowances[index]
    return allowance ? waitFor(draw, allowance, debits[index] ?? 0, wish) : wish.now
  })
  const until = Math.max(wish.now, ...waits)
  return until > wish.now ? { kind: 'wait', until } : { kind: 'go', recipients, debits }
}

/** At least one: with room for nobody the call waits until there is room for that one. */
function roomFor(draws: readonly Debitable[], allowances: readonly Allowance[], wish: Wish): number {
  const rooms = draws.map((draw, index) => {
    const allowance = allowances[index]
    const counts = draw.amount(wish.kind, 2) > draw.amount(wish.kind, 1)
    return counts && allowance ? Math.floor(allowance.available) : wish.recipients
  })
  return Math.max(1, Math.min(wish.recipients, ...rooms))
}

/** The instant from which on the limit allows the amount; `now` if it does. */
function waitFor(
  draw: Debitable,
  { available, blockedUntil }: Allowance,
  amount: number,
  wish: Wish,
): number {
  if (amount === 0) return wish.now
  if (blockedUntil !== null && blockedUntil > wish.now) return blockedUntil
  const { spec } = draw
  if ('period' in spec) {
    if (available >= amount) return wish.now
    return spec.period === 'day' ? startOfDay(dayOf(wish.now) + 1) : startOfMonthAfter(wish.now)
  }
  const wanted = Math.min(amount + floorOf(wish.lane, spec, draw.fullCall), spec.capacity)
  return available >= wanted ? wish.now : refilledAt(spec, available, wanted, wish.now)
}
