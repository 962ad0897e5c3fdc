import { createHmac } from 'node:crypto'
import { type Clock, InputCheck, systemClock } from '@hongyan/platform-call'
import { type Fields, objectOf, textOf, textsOf } from './answer-fields.ts'
import {
  type CallbackRequest,
  headerOf,
  isFresh,
  isSameText,
  parseObject,
  type Received,
  refuseCallback,
} from './callback.ts'
import type { CardData, CardUpdate } from './card.ts'

/** A button that somebody pressed. Source: 钉钉「事件回调」 of interactive cards, 2026-08-22. */
export interface CardCallback {
  readonly outTrackId: string
  readonly corpId: string | undefined
  readonly userId: string | undefined
  readonly actionIds: readonly string[]
  /** What the card sends along with the action. */
  readonly params: Fields
  /** The callback as it came. */
  readonly data: Fields
}

/** What the card is to become, answered within 2 s. Nothing at all: it stays. */
export interface CardCallbackReply extends Pick<CardUpdate, 'cardData' | 'cardUpdateOptions'> {
  /** What only the person who pressed sees. */
  readonly userPrivateData?: CardData | undefined
}

/**
 * Receives pressed buttons that DingTalk posts to an address. Its signature covers the time and not the body: register
 * an https address only.
 */
export interface CardCallbackReceiver {
  /** Never throws for what came from outside. Answer HTTP 200 with a CardCallbackReply as JSON, or `{}`. */
  receive(request: CallbackRequest): Received<{ readonly callback: CardCallback }>
}

/**
 * @param options.apiSecret given when the callback's address was registered
 * @throws InvalidInputError if it is empty
 */
export function createCardCallbackReceiver(options: {
  readonly apiSecret: string
  readonly clock?: Clock | undefined
}): CardCallbackReceiver {
  const { apiSecret, clock = systemClock } = options
  new InputCheck('dingtalk', 'createCardCallbackReceiver').text('apiSecret', apiSecret)
  return {
    receive(request) {
      const timestamp = headerOf(request, 'x-ddpaas-signature-timestamp')
      const signature = headerOf(request, 'x-ddpaas-signature')
      if (!timestamp || !signature) return refuseCallback('form')
      const expected = createHmac('sha256', apiSecret).update(timestamp).digest('base64')
      if (!isSameText(expected, signature)) return refuseCallback('signature')
      if (!isFresh(timestamp, clock.now())) return refuseCallback('timestamp')
      const data = parseObject(request.body)
      const callback = data && readCardCallback(data)
      return callback ? { accepted: true, callback } : refuseCallback('form')
    },
  }
}

/** `content` is JSON inside a text. */
export function readCardCallback(data: Fields): CardCallback | undefined {
  const outTrackId = textOf(data.outTrackId)
  if (outTrackId === undefined) return undefined
  const content = parseObject(textOf(data.content) ?? '') ?? {}
  const { actionIds, params } = objectOf(content.cardPrivateData)
  return {
    outTrackId,
    corpId: textOf(data.corpId),
    userId: textOf(data.userId),
    actionIds: textsOf(actionIds),
    params: objectOf(params),
    data,
  }
}
