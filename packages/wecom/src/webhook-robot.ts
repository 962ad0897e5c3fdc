import {
  type ConnectionOptions,
  createCaller,
  InputCheck,
  isRecord,
  openConnection,
  parseBaseUrl,
  uploadForm,
  type Warning,
} from '@hongyan/platform-call'
import { MessageCheck, type Truncation } from './check.ts'
import { DEFAULT_BASE_URL } from './client.ts'
import { readAnswer } from './errors.ts'
import { checkMediaFile, type MediaFile, readUploaded, type UploadedMedia } from './media-file.ts'
import { contentOf } from './message-check.ts'
import type { RobotMessage } from './robot-message.ts'
import { ROBOT_CONTENT } from './robot-message-rules.ts'
import { written } from './rule.ts'

/** A group robot (群机器人, 消息推送), named by its webhook as copied from the group's settings, or by the key in it. */
export type WecomRobotOptions = ConnectionOptions &
  (
    | { readonly webhook: string; readonly key?: undefined; readonly baseUrl?: undefined }
    | {
        readonly key: string
        readonly webhook?: undefined
        /** Default `https://qyapi.weixin.qq.com`. */
        readonly baseUrl?: string | undefined
      }
  )

/** A message ready to be posted. */
export interface PreparedRobotMessage {
  /** The JSON that goes over the wire. */
  readonly body: string
  readonly warnings: readonly Warning[]
}

/** Posts into one group. */
export interface WecomRobot {
  /**
   * Posts one message. 20 a minute; beyond that the robot is refused for 60 s (ThrottledError). The platform has no
   * protection against a message posted twice, and no recall. Source: 企业微信「消息推送配置说明」, 2025-08-07.
   *
   * @throws InvalidInputError, NotSentError, RejectedError, ThrottledError, AmbiguousError (it may have been posted)
   */
  send(message: RobotMessage, choices?: RobotSendChoices): Promise<{ readonly warnings: readonly Warning[] }>
  /** Checks a message and fixes its bytes, without posting. @throws InvalidInputError */
  prepare(message: RobotMessage, choices?: RobotSendChoices): PreparedRobotMessage
  /** Posts prepared bytes. @throws as `send` */
  sendPrepared(prepared: PreparedRobotMessage): Promise<{ readonly warnings: readonly Warning[] }>
  /**
   * Uploads a file (up to 20 MB) or a voice message (AMR, up to 2 MB and 60 s) that this robot alone may send, for three
   * days.
   *
   * @throws InvalidInputError, NotSentError, RejectedError (40058: the key is wrong), ThrottledError, AmbiguousError
   */
  upload(type: 'file' | 'voice', file: MediaFile): Promise<UploadedMedia>
  /** Closes the connections, unless the dispatcher is yours. */
  close(): Promise<void>
}

interface RobotSendChoices {
  /** What to do about titles and descriptions of articles that would be cut off: `refuse` (default) or `warn`. */
  readonly truncation?: Truncation | undefined
}

const SEND = '/cgi-bin/webhook/send'
const UPLOAD = '/cgi-bin/webhook/upload_media'

/**
 * @throws InvalidInputError if the webhook is no URL or holds no key; RangeError or Error for a budget, a proxy or a
 * certificate of the wrong form
 */
export function createWecomRobot(options: WecomRobotOptions): WecomRobot {
  const check = new InputCheck('wecom', 'createWecomRobot')
  check.object('options', options)
  const { key, baseUrl } = options.webhook === undefined ? options : parseWebhook(options.webhook, check)
  check.text('key', key, WHERE_IT_STANDS)
  const { origin, prefix } = parseBaseUrl(check, 'baseUrl', baseUrl ?? DEFAULT_BASE_URL, DEFAULT_BASE_URL)
  const connection = openConnection(options)
  const call = createCaller(readAnswer, connection.caller)
  const address = { platform: 'wecom', method: 'POST', origin, secrets: [key] } as const
  const sendPrepared = async (prepared: PreparedRobotMessage) => {
    const check = new InputCheck('wecom', `POST ${SEND}`)
    check.object('prepared', prepared)
    check.text('prepared.body', prepared.body)
    const { body, warnings } = prepared
    await call({ ...address, path: prefix + SEND, query: { key }, headers: JSON_HEADERS, body })
    return { warnings }
  }
  return {
    send: async (message, choices) => sendPrepared(prepare(message, choices)),
    prepare,
    sendPrepared,
    async upload(type, file) {
      const endpoint = `POST ${UPLOAD}`
      new InputCheck('wecom', endpoint).oneOf('type', type ?? null, ['file', 'voice'])
      const warnings = await checkMediaFile(endpoint, type, file)
      const form = uploadForm({ field: 'media', ...file })
      const askedAt = connection.clock.now()
      const { body } = await call({ ...address, path: prefix + UPLOAD, query: { key, type }, ...form })
      return { ...readUploaded(endpoint, type, isRecord(body) ? body : {}, askedAt), warnings }
    },
    close: connection.close,
  }
}

const JSON_HEADERS = { 'content-type': 'application/json' }

function parseWebhook(webhook: string, check: InputCheck): { key: string; baseUrl: string } {
  const url = URL.canParse(webhook) ? new URL(webhook) : undefined
  const key = url?.searchParams.get('key')
  if (!url?.pathname.endsWith(SEND) || !key) return check.refuse('webhook', NO_WEBHOOK)
  return { key, baseUrl: url.origin + url.pathname.slice(0, -SEND.length) }
}

/**
 * Holds a message against the documented limits, without a client and without posting; gives what is merely advised.
 *
 * @throws InvalidInputError naming the first field that breaks a limit
 */
export const checkRobotMessage = (message: RobotMessage, truncation?: Truncation): readonly Warning[] =>
  look(message, 'checkRobotMessage', truncation)

function prepare(message: RobotMessage, { truncation }: RobotSendChoices = {}): PreparedRobotMessage {
  const warnings = look(message, `POST ${SEND}`, truncation)
  const { msgtype } = message
  const body = JSON.stringify({ msgtype, [msgtype]: written(ROBOT_CONTENT[msgtype], contentOf(message)) })
  return { body, warnings }
}

function look(message: RobotMessage, endpoint: string, truncation?: Truncation): readonly Warning[] {
  const check = new MessageCheck(endpoint, truncation)
  check.oneOf('truncation', truncation, ['refuse', 'warn'])
  check.object('message', message)
  const { msgtype } = message
  if (!Object.hasOwn(ROBOT_CONTENT, msgtype)) check.refuse('msgtype', UNKNOWN_TYPE)
  ROBOT_CONTENT[msgtype].check(check, msgtype, contentOf(message))
  return check.warnings
}

const NO_WEBHOOK = {
  zh: `webhook 应为群设置里复制的完整地址，例如 ${DEFAULT_BASE_URL}${SEND}?key=…。`,
  en: `Give the webhook whole, as copied from the group’s settings: ${DEFAULT_BASE_URL}${SEND}?key=….`,
}
const WHERE_IT_STANDS = {
  zh: '它是 webhook 地址里 key= 后面的部分。',
  en: 'It is what follows key= in the webhook.',
}
const UNKNOWN_TYPE = {
  zh: `机器人的 msgtype 只能是 ${Object.keys(ROBOT_CONTENT).join('、')}。`,
  en: `A robot’s msgtype is one of ${Object.keys(ROBOT_CONTENT).join(', ')}.`,
}
