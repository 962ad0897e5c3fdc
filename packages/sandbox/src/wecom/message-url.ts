import { type Refusal, refuse } from './envelope.ts'
import { byteLength } from './truncation.ts'

/** Bytes of url and picurl; 《发送应用消息》, 90236, 2025-09-24. */
const URL_BYTES = 2048

/** What is wrong with a link a reader would open. */
export function checkUrl(url: string): Refusal | undefined {
  if (!url) return refuse('wecom.url.missing', 41010)
  if (byteLength(url) > URL_BYTES) return refuse('wecom.url.tooLong', 40039)
  if (!/^https?:\/\//i.test(url)) return refuse('wecom.url.noScheme', 45034)
  return undefined
}

/** Pictures are optional and fetched by the client; only the length is judged. */
export function checkPicurl(picurl: string): Refusal | undefined {
  return byteLength(picurl) > URL_BYTES ? refuse('wecom.picurl.tooLong', 40039) : undefined
}
