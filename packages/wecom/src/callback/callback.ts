import { randomBytes } from 'node:crypto'
import { type Clock, InputCheck, isRecord, systemClock } from '@hongyan/platform-call'
import { CallbackCipher, sameSignature, signCallback } from './crypto.ts'
import { type CallbackEvent, readEvent } from './event.ts'
import { CallbackRefusedError } from './refusal.ts'
import { type PassiveReply, writeReply } from './reply.ts'
import { cdata, parseXml, textOf } from './xml.ts'

/** What the admin console shows under 接收消息 of the app. */
export interface CallbackOptions {
  /** At most 32 letters and digits. */
  readonly token: string
  /** 43 characters. */
  readonly encodingAESKey: string
  /** The corpid. (For a third-party app: its suite id.) */
  readonly receiveid: string
  /** How far the request's time may be from ours, both ways. Default five minutes. Unit: milliseconds. */
  readonly maxAgeMs?: number | undefined
  /** Default: the machine's. */
  readonly clock?: Clock | undefined
}

/** The query of a callback, decoded once: a `+` in `echostr` must still be a `+`. */
export interface CallbackQuery {
  readonly msg_signature?: string | undefined
  readonly timestamp?: string | undefined
  readonly nonce?: string | undefined
  /** Only where the platform verifies the URL. */
  readonly echostr?: string | undefined
}

/** Receives what the platform pushes, of whatever HTTP server: 企业微信「回调配置」. */
export interface Callback {
  /**
   * What to answer a GET by which the platform verifies the URL: this text alone, within 1 s, without quotes or line end.
   *
   * @throws CallbackRefusedError
   */
  verifyUrl(query: CallbackQuery): string
  /**
   * The event in a POST. Answer with HTTP 200 within 5 s, empty or with a `reply`; otherwise the platform sends it again,
   * three times in all. Keep the event before answering: its delivery is not guaranteed.
   *
   * @param body as it came, XML or JSON
   * @throws CallbackRefusedError
   */
  open(query: CallbackQuery, body: string): CallbackEvent
  /**
   * The answer to an event, encrypted and signed: the HTTP response's body.
   *
   * @throws InvalidInputError
   */
  reply(event: Pick<CallbackEvent, 'FromUserName' | 'ToUserName'>, reply: PassiveReply): string
}

const FIVE_MINUTES_MS = 300_000

/** @throws InvalidInputError for a token, key or receiver that cannot be one */
export function createCallback(options: CallbackOptions): Callback {
  const check = new InputCheck('wecom', 'createCallback')
  check.object('options', options)
  check.text('token', options.token)
  const { token, encodingAESKey, receiveid, maxAgeMs = FIVE_MINUTES_MS, clock = systemClock } = options
  const cipher = new CallbackCipher(encodingAESKey, receiveid)

  const believe = ({ msg_signature = '', timestamp = '', nonce = '' }: CallbackQuery, encrypted: string) => {
    if (!sameSignature(signCallback(token, timestamp, nonce, encrypted), msg_signature)) {
      throw new CallbackRefusedError('bad_signature', 'its signature is wrong')
    }
    const ageMs = Math.abs(clock.now() - Number(timestamp) * 1000)
    // Written so that a time that is no number is refused as well.
    if (!(ageMs <= maxAgeMs)) throw new CallbackRefusedError('too_old', `its time is ${timestamp}`)
    return cipher.decrypt(encrypted)
  }

  return {
    verifyUrl: (query) => believe(query, query.echostr ?? ''),
    open: (query, body) => readEvent(believe(query, encryptedPart(body))),
    reply: ({ FromUserName, ToUserName }, reply) => {
      const at = Math.floor(clock.now() / 1000)
      const encrypted = cipher.encrypt(writeReply(reply, { userid: FromUserName, corpid: ToUserName, at }))
      const nonce = randomBytes(8).toString('hex')
      const signature = signCallback(token, String(at), nonce, encrypted)
      return (
        `<xml><Encrypt>${cdata(encrypted)}</Encrypt><MsgSignature>${cdata(signature)}</MsgSignature>` +
        `<TimeStamp>${at}</TimeStamp><Nonce>${cdata(nonce)}</Nonce></xml>`
      )
    },
  }
}

/** `<Encrypt>` of the XML envelope, `encrypt` of the JSON one (企业微信「加解密方案说明」, 2024-07-18). */
function encryptedPart(body: string): string {
  const encrypted = body.trimStart().startsWith('{') ? encryptedJson(body) : textOf(parseXml(body), 'Encrypt')
  if (typeof encrypted === 'string' && encrypted !== '') return encrypted
  throw new CallbackRefusedError('malformed', 'it holds nothing encrypted')
}

function encryptedJson(body: string): unknown {
  try {
    const envelope: unknown = JSON.parse(body)
    return isRecord(envelope) ? envelope.encrypt : undefined
  } catch {
    throw new CallbackRefusedError('malformed', 'its JSON cannot be read')
  }
}
