import type { World } from '../world.ts'
import { type Refusal, refuse } from './envelope.ts'
import { readMediaBody, readMpnews } from './message-media.ts'
import { readNews } from './message-news.ts'
import { readTextcard } from './message-textcard.ts'
import type { Params } from './params.ts'
import { byteLength, cutBytes } from './truncation.ts'

/** What reading a message body depends on besides the body. */
export interface Reading {
  readonly profiles: World['profiles']
  /** Replaces id placeholders if the call asked for it; otherwise leaves the text alone. */
  translate(text: string): string
}

/** Checks the object under the msgtype's name and answers it as the phone will show it. */
export type BodyReader = (body: Params, reading: Reading) => object | Refusal

/** UTF-8 bytes; 《发送应用消息》, developer.work.weixin.qq.com/document/path/90236, 2025-09-24. */
const CONTENT_BYTES = 2048

const readText: BodyReader = (body, { profiles, translate }) => {
  const content = body.text('content')
  if (!content) return refuse('wecom.text.empty', 44004)
  if (byteLength(content) > CONTENT_BYTES && profiles.get('wecom.overlongText') === '45002') {
    return refuse('wecom.text.tooLong', 45002)
  }
  return { content: translate(cutBytes(content, CONTENT_BYTES)) }
}

const readMarkdown: BodyReader = (body, { profiles }) => {
  const content = body.text('content')
  if (!content) return refuse('wecom.markdown.empty', 44004)
  if (byteLength(content) > CONTENT_BYTES && profiles.get('wecom.overlongMarkdown') === '45002') {
    return refuse('wecom.markdown.tooLong', 45002)
  }
  return { content: cutBytes(content, CONTENT_BYTES) }
}

/** No application of the seeded corp is bound to a mini program, and only such a one may send its notices. */
const readMiniprogramNotice: BodyReader = () => refuse('wecom.miniprogram_notice.notBound', 48002)

export const bodyReaders: ReadonlyMap<string, BodyReader> = new Map([
  ['text', readText],
  ['markdown', readMarkdown],
  ['textcard', readTextcard],
  ['news', readNews],
  ['image', readMediaBody],
  ['voice', readMediaBody],
  ['video', readMediaBody],
  ['file', readMediaBody],
  ['mpnews', readMpnews],
  ['miniprogram_notice', readMiniprogramNotice],
])
