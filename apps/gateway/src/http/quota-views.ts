import type { QuotaView } from '@hongyan/contract'
import type { AccountDirectory, OpenAccount } from '../accounts/directory.ts'
import type { Operation } from '../channels/channel.ts'
import { type Clock, dayOf, startOfDay, startOfMonthAfter } from '../clock.ts'
import { type Draw, drawsOf } from '../limits/draws.ts'
import type { Allowance, LimitSpec, Store } from '../store/store.ts'
import { instant } from './views.ts'

const OPERATIONS = ['send', 'lookUp', 'report', 'recall'] as const satisfies Operation[]

export interface QuotaSources {
  readonly store: Pick<Store, 'allowances'>
  readonly accounts: Pick<AccountDirectory, 'all'>
  readonly clock: Pick<Clock, 'now'>
}

/** Every limit that the accounts draw on, once for all that share it. */
export async function quotaViews({ store, accounts, clock }: QuotaSources): Promise<QuotaView[]> {
  const now = clock.now()
  const shared = [...sharedDraws(accounts.all()).values()]
  const allowances = await store.allowances(
    shared.map(({ draw }) => draw.spec),
    now,
  )
  return shared.flatMap(({ draw, names }, at) => {
    const allowance = allowances[at]
    return allowance ? [quotaView(draw, [...names], allowance, now)] : []
  })
}

interface SharedDraw {
  readonly draw: Draw
  readonly names: Set<string>
}

function sharedDraws(accounts: readonly OpenAccount[]): Map<string, SharedDraw> {
  const shared = new Map<string, SharedDraw>()
  for (const account of accounts) {
    for (const draw of OPERATIONS.flatMap((operation) => drawsOf(account, operation))) {
      const { owner, scope } = draw.spec
      const key = `${owner.kind}|${owner.id}|${scope}`
      const entry = shared.get(key) ?? { draw, names: new Set() }
      shared.set(key, { ...entry, names: entry.names.add(account.name) })
    }
  }
  return shared
}

function quotaView({ limit, spec }: Draw, accounts: string[], allowance: Allowance, now: number): QuotaView {
  const { blockedUntil } = allowance
  const remaining = Math.max(0, Math.floor(allowance.available))
  return {
    owner: spec.owner.kind,
    ownerName: spec.owner.id,
    scope: spec.scope,
    unit: spec.unit,
    ...('period' in spec ? periodOf(spec, remaining, now) : rateOf(limit)),
    remaining,
    ...(blockedUntil !== null && blockedUntil > now && { blockedUntil: instant(blockedUntil) }),
    accounts,
  }
}

const rateOf = (limit: Draw['limit']): Pick<QuotaView, 'limit' | 'windowMs'> => ({
  limit: limit.limit,
  ...('windowMs' in limit && { windowMs: limit.windowMs }),
})

const periodOf = (spec: Extract<LimitSpec, { period: unknown }>, remaining: number, now: number) => ({
  limit: spec.allowance,
  period: spec.period,
  used: Math.max(0, spec.allowance - remaining),
  resetsAt: instant(spec.period === 'day' ? startOfDay(dayOf(now) + 1) : startOfMonthAfter(now)),
})
