import { type Connection, createCaller, InputCheck, type Warning } from '@hongyan/platform-call'
import type { DingTalkRules } from './errors.ts'
import type { Hosts } from './hosts.ts'
import type { RobotMessage } from './robot-message.ts'
import { encodeRobotMessage } from './robot-message-check.ts'

/** Where a received message may be answered: two fields of it. */
export interface SessionWebhook {
  readonly sessionWebhook: string
  /** Unix milliseconds; about 90 min after the message. Undefined: not looked at. */
  readonly sessionWebhookExpiredTime?: number | undefined
}

/**
 * Answers into the conversation a message came from.
 *
 * @throws InvalidInputError also if the time for it is over; NotSentError, RejectedError, ThrottledError, AmbiguousError
 */
export type ReplyInSession = (
  received: SessionWebhook,
  message: RobotMessage,
) => Promise<{ readonly warnings: readonly Warning[] }>

const REPLY = '/robot/sendBySession'

/**
 * Of the address in the message only the session is used and never the host: whoever could forge a message must not
 * choose where answers go. Source: 钉钉「机器人回复和发送消息」, 2026-08-22.
 */
export function createReply(hosts: Hosts, connection: Connection, rules: DingTalkRules): ReplyInSession {
  const call = createCaller(rules.robot, connection.caller)
  return async ({ sessionWebhook, sessionWebhookExpiredTime }, message) => {
    const check = new InputCheck('dingtalk', `POST ${REPLY}`)
    const session = readSession(sessionWebhook, check)
    if (sessionWebhookExpiredTime !== undefined && sessionWebhookExpiredTime <= connection.clock.now()) {
      check.refuse('sessionWebhookExpiredTime', OVER)
    }
    const body = encodeRobotMessage(message, check)
    await call({
      platform: 'dingtalk',
      method: 'POST',
      origin: hosts.oapi.origin,
      path: hosts.oapi.prefix + REPLY,
      query: { session },
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body,
      secrets: [session],
    })
    return { warnings: check.warnings }
  }
}

function readSession(sessionWebhook: string, check: InputCheck): string {
  check.text('sessionWebhook', sessionWebhook)
  const url = URL.canParse(sessionWebhook) ? new URL(sessionWebhook) : undefined
  const session = url?.pathname.endsWith(REPLY) ? url.searchParams.get('session') : undefined
  return session || check.refuse('sessionWebhook', NO_SESSION)
}

const NO_SESSION = {
  zh: `sessionWebhook 应为收到的消息里的原值，形如 https://oapi.dingtalk.com${REPLY}?session=…。`,
  en: `Give sessionWebhook as it came with the message: https://oapi.dingtalk.com${REPLY}?session=….`,
}
const OVER = {
  zh: '这条消息的 sessionWebhook 已过期（约 90 分钟），请改用 robot.group.send 或 robot.oTo.batchSend。',
  en: 'The message’s sessionWebhook has expired (after about 90 min): use robot.group.send or robot.oTo.batchSend.',
}
