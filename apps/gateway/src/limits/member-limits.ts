import type { OpenAccount } from '../accounts/directory.ts'
import type { MemberLimit } from '../store/store.ts'
import { withJitter } from './bucket.ts'

/**
 * What a single member may get by an account's app. Only whom a call names can be counted: members of a department or
 * tag are counted by nobody but the platform.
 */
export const memberLimitsOf = ({ channel }: OpenAccount): MemberLimit[] =>
  channel.limits
    .filter(({ owner, on }) => owner === 'member' && on.includes('send'))
    .flatMap((limit): MemberLimit[] => {
      if ('windowMs' in limit) return [{ limit: limit.limit, windowMs: withJitter(limit.windowMs) }]
      return limit.period === 'day' ? [{ limit: limit.limit, period: 'day' }] : []
    })
