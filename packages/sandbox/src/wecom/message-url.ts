import { Refusal } from './envelope.ts'
import { byteLength } from './truncation.ts'

/** Bytes of url and picurl; 《发送应用消息》, 90236, 2025-09-24. */
const URL_BYTES = 2048

/** What is wrong with a link a reader would open. */
export function checkUrl(url: string): Refusal | undefined {
  if (!url) return Refusal.of(41010, 'wecom.url.missing')
  if (byteLength(url) > URL_BYTES) return Refusal.of(40039, 'wecom.url.tooLong')
  if (!/^https?:\/\//i.test(url)) return Refusal.of(45034, 'wecom.url.noScheme')
  return undefined
}

/** Pictures are optional and fetched by the client; only the length is judged. */
export function checkPicurl(picurl: string): Refusal | undefined {
  return byteLength(picurl) > URL_BYTES ? Refusal.of(40039, 'wecom.picurl.tooLong') : undefined
}
