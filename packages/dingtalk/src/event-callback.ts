import { randomBytes } from 'node:crypto'
import { type Clock, systemClock } from '@hongyan/platform-call'
import { type Fields, integerOf, textOf } from './answer-fields.ts'
import {
  type CallbackRequest,
  isFresh,
  isSameText,
  parseObject,
  type Received,
  refuseCallback,
} from './callback.ts'
import { type CallbackCrypto, type CallbackSecrets, createCallbackCrypto } from './callback-crypto.ts'

/** Something that happened in the organisation. */
export interface DingTalkEvent {
  /** For example `user_add_org`, `robot_msg_read`. */
  readonly eventType: string
  /** The same each time it is told: tell repeats by it. */
  readonly eventId: string | undefined
  readonly corpId: string | undefined
  /** Unix milliseconds. */
  readonly eventTime: number | undefined
  /** The event as it came. */
  readonly data: Fields
}

/** An event and what to answer. */
export interface ReceivedEvent {
  readonly event: DingTalkEvent
  /** True: DingTalk only checks the address. Answer it, and do nothing else. */
  readonly isCheck: boolean
  /**
   * The JSON to answer with HTTP 200 within 2.5 s (1.5 s for a check), once the event is safely stored: unanswered it
   * is told again after 10 s and 30 s.
   */
  readonly reply: string
}

/** Receives events that DingTalk posts to an address (HTTP 推送). Source: 钉钉「配置HTTP推送」, 2026-08-22. */
export interface EventReceiver {
  /** Never throws for what came from outside. */
  receive(request: CallbackRequest): Received<ReceivedEvent>
}

/** @throws InvalidInputError if one of the values has not its form */
export function createEventReceiver(
  secrets: CallbackSecrets & { readonly clock?: Clock | undefined },
): EventReceiver {
  const crypto = createCallbackCrypto(secrets)
  const { clock = systemClock } = secrets
  return {
    receive(request) {
      const envelope = readEnvelope(request)
      if (!envelope) return refuseCallback('form')
      const { signature, timestamp, nonce, encrypt } = envelope
      if (!isSameText(crypto.sign(timestamp, nonce, encrypt), signature)) return refuseCallback('signature')
      if (!isFresh(timestamp, clock.now())) return refuseCallback('timestamp')
      const opened = crypto.open(encrypt)
      if (!opened) return refuseCallback('encryption')
      if (!isSameText(secrets.ownerKey, opened.ownerKey)) return refuseCallback('receiver')
      const data = parseObject(opened.text)
      const event = data && readEvent(data)
      if (!event) return refuseCallback('form')
      return {
        accepted: true,
        event,
        isCheck: CHECKS.has(event.eventType),
        reply: sealReply(crypto, clock.now()),
      }
    },
  }
}

const CHECKS: ReadonlySet<string> = new Set(['check_url', 'check_create_suite_url', 'check_update_suite_url'])

/** The overview says `signature`, the platform's own samples read `msg_signature`. */
function readEnvelope({ query = {}, body }: CallbackRequest) {
  const { timestamp, nonce } = query
  const signature = query.msg_signature ?? query.signature
  const encrypt = parseObject(body)?.encrypt
  if (!signature || !timestamp || !nonce || typeof encrypt !== 'string') return undefined
  return { signature, timestamp, nonce, encrypt }
}

/** The two generations of events write the same fields differently. */
function readEvent(data: Fields): DingTalkEvent | undefined {
  const eventType = textOf(data.EventType) ?? textOf(data.eventType)
  if (eventType === undefined) return undefined
  return {
    eventType,
    eventId: textOf(data.eventId) ?? textOf(data.BizId),
    corpId: textOf(data.CorpId) ?? textOf(data.corpId),
    eventTime: integerOf(data.EventTime) ?? integerOf(data.TimeStamp) ?? integerOf(data.timeStamp),
    data,
  }
}

/** `success`, sealed; the fields' names are the platform's, `timeStamp` among them. */
function sealReply(crypto: CallbackCrypto, now: number): string {
  const timeStamp = String(now)
  const nonce = randomBytes(NONCE_BYTES).toString('hex')
  const encrypt = crypto.seal('success')
  return JSON.stringify({ msg_signature: crypto.sign(timeStamp, nonce, encrypt), timeStamp, nonce, encrypt })
}

/** Sixteen characters. */
const NONCE_BYTES = 8
