import { type Refusal, refuse } from './envelope.ts'
import { incomplete, invalid } from './message-refusals.ts'
import { asRecord, type Params } from './params.ts'

/** Two digits of alpha and six of colour, without 0x (《消息类型与数据格式》, 2026-03-06). */
const BGCOLOR = /^[0-9a-fA-F]{8}$/

/** A status bar can only be updated for few people, so only few may get one (same page). */
const MOST_STATUS_BAR_RECIPIENTS = 5
/** The page forbids it without naming a code. */
const STATUS_BAR_REFUSED = 400002

export function checkOa(oa: Params): Refusal | undefined {
  const head = asRecord(oa.value('head'))
  if (oa.text('message_url') === '' || !head || !asRecord(oa.value('body'))) return incomplete()
  const { bgcolor, text } = head
  if (typeof bgcolor !== 'string' || typeof text !== 'string') return incomplete()
  return BGCOLOR.test(bgcolor) ? undefined : invalid()
}

/** To whom the send goes, as far as a status bar cares. */
export interface StatusBarAudience {
  readonly userids: number
  readonly departments: number
  readonly toAll: boolean
}

/** A message with a status bar goes to named people only, and to at most five of them. */
export function checkStatusBar(
  msg: Readonly<Record<string, unknown>>,
  audience: StatusBarAudience,
): Refusal | undefined {
  const hasStatusBar = msg.msgtype === 'oa' && asRecord(msg.oa)?.status_bar !== undefined
  if (!hasStatusBar) return undefined
  const isAllowed =
    !audience.toAll && audience.departments === 0 && audience.userids <= MOST_STATUS_BAR_RECIPIENTS
  return isAllowed ? undefined : refuse('dingtalk.msg.statusBar', STATUS_BAR_REFUSED)
}

/** The head of a work notification shows the app's name, whatever was sent (《消息类型与数据格式》, 2026-03-06). */
export function asShown(
  msg: Readonly<Record<string, unknown>>,
  appName: string,
): Readonly<Record<string, unknown>> {
  const oa = asRecord(msg.oa)
  const head = asRecord(oa?.head)
  return msg.msgtype === 'oa' && head ? { ...msg, oa: { ...oa, head: { ...head, text: appName } } } : msg
}
