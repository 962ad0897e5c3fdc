import {
  type ConnectionOptions,
  createCaller,
  InputCheck,
  openConnection,
  type Warning,
} from '@hongyan/platform-call'
import { createRules } from './errors.ts'
import { DEFAULT_BASE_URL, resolveHosts } from './hosts.ts'
import type { RobotMessage } from './robot-message.ts'
import { encodeRobotMessage } from './robot-message-check.ts'
import { signRobotRequest } from './robot-security.ts'

/** A custom group robot (自定义群机器人), named by its webhook as copied from the group's settings, or by the token in it. */
export type DingTalkRobotOptions = ConnectionOptions & {
  /** The secret of 加签, begins with `SEC`. Without it requests go unsigned (keywords or addresses protect the robot). */
  readonly secret?: string | undefined
} & (
    | { readonly webhook: string; readonly accessToken?: undefined; readonly baseUrl?: undefined }
    | {
        readonly accessToken: string
        readonly webhook?: undefined
        /** Default `https://oapi.dingtalk.com`. */
        readonly baseUrl?: string | undefined
      }
  )

/** A message ready to be posted, once or again. */
export interface PreparedRobotMessage {
  /** The JSON that goes over the wire; the signature stands beside it, in the address, and is made at each sending. */
  readonly body: string
  readonly warnings: readonly Warning[]
}

/** Posts into one group. */
export interface DingTalkRobot {
  /**
   * Posts one message. 20 a minute; beyond that the robot is mute for ten minutes (ThrottledError). After an
   * AmbiguousError repeat with the same `msgUuid`. Source: 钉钉「自定义机器人发送群消息」, 2026-08-22.
   *
   * @throws InvalidInputError if the body is over 20 000 bytes; NotSentError, RejectedError, ThrottledError, AmbiguousError
   */
  send(message: RobotMessage): Promise<{ readonly warnings: readonly Warning[] }>
  /**
   * Checks a message and fixes its bytes, without posting. With a `msgUuid` they may be sent again after an
   * AmbiguousError.
   *
   * @throws InvalidInputError
   */
  prepare(message: RobotMessage): PreparedRobotMessage
  /** Posts prepared bytes. @throws as `send`, except InvalidInputError */
  sendPrepared(prepared: PreparedRobotMessage): Promise<{ readonly warnings: readonly Warning[] }>
  /** Closes the connections, unless the dispatcher is yours. */
  close(): Promise<void>
}

const SEND = '/robot/send'

/**
 * @throws InvalidInputError if the webhook is no URL or holds no access_token; RangeError or Error for a budget, a proxy or
 * a certificate of the wrong form
 */
export function createDingTalkRobot(options: DingTalkRobotOptions): DingTalkRobot {
  const check = new InputCheck('dingtalk', 'createDingTalkRobot')
  check.object('options', options)
  const { accessToken, baseUrl } =
    options.webhook === undefined ? options : parseWebhook(options.webhook, check)
  check.text('accessToken', accessToken, WHERE_IT_STANDS)
  check.textOrNothing('secret', options.secret)
  const { origin, prefix } = resolveHosts(baseUrl).oapi
  const connection = openConnection(options)
  const call = createCaller(createRules(connection.clock).robot, connection.caller)
  const prepare = (message: RobotMessage): PreparedRobotMessage => {
    const check = new InputCheck('dingtalk', `POST ${SEND}`)
    return { body: encodeRobotMessage(message, check), warnings: check.warnings }
  }
  const sendPrepared = async ({ body, warnings }: PreparedRobotMessage) => {
    const signature = options.secret ? sign(connection.clock.now(), options.secret) : undefined
    await call({
      platform: 'dingtalk',
      method: 'POST',
      origin,
      path: prefix + SEND,
      query: { access_token: accessToken, ...signature },
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body,
      secrets: [
        accessToken,
        ...(options.secret ? [options.secret] : []),
        ...(signature ? [signature.sign] : []),
      ],
    })
    return { warnings }
  }
  return {
    send: async (message) => sendPrepared(prepare(message)),
    prepare,
    sendPrepared,
    close: connection.close,
  }
}

/** Timestamp and signature belong into the query; in headers the platform does not see them. */
const sign = (now: number, secret: string): { timestamp: string; sign: string } => ({
  timestamp: String(now),
  sign: signRobotRequest(now, secret),
})

function parseWebhook(webhook: string, check: InputCheck): { accessToken: string; baseUrl: string } {
  const url = URL.canParse(webhook) ? new URL(webhook) : undefined
  const accessToken = url?.searchParams.get('access_token')
  if (!url?.pathname.endsWith(SEND) || !accessToken) {
    return check.refuse('webhook', NO_WEBHOOK)
  }
  return { accessToken, baseUrl: url.origin + url.pathname.slice(0, -SEND.length) }
}

const NO_WEBHOOK = {
  zh: `webhook 应为群设置里复制的完整地址，例如 ${DEFAULT_BASE_URL}${SEND}?access_token=…。`,
  en: `Give the webhook whole, as copied from the group’s settings: ${DEFAULT_BASE_URL}${SEND}?access_token=….`,
}
const WHERE_IT_STANDS = {
  zh: '它是 Webhook 地址里 access_token= 后面的部分。',
  en: 'It is what follows access_token= in the webhook.',
}
