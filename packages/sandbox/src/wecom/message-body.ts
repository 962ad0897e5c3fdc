import type { StoredMedia } from '../media-store.ts'
import type { World } from '../world.ts'
import { readTemplateCard } from './card-forms.ts'
import { type Refusal, refuse } from './envelope.ts'
import type { MediaKind } from './media-kinds.ts'
import { mediaReader, readFile, readVideo } from './message-media.ts'
import { readMiniprogramNotice } from './message-miniprogram.ts'
import { readMpnews } from './message-mpnews.ts'
import { readNews } from './message-news.ts'
import { readTaskcard } from './message-taskcard.ts'
import { readTextcard } from './message-textcard.ts'
import type { Params } from './params.ts'
import { byteLength, cutBytes } from './truncation.ts'

/** What reading a message body depends on besides the body. */
export interface Reading {
  readonly profiles: World['profiles']
  /** Replaces id placeholders if the call asked for it; otherwise leaves the text alone. */
  translate(text: string): string
  /** 0, or 1 and 2 for messages that are not to be passed on. */
  readonly safe: number
  /** An upload that whoever sends may use for this. */
  useMedia(id: string, kind: MediaKind): StoredMedia | Refusal
  readonly sender: Sender
}

/** What a body may depend on of the app that sends it. */
export interface Sender {
  /** The appid of the mini program that the app belongs to. */
  readonly miniprogram: string | undefined
  isLinkedMiniprogram(appid: string): boolean
  /** True if a callback address is configured, without which no card that calls back can be sent. */
  readonly canBeCalledBack: boolean
  /** True if the app has used this task_id. */
  hasTask(taskId: string): boolean
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

export const bodyReaders: ReadonlyMap<string, BodyReader> = new Map([
  ['text', readText],
  ['markdown', readMarkdown],
  ['textcard', readTextcard],
  ['news', readNews],
  ['image', mediaReader('image')],
  ['voice', mediaReader('voice')],
  ['video', readVideo],
  ['file', readFile],
  ['mpnews', readMpnews],
  ['miniprogram_notice', readMiniprogramNotice],
  ['template_card', readTemplateCard],
  ['taskcard', readTaskcard],
])
