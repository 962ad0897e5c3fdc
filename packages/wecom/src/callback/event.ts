import { isRecord } from '@hongyan/platform-call'
import { CallbackRefusedError } from './refusal.ts'
import { childrenOf, parseXml, textOf, type XmlElement } from './xml.ts'

/** What every callback says, in the platform's own names. */
interface CallbackHead {
  /** The corpid. */
  readonly ToUserName: string
  /** The userid; `sys` where nobody did it. */
  readonly FromUserName: string
  /** Seconds. */
  readonly CreateTime: number
  readonly AgentID: string | undefined
  /** The platform repeats what was not answered: what has this key was here before. */
  readonly dedupeKey: string
  /** Every field that is a plain text, as it came. */
  readonly fields: Readonly<Record<string, string>>
}

/** 企业微信「接收消息格式」 and 「事件格式」: what a person wrote or did. */
export type CallbackEvent = TextEvent | OtherMessageEvent | CardEvent | TaskcardEvent | PlainEvent

/** A person wrote to the app. */
export interface TextEvent extends CallbackHead {
  readonly MsgType: 'text'
  readonly Content: string
  /** 64 bits: kept as text. */
  readonly MsgId: string
}

/** A person sent something else to the app; see `fields`. */
export interface OtherMessageEvent extends CallbackHead {
  readonly MsgType: 'image' | 'voice' | 'video' | 'location' | 'link' | 'other'
  readonly MsgId: string
}

/** A person pressed something on a template card. */
export interface CardEvent extends CallbackHead {
  readonly MsgType: 'event'
  readonly Event: 'template_card_event' | 'template_card_menu_event'
  /** The key of the button, of the submit button, or of the menu's item. */
  readonly EventKey: string
  readonly TaskId: string
  readonly CardType: string
  /** Updates this card once, within 72 hours. */
  readonly ResponseCode: string
  /** What was chosen, for each question; empty where there was nothing to choose. */
  readonly SelectedItems: readonly { readonly QuestionKey: string; readonly OptionIds: readonly string[] }[]
}

/** A person pressed a button of a task card (deprecated). */
export interface TaskcardEvent extends CallbackHead {
  readonly MsgType: 'event'
  readonly Event: 'taskcard_click'
  readonly EventKey: string
  readonly TaskId: string
}

/** Any other event; what else it says is in `fields`. */
export interface PlainEvent extends CallbackHead {
  readonly MsgType: 'event'
  readonly Event:
    | 'subscribe'
    | 'unsubscribe'
    | 'enter_agent'
    | 'LOCATION'
    | 'batch_job_result'
    | 'change_contact'
    | 'click'
    | 'view'
    | 'other'
  readonly EventKey: string | undefined
  /** Of `change_contact`: `create_user`, `update_tag` … */
  readonly ChangeType: string | undefined
}

/**
 * Reads a decrypted callback, in XML or in JSON.
 *
 * @throws CallbackRefusedError
 */
export function readEvent(plain: string): CallbackEvent {
  const body = plain.trimStart().startsWith('{') ? jsonElement('xml', parseJson(plain)) : parseXml(plain)
  const fields = Object.fromEntries(
    body.children.filter(({ children }) => children.length === 0).map(({ name, text }) => [name, text]),
  )
  const { ToUserName, FromUserName, CreateTime, MsgType } = fields
  if (!ToUserName || !FromUserName || !CreateTime || !MsgType) {
    throw new CallbackRefusedError('malformed', 'it names no sender, receiver, time or type')
  }
  const head = {
    ToUserName,
    FromUserName,
    CreateTime: Number(CreateTime),
    AgentID: fields.AgentID,
    dedupeKey: dedupeKeyOf(fields),
    fields,
  }
  return MsgType === 'event' ? readAction(head, body) : readMessage(head, MsgType)
}

function readMessage(head: CallbackHead, MsgType: string): CallbackEvent {
  const { MsgId = '', Content = '' } = head.fields
  if (MsgType === 'text') return { ...head, MsgType, MsgId, Content }
  return { ...head, MsgType: known(OTHER_MESSAGES, MsgType), MsgId }
}

function readAction(head: CallbackHead, body: XmlElement): CallbackEvent {
  const { Event = '', EventKey, TaskId = '', CardType = '', ResponseCode = '', ChangeType } = head.fields
  const MsgType = 'event'
  if (Event === 'template_card_event' || Event === 'template_card_menu_event') {
    const SelectedItems = readSelected(body)
    return {
      ...head,
      MsgType,
      Event,
      EventKey: EventKey ?? '',
      TaskId,
      CardType,
      ResponseCode,
      SelectedItems,
    }
  }
  if (Event === 'taskcard_click') return { ...head, MsgType, Event, EventKey: EventKey ?? '', TaskId }
  return { ...head, MsgType, Event: known(PLAIN_EVENTS, Event), EventKey, ChangeType }
}

const readSelected = (body: XmlElement): CardEvent['SelectedItems'] =>
  childrenOf(childrenOf(body, 'SelectedItems')[0], 'SelectedItem').map((item) => ({
    QuestionKey: textOf(item, 'QuestionKey') ?? '',
    OptionIds: childrenOf(childrenOf(item, 'OptionIds')[0], 'OptionId').map(({ text }) => text),
  }))

const OTHER_MESSAGES = ['image', 'voice', 'video', 'location', 'link'] as const
const PLAIN_EVENTS = [
  'subscribe',
  'unsubscribe',
  'enter_agent',
  'LOCATION',
  'batch_job_result',
  'change_contact',
  'click',
  'view',
] as const

const known = <Name extends string>(names: readonly Name[], name: string): Name | 'other' =>
  names.find((one) => one === name) ?? 'other'

/**
 * Messages by their id, events by sender and time (企业微信「回调配置」). Several events of one second differ in what
 * they are about, so that this belongs to the key, too.
 */
function dedupeKeyOf(fields: Readonly<Record<string, string>>): string {
  if (fields.MsgId) return `message ${fields.MsgId}`
  return JSON.stringify(DISTINCT_FIELDS.map((name) => fields[name] ?? ''))
}

const DISTINCT_FIELDS = [
  ...['FromUserName', 'CreateTime', 'Event', 'EventKey', 'TaskId', 'ResponseCode', 'AgentID'],
  ...['ChangeType', 'UserID', 'Id', 'TagId', 'JobId'],
]

/** A JSON callback; its MsgId has more digits than a number holds. */
function parseJson(plain: string): unknown {
  try {
    return JSON.parse(plain.replace(/("MsgId"\s*:\s*)(\d+)/g, '$1"$2"'))
  } catch {
    throw new CallbackRefusedError('malformed', 'its JSON cannot be read')
  }
}

/** JSON in the form that XML has: a list is an element that is repeated. */
function jsonElement(name: string, value: unknown): XmlElement {
  if (!isRecord(value)) return { name, text: value === null ? '' : String(value), children: [] }
  const children = Object.entries(value).flatMap(([key, inner]) =>
    (Array.isArray(inner) ? inner : [inner]).map((item) => jsonElement(key, item)),
  )
  return { name, text: '', children }
}
