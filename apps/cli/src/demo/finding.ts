import type { Person } from './cast.ts'

/** What became of one person's copy on one platform, in the product's states. */
export interface Finding {
  readonly person: Person
  readonly platform: 'dingtalk' | 'wecom'
  readonly state: 'read' | 'delivered' | 'sent' | 'forbidden' | 'invalid' | 'failed' | 'unknown'
  readonly why:
    | 'read'
    | 'unread'
    | 'accepted'
    | 'no_such_mobile'
    | 'not_found_or_invisible'
    | 'out_of_range'
    | 'repeated'
    | 'forbidden'
    | 'failed'
    | 'not_listed'
}
