import { InputCheck, type Warning } from '@hongyan/platform-call'
import { readNumber, readRecords, readText } from './answer-fields.ts'
import type { Success, WecomApi } from './api.ts'
import { type CardUpdate, type CardUpdateResult, updateCard } from './card-update.ts'
import type { Truncation } from './check.ts'
import type { AppMessage } from './message.ts'
import { APP_CONTENT, checkMessage, contentOf } from './message-check.ts'
import { type RefusedRecipients, readRefusedRecipients } from './recipients.ts'
import { written } from './rule.ts'

/** How a message is held against the limits. */
export interface SendChoices {
  /**
   * What to do about a text the platform would silently cut off: `refuse` (default) throws an InvalidInputError, since
   * content would be lost; `warn` sends it and adds a warning.
   */
  readonly truncation?: Truncation | undefined
}

/** A message ready to be sent, once or again. */
export interface PreparedMessage {
  /** The JSON that goes over the wire. The same message gives the same bytes. */
  readonly body: string
  readonly warnings: readonly Warning[]
}

/**
 * What the platform answered to a send it accepted. Accepted is not delivered: WeCom drops silently what exceeds 30 a
 * minute or 1 000 an hour per member and app (企业微信「访问频率限制」, 2023-08-28), and no API tells who got it.
 */
export interface SendResult extends RefusedRecipients {
  /** True only if the platform refused nobody: all four lists are empty. Look at it after every send. */
  readonly complete: boolean
  /**
   * Updates the card once, within 72 hours: `updateCard`. Only of cards with buttons, votes or an `action_menu`; undefined
   * otherwise.
   */
  readonly response_code: string | undefined
  /** The handle for `recall`, 63 to 86 characters; empty on a private deployment too old to give one. */
  readonly msgid: string
  /** What was let pass although it may not do what was meant. */
  readonly warnings: readonly Warning[]
}

/** Application messages: 企业微信「发送应用消息」(2025-09-24) and「撤回应用消息」. */
export interface Messages {
  /**
   * Sends one message. People the platform refuses are data, not errors, as long as it sends to anybody: look at
   * `complete`. If it refuses everybody (81013), a RejectedError is thrown, and `refusedRecipients(error)` names them.
   *
   * Per app and day, an account limit × 200 person-times.
   *
   * @throws InvalidInputError (a documented limit is broken), RejectedError, ThrottledError, TokenError, NotSentError,
   * AmbiguousError (it may have gone out: repeat only with `prepare`, `sendPrepared` and the duplicate check)
   */
  send(message: AppMessage, choices?: SendChoices): Promise<SendResult>
  /**
   * Checks a message and fixes its bytes, without sending. Keep the body to repeat a send whose end is unknown: with
   * `enable_duplicate_check` the platform suppresses the second copy, if it is byte for byte the same.
   *
   * @throws InvalidInputError
   */
  prepare(message: AppMessage, choices?: SendChoices): PreparedMessage
  /** Sends prepared bytes. @throws as `send` */
  sendPrepared(prepared: PreparedMessage): Promise<SendResult>
  /**
   * Takes a message back, within 24 hours and by the app that sent it; copies in the WeChat plug-in stay.
   *
   * @throws RejectedError with 42052 (older than 24 hours) or 40058 (another app's message), and as `send`
   */
  recall(msgid: string): Promise<void>
  /**
   * Changes a sent card for some of its receivers. @throws RejectedError with 60140 (the code is older than 72 hours or was
   * used), and as `send`
   */
  updateCard(update: CardUpdate): Promise<CardUpdateResult>
  /**
   * How many person-times each app has reached today (0, default) or yesterday (1). The platform's present pages no longer
   * name it (企业微信「查询应用消息发送统计」): be prepared for a RejectedError.
   *
   * @throws as `send`
   */
  getStatistics(time_type?: 0 | 1): Promise<readonly AppStatistics[]>
}

/** What one app has sent in a day. */
export interface AppStatistics {
  readonly agentid: number
  readonly app_name: string
  /** Person-times that the platform counts as sent. */
  readonly count: number
}

const SEND = '/cgi-bin/message/send'
const RECALL = '/cgi-bin/message/recall'
const STATISTICS = '/cgi-bin/message/get_statistics'

export function createMessages(api: WecomApi, agentid: number): Messages {
  const prepare = (message: AppMessage, choices: SendChoices = {}): PreparedMessage => {
    const warnings = checkMessage(message, `POST ${SEND}`, choices.truncation)
    return { body: writeBody(message, agentid), warnings }
  }
  const sendPrepared = async (prepared: PreparedMessage): Promise<SendResult> => {
    const check = new InputCheck('wecom', `POST ${SEND}`)
    check.object('prepared', prepared)
    check.text('prepared.body', prepared.body)
    return readResult(await api.request('POST', SEND, { body: prepared.body }), prepared.warnings)
  }
  return {
    send: async (message, choices) => sendPrepared(prepare(message, choices)),
    prepare,
    sendPrepared,
    async recall(msgid) {
      new InputCheck('wecom', `POST ${RECALL}`).text('msgid', msgid)
      await api.request('POST', RECALL, { body: JSON.stringify({ msgid }) })
    },
    updateCard: (update) => updateCard(api, agentid, update),
    async getStatistics(time_type = 0) {
      new InputCheck('wecom', `POST ${STATISTICS}`).oneOf('time_type', time_type, [0, 1])
      const { statistics } = await api.request('POST', STATISTICS, { body: JSON.stringify({ time_type }) })
      return readRecords(statistics).map(readStatistics)
    },
  }
}

/** Fields in one fixed order, so that the same message always gives the same bytes, however its object was built. */
function writeBody(message: AppMessage, agentid: number): string {
  const { touser, toparty, totag } = message
  return JSON.stringify({
    touser: touser === '@all' ? touser : joined(touser),
    toparty: joined(toparty),
    totag: joined(totag),
    msgtype: message.msgtype,
    agentid,
    [message.msgtype]: written(APP_CONTENT[message.msgtype], contentOf(message)),
    safe: message.safe,
    enable_id_trans: message.enable_id_trans,
    enable_duplicate_check: message.enable_duplicate_check,
    duplicate_check_interval: message.duplicate_check_interval,
  })
}

const joined = (ids: readonly (string | number)[] | undefined): string | undefined =>
  ids?.length ? ids.join('|') : undefined

function readResult(answer: Success, warnings: readonly Warning[]): SendResult {
  const msgid = readText(answer.msgid)
  const response_code = readText(answer.response_code) || undefined
  const refused = readRefusedRecipients(answer)
  const complete = Object.values(refused).every((list) => list.length === 0)
  return { complete, msgid, response_code, ...refused, warnings }
}

const readStatistics = ({ agentid, app_name, count }: Success): AppStatistics => ({
  agentid: readNumber(agentid),
  app_name: readText(app_name),
  count: readNumber(count),
})
