import { type Refusal, refuse } from './envelope.ts'
import { incomplete, invalid } from './message-refusals.ts'
import { asRecord, Params } from './params.ts'

/** Two digits of alpha and six of colour, without 0x (《消息类型与数据格式》, 2026-03-06). */
const BGCOLOR = /^[0-9a-fA-F]{8}$/

/** A status bar can only be updated for few people, so only few may get one (same page). */
export const MOST_STATUS_BAR_RECIPIENTS = 5
/** The page forbids it without naming a code. */
const STATUS_BAR_REFUSED = 400002

export function checkOa(oa: Params): Refusal | undefined {
  const head = asRecord(oa.value('head'))
  const body = asRecord(oa.value('body'))
  if (oa.text('message_url') === '' || !head || !body) return incomplete()
  const { bgcolor, text } = head
  if (typeof bgcolor !== 'string' || typeof text !== 'string') return incomplete()
  if (!BGCOLOR.test(bgcolor)) return invalid()
  const bar = asRecord(oa.value('status_bar'))
  if (oa.has('status_bar') && (!bar || new Params(bar).text('status_value') === '')) return incomplete()
  return checkBody(new Params(body))
}

/** Every block of the body may be left out; one that is there has its form. */
function checkBody(body: Params): Refusal | undefined {
  const hasForm = !body.has('form') || isForm(body.value('form'))
  const hasRich = !body.has('rich') || isTexts(body.value('rich'), ['num', 'unit'])
  const hasTexts = ['title', 'content', 'image', 'file_count', 'author'].every(
    (name) => !body.has(name) || isText(body.value(name)),
  )
  return hasForm && hasRich && hasTexts ? undefined : invalid()
}

function isForm(form: unknown): boolean {
  return Array.isArray(form) && form.every((row) => isTexts(row, ['key', 'value']))
}

function isTexts(value: unknown, names: readonly string[]): boolean {
  const record = asRecord(value)
  return record !== undefined && names.every((name) => isText(record[name]))
}

/** Numbers are taken for texts, as everywhere on this host. */
function isText(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number'
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

/** What the phone shows of an oa message after its status bar was changed. */
export function withStatusBar(message: object, status_bar: object): object {
  const oa = asRecord(asRecord(message)?.oa)
  return { ...message, oa: { ...oa, status_bar } }
}
