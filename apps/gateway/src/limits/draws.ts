import type { RecipientKind } from '@hongyan/contract'
import type { OpenAccount } from '../accounts/directory.ts'
import type { Limit, Operation } from '../channels/channel.ts'
import type { LimitOwner, LimitSpec } from '../store/store.ts'
import { bucketOf } from './bucket.ts'

/** A limit that an operation draws on. */
export interface Draw {
  /** The channel's own entry. */
  readonly limit: Limit
  readonly spec: LimitSpec
  /** What one full call takes of it. */
  readonly fullCall: number
  /** What a call to so many recipients of one kind takes of it. */
  amount(kind: RecipientKind | 'fixed' | undefined, recipients: number): number
}

/** Every limit that one operation of an account draws on, by the channel's own table. */
export function drawsOf(account: OpenAccount, operation: Operation): Draw[] {
  return account.channel.limits
    .filter((limit) => limit.on.includes(operation))
    .flatMap((limit) => drawOn(limit, account) ?? [])
}

/** Undefined where the account cannot tell how much it may: then the platform's own refusal is the limit. */
function drawOn(limit: Limit, account: OpenAccount): Draw | undefined {
  const owner = ownerOf(limit, account)
  const size = sizeOf(limit, account)
  if (!owner || size === undefined) return undefined
  const fullCall = limit.unit === 'calls' ? 1 : Math.min(size, largestCall(account))
  const { scope, unit } = limit
  const base = { owner, scope, unit }
  const spec: LimitSpec =
    'period' in limit
      ? { ...base, period: limit.period, allowance: size }
      : { ...base, ...bucketOf({ limit: size, windowMs: limit.windowMs, fullCall }) }
  return { limit, spec, fullCall, amount: (kind, recipients) => amountOf(limit, kind, recipients) }
}

function amountOf(limit: Limit, kind: RecipientKind | 'fixed' | undefined, recipients: number): number {
  const concerns = !limit.recipients || limit.recipients.some((concerned) => concerned === kind)
  if (!concerns) return 0
  return limit.unit === 'calls' ? 1 : recipients
}

/** What a single member may receive has its own count: see `memberLimitsOf`. */
function ownerOf({ owner }: Limit, account: OpenAccount): LimitOwner | undefined {
  switch (owner) {
    case 'corp':
      // A robot's webhook does not say whose it is.
      return account.channel.app.owner === 'robot' ? undefined : { kind: owner, id: account.corp }
    case 'app':
    case 'robot':
      return { kind: owner, id: account.app }
    case 'egress':
      return { kind: owner, id: account.platform }
    case 'member':
      return undefined
  }
}

function sizeOf(limit: Limit, { options }: OpenAccount): number | undefined {
  const bought = limit.option === undefined ? undefined : options[limit.option]
  const size = typeof bought === 'number' ? bought : limit.limit
  if (!limit.perSeat) return size
  return typeof options.seats === 'number' ? size * options.seats : undefined
}

const largestCall = ({ channel }: OpenAccount): number =>
  channel.recipients === 'fixed' ? 1 : Math.max(1, ...Object.values(channel.recipients))
