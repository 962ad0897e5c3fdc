import { type Fields, objectOf, textOf } from './answer-fields.ts'
import { parseObject } from './callback.ts'

/** What DingTalk says over a Stream connection. Source: 钉钉开放平台「Stream 模式协议」(open-dingtalk/developerpedia), 2026-08. */
export interface StreamFrame {
  readonly type: 'SYSTEM' | 'EVENT' | 'CALLBACK'
  readonly topic: string
  readonly messageId: string
  readonly headers: Fields
  /** JSON inside a text, as it came. */
  readonly data: string
}

/** Undefined for what is no frame: nothing is known that could be answered. */
export function readFrame(text: string): StreamFrame | undefined {
  const frame = parseObject(text)
  const headers = objectOf(frame?.headers)
  const messageId = textOf(headers.messageId)
  const type = frame?.type
  if (messageId === undefined || (type !== 'SYSTEM' && type !== 'EVENT' && type !== 'CALLBACK'))
    return undefined
  return { type, topic: textOf(headers.topic) ?? '', messageId, headers, data: textOf(frame?.data) ?? '' }
}

/** What is answered: 200, 404 for a topic nobody asked for, 500 for one that went wrong. */
export interface StreamAnswer {
  readonly code: 200 | 404 | 500
  readonly message: string
  /** JSON inside a text. */
  readonly data: string
}

export const okWith = (data: unknown): StreamAnswer => ({
  code: 200,
  message: 'OK',
  data: JSON.stringify(data),
})

/** The texts say nothing of what went wrong here: it is not the platform's to know. */
export const UNKNOWN_TOPIC: StreamAnswer = { code: 404, message: 'unknown topic', data: '{}' }
export const NOT_HANDLED: StreamAnswer = { code: 500, message: 'not handled', data: '{}' }

export const writeAnswer = ({ messageId }: StreamFrame, { code, message, data }: StreamAnswer): string =>
  JSON.stringify({ code, message, headers: { messageId, contentType: 'application/json' }, data })
