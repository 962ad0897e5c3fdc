import { type Refusal, refuse } from './envelope.ts'
import { incomplete, tooLong } from './message-refusals.ts'
import { asRecord, Params } from './params.ts'
import { checkActionCard } from './work-action-card.ts'
import { checkFile, checkImage, checkVoice, type FindMedia } from './work-media.ts'
import { checkOa } from './work-oa.ts'

/** UTF-8 bytes of msg as JSON (《异步发送工作通知》, 2026-05-29). */
const MOST_MSG_BYTES = 2048
/** Characters; the error list gives 41101 this figure. */
const MOST_MSG_CHARS = 4096
/** Characters of content and of markdown, from the text of 34016 in the error list. */
const MOST_CONTENT_CHARS = 5000
/** Each checks the object under the key that equals msgtype. */
const checks: Readonly<Record<string, (part: Params, find: FindMedia) => Refusal | undefined>> = {
  text: checkText,
  markdown: checkMarkdown,
  link: checkLink,
  oa: checkOa,
  action_card: checkActionCard,
  image: checkImage,
  file: checkFile,
  voice: checkVoice,
}

/**
 * Which mistakes asyncsend_v2 refuses at once, and with which code, is not documented: the error list gives
 * the codes, their assignment to mistakes is our reading of it. Undefined if the message is right.
 */
export function checkMessage(
  msg: Readonly<Record<string, unknown>>,
  json: string,
  find: FindMedia,
): Refusal | undefined {
  if (json.length > MOST_MSG_CHARS) return refuse('dingtalk.msg.tooLong', 41101)
  if (Buffer.byteLength(json) > MOST_MSG_BYTES) return refuse('dingtalk.msg.tooManyBytes', 45002)
  const { msgtype } = msg
  if (msgtype !== undefined && typeof msgtype !== 'string') return refuse('dingtalk.msg.msgtype', 40008)
  const check = msgtype === undefined ? undefined : checks[msgtype]
  if (msgtype === undefined || !check) return refuse('dingtalk.msg.msgtype', 34004)
  const part = asRecord(msg[msgtype])
  return part ? check(new Params(part), find) : incomplete()
}

function checkText(part: Params): Refusal | undefined {
  const content = part.text('content')
  if (content === '') return refuse('dingtalk.msg.empty', 44004)
  return content.length > MOST_CONTENT_CHARS ? tooLong() : undefined
}

function checkMarkdown(part: Params): Refusal | undefined {
  if (part.text('title') === '' || part.text('text') === '') return incomplete()
  return part.text('text').length > MOST_CONTENT_CHARS ? tooLong() : undefined
}

function checkLink(part: Params): Refusal | undefined {
  const isComplete = ['messageUrl', 'picUrl', 'title', 'text'].every((name) => part.text(name) !== '')
  return isComplete ? undefined : refuse('dingtalk.msg.link', 34009)
}
