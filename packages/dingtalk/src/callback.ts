import { timingSafeEqual } from 'node:crypto'
import { isRecord } from '@hongyan/platform-call'
import type { Fields } from './answer-fields.ts'

/** What DingTalk posted: query and headers as they came, the body byte for byte. */
export interface CallbackRequest {
  readonly query?: Readonly<Record<string, string | undefined>> | undefined
  /** Names in lower case, as Node.js gives them. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined
  readonly body: string | Uint8Array
}

/** What came of it: something to act on and to answer, or a reason to answer nothing but the status. */
export type Received<Content> = ({ readonly accepted: true } & Content) | RefusedCallback

/** Nothing of the request may be acted on. */
export interface RefusedCallback {
  readonly accepted: false
  readonly reason: CallbackRefusal
  /** The HTTP status to answer. */
  readonly status: 400 | 401
}

/**
 * `form`: body, query or headers are not those of a callback; `signature`: not from DingTalk, or token, key or secret
 * differ; `timestamp`: over an hour old or ahead; `encryption`: the signature is right, and it cannot be read; `receiver`:
 * meant for another app.
 */
export type CallbackRefusal = 'form' | 'signature' | 'timestamp' | 'encryption' | 'receiver'

export function refuseCallback(reason: CallbackRefusal): RefusedCallback {
  return { accepted: false, reason, status: reason === 'form' || reason === 'encryption' ? 400 : 401 }
}

/**
 * How old a callback may be. Documented for robot messages (钉钉「机器人接收消息」, 2026-08-22); the same is held against
 * events and cards, of which no figure is. Unit: milliseconds.
 */
const MAX_CALLBACK_AGE_MS = 3_600_000

/** True if a timestamp is that of about now. Milliseconds are documented; a sample of the platform's has seconds. */
export function isFresh(timestamp: string, now: number): boolean {
  if (!/^\d{10,13}$/.test(timestamp)) return false
  const at = Number(timestamp) * (timestamp.length === 10 ? 1000 : 1)
  return Math.abs(now - at) <= MAX_CALLBACK_AGE_MS
}

/** Takes as long whether the first character differs or the last. */
export function isSameText(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** A JSON object; undefined for everything else, truncated JSON among it. */
export function parseObject(body: string | Uint8Array): Fields | undefined {
  try {
    const value: unknown = JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'))
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function headerOf({ headers }: CallbackRequest, name: string): string | undefined {
  const value = headers?.[name]
  return typeof value === 'string' ? value : undefined
}
