import type { Remedy } from './errors.ts'
import type { Answer } from './exchange.ts'

/** What an answer means, as a platform's rules read it. */
export type Verdict =
  | { readonly kind: 'ok'; readonly body: unknown; readonly requestId?: string | undefined }
  | (Refusal & { readonly kind: 'rejected' | 'token' | 'ambiguous' })
  | (Refusal & { readonly kind: 'throttled'; readonly retryAfterMs?: number | undefined })

interface Refusal {
  /** The effective platform code as text. */
  readonly code?: string | undefined
  /** The platform's literal text. */
  readonly text?: string | undefined
  readonly requestId?: string | undefined
  readonly remedy: Remedy
}

/** A platform's reading of answers: HTTP status, codes and body shape → verdict. */
export type AnswerRules = (answer: Answer) => Verdict

/** What a body looks like, before anything is believed of it. */
export type BodyShape =
  | { readonly shape: 'object'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly shape: 'empty' | 'html' | 'broken_json' | 'other' }

/** Tells JSON objects, truncated JSON, HTML pages and empty bodies apart, whatever the content type claims. */
export function readShape(answer: Answer): BodyShape {
  const text = answer.text.trim()
  if (text === '') return { shape: 'empty' }
  if (text.startsWith('<')) return { shape: 'html' }
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? { shape: 'object', value } : { shape: 'other' }
  } catch {
    return { shape: text.startsWith('{') ? 'broken_json' : 'other' }
  }
}

/** True for a JSON object, as opposed to an array, null or a scalar. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The verdict on an answer that is no JSON object: no platform speaks so, hence something stands between.
 * A 4xx or 3xx was refused before execution; 2xx and 5xx leave open whether the platform executed it.
 */
export function judgeForeignAnswer(answer: Answer, shape: Exclude<BodyShape, { shape: 'object' }>): Verdict {
  const text = answer.text.slice(0, FOREIGN_TEXT_LENGTH)
  if (answer.status === 429) {
    return { kind: 'throttled', retryAfterMs: retryAfterHeader(answer), text, remedy: SLOW_DOWN }
  }
  if (answer.status >= 300 && answer.status < 400) return { kind: 'rejected', text, remedy: MOVED }
  if (answer.status >= 400 && answer.status < 500) {
    return { kind: 'rejected', text, remedy: answer.status === 404 ? WRONG_PATH : INTERCEPTED }
  }
  return { kind: 'ambiguous', text, remedy: shape.shape === 'broken_json' ? CUT_SHORT : INTERCEPTED_AFTER }
}

/** How much of a foreign body is looked at, in UTF-16 units: more than an error keeps after redaction. */
const FOREIGN_TEXT_LENGTH = 4096

/** Seconds only: a date would have to be reckoned from the proxy's clock. */
function retryAfterHeader(answer: Answer): number | undefined {
  const value = answer.headers['retry-after']
  return value && /^\d+$/.test(value) ? Number(value) * 1000 : undefined
}

const SLOW_DOWN = {
  zh: '请求没有被执行。请降低发送频率，等待后再重试。',
  en: 'It was not executed. Send less often, and repeat after a while.',
}
const MOVED = {
  zh: '收到重定向，没有跟随：跟随会丢失请求体，还可能泄露凭证。请检查 baseUrl，协议应为 https。',
  en: 'A redirect was not followed: that would lose the body and might leak the credential. Check the base URL, above all that it says https.',
}
const WRONG_PATH = {
  zh: '这个地址上没有该接口。请检查接口路径与 baseUrl。',
  en: 'There is no such path at this address. Check the path and the base URL.',
}
const INTERCEPTED = {
  zh: '收到的不是平台的 JSON：请求被中间的代理、网关或防火墙拒绝了。请检查代理与 baseUrl。',
  en: 'This is not the platform’s JSON: a proxy, gateway or firewall in between refused the request. Check proxy and base URL.',
}
const INTERCEPTED_AFTER = {
  zh: '收到的不是平台的 JSON，无法确认平台是否已经执行。请检查代理与 baseUrl；重试前请先查询结果。',
  en: 'This is not the platform’s JSON, so the platform may or may not have executed it. Check proxy and base URL, and ask for the result before repeating.',
}
const CUT_SHORT = {
  zh: '平台的应答不完整，无法确认是否已经执行。重试前请先查询结果。',
  en: 'The answer was cut short, so the platform may or may not have executed it. Ask for the result before repeating.',
}
