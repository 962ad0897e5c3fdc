/** Who a limit is counted for: `corp|<name>`, `app|<name>` … */
export interface LimitOwner {
  readonly kind: 'corp' | 'app' | 'robot' | 'member' | 'egress'
  readonly id: string
}

/**
 * A rate: a bucket of `capacity` that refills at `refillPerMs`. Over any window of W ms it lets through at most
 * capacity + refillPerMs × W, so a limit of L is held by refillPerMs = (L − capacity) / W.
 */
export interface RateLimit {
  readonly owner: LimitOwner
  readonly scope: string
  readonly unit: 'calls' | 'recipients'
  readonly capacity: number
  readonly refillPerMs: number
}

/** An allowance of a business day or month. */
export interface QuotaLimit {
  readonly owner: LimitOwner
  readonly scope: string
  readonly unit: 'calls' | 'recipients'
  readonly period: 'day' | 'month'
  readonly allowance: number
}

/** How many messages of one app a single member may get: in any window of so long, or in a business day. */
export type MemberLimit = { readonly limit: number } & (
  | { readonly windowMs: number }
  | { readonly period: 'day' }
)

export type LimitSpec = RateLimit | QuotaLimit

/** What a limit would allow now. In the order of the specs. */
export interface Allowance {
  readonly spec: LimitSpec
  /** Tokens in the bucket, or what is left of the period. Not negative. */
  readonly available: number
  /** The platform has said to wait; nothing may be debited before. */
  readonly blockedUntil: number | null
}

/** What one operation costs: amounts in the order of the specs given with it. */
export type Debits = readonly number[]

export interface LimitKey {
  readonly owner: LimitOwner
  readonly scope: string
}

/** A row as the quotas page shows it. */
export interface LimitUse extends LimitKey {
  /** Null for a rate; else `2026-11` or `2026-11-20`. */
  readonly period: string | null
  /** Used in the period; for a rate the tokens left at `updatedAt`. */
  readonly amount: number
  readonly updatedAt: number
  readonly blockedUntil: number | null
}

export interface LimitOperations {
  /** Debits all or none. Without enough in each, says when the last of them will have it. */
  debit(input: {
    readonly limits: readonly LimitSpec[]
    readonly amounts: Debits
    readonly now: number
  }): Promise<{ readonly granted: true } | { readonly granted: false; readonly waitUntil: number }>
  /** Gives back what a call provably did not use. */
  refund(input: {
    readonly limits: readonly LimitSpec[]
    readonly amounts: Debits
    readonly now: number
  }): Promise<void>
  allowances(limits: readonly LimitSpec[], now: number): Promise<readonly Allowance[]>
  /** Holds a limit shut until then; a block in force is only ever made longer. */
  blockScope(key: LimitKey, until: number, now: number): Promise<void>
  limitUse(now: number): Promise<readonly LimitUse[]>
}
