import { createHash } from 'node:crypto'
import { DAY_MS, startOfDay } from '../clock.ts'
import { SlidingWindow } from '../sliding-window.ts'
import type { World } from '../world.ts'
import { asRecord } from './params.ts'

const MINUTE_MS = 60_000

/** Why a person does not get a message that the platform accepted; `count` is the threshold. */
export interface Forbidden {
  readonly code: string
  readonly count: number
}

/** The limit whose excess is reported by each code. */
const LIMIT_BEHIND: ReadonlyMap<string, string> = new Map([
  ['143106', 'dingtalk.sameContentPerPersonPerDay'],
  ['143105', 'dingtalk.perPersonPerDay'],
  ['143103', 'dingtalk.recipientsPerMinute'],
  ['143104', 'dingtalk.corpRecipientsPerMinute'],
])

/** A message as the duplicate rule sees it: equal ones have equal keys. */
export type ContentKey = string

/**
 * The quotas that never refuse a send: whoever is over one is silently left out and listed as forbidden in the
 * result (《获取工作通知消息的发送结果》, 2026-07-13). Which one is asked first is not documented.
 */
/** These show no words, so they can only be told apart by what they are. */
const FILE_TYPES = new Set(['image', 'voice', 'file'])

export class WorkQuota {
  readonly #world: World
  readonly #contents = new SlidingWindow()
  readonly #perPerson = new SlidingWindow()
  readonly #perMinute = new SlidingWindow()

  constructor(world: World) {
    this.#world = world
  }

  contentKey(msg: Readonly<Record<string, unknown>>): ContentKey {
    const isFile = FILE_TYPES.has(String(msg.msgtype))
    const sameText = !isFile && this.#world.profiles.get('dingtalk.sameContent') === 'visible_text'
    const compared = sameText ? visibleTexts(msg).join('\n') : canonicalJson(msg)
    return createHash('sha1').update(compared).digest('base64')
  }

  /** What `forbidden_list` names as the count of a code; null for codes without a limit, and for a limit that is off. */
  threshold(code: string): number | null {
    const limit = LIMIT_BEHIND.get(code)
    return limit === undefined ? null : this.#world.limits.get(limit)
  }

  /** Debits every quota of one person, or says which one is used up; a person left out debits none. */
  debit(app: string, userid: string, content: ContentKey, now: number): Forbidden | undefined {
    const person = `${app} ${userid}`
    const message = `${person} ${content}`
    const day = this.#startOfDay(now)
    const minute = now - MINUTE_MS
    const checks = [
      { code: '143106', window: this.#contents, owner: message, after: day },
      { code: '143105', window: this.#perPerson, owner: person, after: day },
      { code: '143103', window: this.#perMinute, owner: app, after: minute },
      { code: '143104', window: this.#perMinute, owner: CORP, after: minute },
    ].map((check) => ({ ...check, most: this.threshold(check.code) }))
    for (const { code, window, owner, after, most } of checks) {
      if (most !== null && window.countAfter(owner, after) >= most) return { code, count: most }
    }
    for (const { window, owner, most } of checks) if (most !== null) window.add(owner, now)
    return undefined
  }

  /** The last instant that does not belong to the day of `now`. */
  #startOfDay(now: number): number {
    const isNatural = this.#world.profiles.get('dingtalk.dayBoundary') === 'natural_day'
    return isNatural ? startOfDay(now) - 1 : now - DAY_MS
  }
}

/** No app has this name. */
const CORP = ''

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`
  const record = asRecord(value)
  if (!record) return JSON.stringify(value) ?? 'null'
  const pairs = Object.keys(record)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(record[name])}`)
  return `{${pairs.join()}}`
}

/** Fields that nobody reads: types, targets, media and colours. */
const INVISIBLE = /^(msgtype|btn_orientation|.*url|.*media_id|image|bgcolor|status_bg)$/i

function visibleTexts(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return INVISIBLE.test(name) ? [] : [value.trim()]
  if (Array.isArray(value)) return value.flatMap((item) => visibleTexts(item))
  const record = asRecord(value)
  if (!record) return []
  // In the order of the names, because the order in which a client writes fields is not visible.
  return Object.keys(record)
    .sort()
    .flatMap((inner) => visibleTexts(record[inner], inner))
}
