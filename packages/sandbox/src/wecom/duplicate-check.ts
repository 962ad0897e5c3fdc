import { createHash } from 'node:crypto'
import type { World } from '../world.ts'
import type { Params } from './params.ts'
import type { Member } from './recipients.ts'

/** Seconds; 《发送应用消息》, developer.work.weixin.qq.com/document/path/90236, 2025-09-24. */
const DEFAULT_INTERVAL = 1800
const LONGEST_INTERVAL = 4 * 3600

/**
 * Remembers checked messages for as long as any later call may ask about them. What counts as the same is a
 * profile: the whole body (an application's other fields and receivers included), or the content alone,
 * person by person. Only calls with `enable_duplicate_check` 1 ask, and only they are remembered.
 */
export class DuplicateCheck {
  readonly #profiles: World['profiles']
  /** Oldest first, because a key is added anew whenever it is sent again. */
  readonly #sentAt = new Map<string, number>()

  constructor(profiles: World['profiles']) {
    this.#profiles = profiles
  }

  /** The members who have not received this within the interval; from now on they have. */
  select(app: string, params: Params, members: readonly Member[], now: number): readonly Member[] {
    if (params.integer('enable_duplicate_check') !== 1) return members
    const after = now - intervalMs(params)
    this.#forgetBefore(now - LONGEST_INTERVAL * 1000)
    if (this.#profiles.get('wecom.duplicateScope') === 'whole_body') {
      return this.#isNew(`${app} ${bodyDigest(params)}`, after, now) ? members : []
    }
    const content = contentDigest(params)
    return members.filter(({ wecom }) =>
      this.#isNew(`${app} ${content} ${wecom.userid.toLowerCase()}`, after, now),
    )
  }

  #isNew(key: string, after: number, now: number): boolean {
    const sentAt = this.#sentAt.get(key)
    if (sentAt !== undefined && sentAt > after) return false
    this.#sentAt.delete(key)
    this.#sentAt.set(key, now)
    return true
  }

  #forgetBefore(oldest: number): void {
    for (const [key, sentAt] of this.#sentAt) {
      if (sentAt > oldest) return
      this.#sentAt.delete(key)
    }
  }
}

function intervalMs(params: Params): number {
  const seconds = params.integer('duplicate_check_interval') ?? DEFAULT_INTERVAL
  return Math.min(seconds > 0 ? seconds : DEFAULT_INTERVAL, LONGEST_INTERVAL) * 1000
}

/** Two bodies that differ only in the interval, in key order or in blanks are the same. */
function bodyDigest(params: Params): string {
  const { duplicate_check_interval: _, ...rest } = params.all
  return digest(rest)
}

function contentDigest(params: Params): string {
  const msgtype = params.text('msgtype')
  return digest({ msgtype, content: params.all[msgtype] })
}

function digest(value: unknown): string {
  return createHash('sha1').update(JSON.stringify(value, sortedKeys)).digest('base64')
}

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
