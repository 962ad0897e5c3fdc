import type { Remedy } from '@hongyan/platform-call'
import { NOT_NOW } from './error-codes-not-now.ts'
import { REFUSED } from './error-codes-refused.ts'
import { MALFORMED, REFUSED_BY_ROBOT } from './error-codes-robot.ts'

/** What a code means for the one who called. */
export interface CodeMeaning {
  readonly kind: 'rejected' | 'token' | 'throttled' | 'ambiguous'
  /** Only for `throttled`: milliseconds, or until a quota starts anew at midnight in Asia/Shanghai. */
  readonly wait?: number | 'next_day' | 'next_month'
  readonly remedy: Remedy
}

/** Codes of one meaning. */
export interface CodeGroup extends CodeMeaning {
  readonly codes: readonly (number | string | RegExp)[]
}

/**
 * The one table of codes, in four parts. Sources: 钉钉「全局错误码」, 「自定义机器人发送群消息」, 「调用频次与限流」, all as of 2026-08-22, and
 * answers of the live service for the codes those pages lack (22, 40096, 130101, 300005, 460101, 660026).
 * Patterns are tried in this order: a throttled call of the new API is `Forbidden.AccessDenied.QpsLimit…` beside
 * `Forbidden.AccessDenied.…PermissionDenied`, both with HTTP 403.
 */
const TABLE: readonly CodeGroup[] = [...NOT_NOW, ...REFUSED, ...REFUSED_BY_ROBOT, ...MALFORMED]

const byCode = new Map<string, CodeMeaning>()
const byPattern: { readonly pattern: RegExp; readonly meaning: CodeMeaning }[] = []
for (const { codes, ...meaning } of TABLE) {
  for (const code of codes) {
    if (code instanceof RegExp) byPattern.push({ pattern: code, meaning })
    else byCode.set(String(code), meaning)
  }
}

/** The meaning of a code; undefined if no table of the platform lists it. */
export function meaningOf(code: string): CodeMeaning | undefined {
  return byCode.get(code) ?? byPattern.find(({ pattern }) => pattern.test(code))?.meaning
}
