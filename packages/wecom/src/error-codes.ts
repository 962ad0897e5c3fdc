import type { Remedy } from '@hongyan/platform-call'
import { ACCESS_CODES } from './error-codes/access.ts'
import { CARD_CODES } from './error-codes/card.ts'
import { CHAT_CODES } from './error-codes/chat.ts'
import { CONTENT_CODES } from './error-codes/content.ts'
import { MEDIA_CODES } from './error-codes/media.ts'
import { PEOPLE_CODES } from './error-codes/people.ts'

/** What a code means for the one who called. */
export interface CodeMeaning {
  readonly kind: 'rejected' | 'token' | 'throttled'
  /** Only for `throttled`: milliseconds. */
  readonly wait?: number
  readonly remedy: Remedy
}

/** Codes that differ only in the platform's text, which the error keeps. */
export interface CodeGroup extends CodeMeaning {
  readonly codes: readonly number[]
}

/** The one table of codes. Source: 企业微信「全局错误码」, 2024-04-08; waits: 「访问频率限制」, 2023-08-28. */
export const CODE_TABLE: readonly CodeGroup[] = [
  ...ACCESS_CODES,
  ...PEOPLE_CODES,
  ...CONTENT_CODES,
  ...MEDIA_CODES,
  ...CARD_CODES,
  ...CHAT_CODES,
]

const byCode = new Map<string, CodeMeaning>()
for (const { codes, ...meaning } of CODE_TABLE) {
  for (const code of codes) byCode.set(String(code), meaning)
}

/** The meaning of a code; undefined if the table does not list it. */
export const meaningOf = (code: string): CodeMeaning | undefined => byCode.get(code)
