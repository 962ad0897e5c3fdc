import { type Clock, InputCheck, systemClock } from '@hongyan/platform-call'
import { booleanOf, type Fields, integerOf, objectOf, objectsOf, textOf } from './answer-fields.ts'
import {
  type CallbackRequest,
  headerOf,
  isFresh,
  isSameText,
  parseObject,
  type Received,
  refuseCallback,
} from './callback.ts'
import type { SessionWebhook } from './robot-reply.ts'
import { signRobotRequest } from './robot-security.ts'

/** A message that somebody sent to the robot. Source: 钉钉「机器人接收消息」, 2026-08-22. */
export interface ReceivedRobotMessage extends Partial<SessionWebhook> {
  /** text, richText, picture, audio, video, file. */
  readonly msgtype: string
  /** The same each time it is told. */
  readonly msgId: string
  /** Of a text; begins with a space where the robot's own mention was taken out. */
  readonly text: string | undefined
  /** Of the other types; `downloadCode` in it leads to the file. */
  readonly content: Fields
  /** Unix milliseconds. */
  readonly createAt: number | undefined
  /** `'1'`: with the robot alone, `'2'`: in a group. */
  readonly conversationType: '1' | '2' | undefined
  /** Of a group: its openConversationId. */
  readonly conversationId: string | undefined
  readonly conversationTitle: string | undefined
  /** Encrypted; the same for one person and one organisation. */
  readonly senderId: string | undefined
  /** The userid; undefined for people from outside, and while the robot is not published. */
  readonly senderStaffId: string | undefined
  readonly senderNick: string | undefined
  readonly senderCorpId: string | undefined
  readonly isAdmin: boolean | undefined
  /** Whether the robot was mentioned. */
  readonly isInAtList: boolean | undefined
  readonly atUsers: readonly {
    readonly dingtalkId: string | undefined
    readonly staffId: string | undefined
  }[]
  readonly robotCode: string | undefined
  readonly chatbotCorpId: string | undefined
  readonly chatbotUserId: string | undefined
  readonly senderPlatform: string | undefined
  /** `20001`: the organisation's Webhook and Stream quota of the month is used up, and the content was left out. */
  readonly errorCode: string | undefined
  readonly errorMessage: string | undefined
  /** The message as it came. */
  readonly data: Fields
}

/** Receives robot messages that DingTalk posts to an address. */
export interface RobotMessageReceiver {
  /**
   * Never throws for what came from outside. Answer HTTP 200, with a RobotMessage as JSON or with `NO_REPLY`.
   */
  receive(request: CallbackRequest): Received<{ readonly message: ReceivedRobotMessage }>
}

/** The answer to a robot message that says nothing. */
export const NO_REPLY = '{"msgtype":"empty"}'

/**
 * @param options.appSecret of the robot's app: DingTalk signs with it
 * @throws InvalidInputError if it is empty
 */
export function createRobotMessageReceiver(options: {
  readonly appSecret: string
  readonly clock?: Clock | undefined
}): RobotMessageReceiver {
  const { appSecret, clock = systemClock } = options
  new InputCheck('dingtalk', 'createRobotMessageReceiver').text('appSecret', appSecret)
  return {
    receive(request) {
      const timestamp = headerOf(request, 'timestamp')
      const sign = headerOf(request, 'sign')
      if (!timestamp || !sign) return refuseCallback('form')
      if (!isSameText(signRobotRequest(timestamp, appSecret), sign)) return refuseCallback('signature')
      if (!isFresh(timestamp, clock.now())) return refuseCallback('timestamp')
      const data = parseObject(request.body)
      const message = data && readRobotMessage(data)
      return message ? { accepted: true, message } : refuseCallback('form')
    },
  }
}

export function readRobotMessage(data: Fields): ReceivedRobotMessage | undefined {
  const msgId = textOf(data.msgId)
  if (msgId === undefined) return undefined
  const type = textOf(data.conversationType)
  return {
    msgtype: textOf(data.msgtype) ?? '',
    msgId,
    text: textOf(objectOf(data.text).content),
    content: objectOf(data.content),
    createAt: integerOf(data.createAt),
    conversationType: type === '1' || type === '2' ? type : undefined,
    conversationId: textOf(data.conversationId),
    conversationTitle: textOf(data.conversationTitle),
    senderId: textOf(data.senderId),
    senderStaffId: textOf(data.senderStaffId),
    senderNick: textOf(data.senderNick),
    senderCorpId: textOf(data.senderCorpId),
    isAdmin: booleanOf(data.isAdmin),
    isInAtList: booleanOf(data.isInAtList),
    atUsers: objectsOf(data.atUsers).map(({ dingtalkId, staffId }) => ({
      dingtalkId: textOf(dingtalkId),
      staffId: textOf(staffId),
    })),
    ...readSession(data),
    robotCode: textOf(data.robotCode),
    chatbotCorpId: textOf(data.chatbotCorpId),
    chatbotUserId: textOf(data.chatbotUserId),
    senderPlatform: textOf(data.senderPlatform),
    errorCode: textOf(data.errorCode),
    errorMessage: textOf(data.errorMessage),
    data,
  }
}

function readSession(data: Fields): Partial<SessionWebhook> {
  const sessionWebhook = textOf(data.sessionWebhook)
  if (sessionWebhook === undefined) return {}
  return { sessionWebhook, sessionWebhookExpiredTime: integerOf(data.sessionWebhookExpiredTime) }
}
