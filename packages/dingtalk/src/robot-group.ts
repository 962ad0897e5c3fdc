import { InputCheck } from '@hongyan/platform-call'
import { booleanOf, textOf, textsOf } from './answer-fields.ts'
import { type DingTalkApi, unusableAnswer } from './api.ts'
import { MAX_READ_PAGE } from './limits.ts'
import type { PreparedRobotSend } from './robot-oto.ts'
import { checkProcessQueryKeys, type RecallResult, readRecallResult } from './robot-recall.ts'
import { type RobotSendStatus, readSendStatus } from './robot-send-status.ts'
import type { RobotTemplate } from './robot-template.ts'
import { encodeMsgParam } from './robot-template-check.ts'

/** A message and the group it is for. */
export type GroupSend = RobotTemplate & {
  /** `cid…==`; the conversationId of a message that the robot received in that group. */
  readonly openConversationId: string
  /** Only if the robot came into the group by a cool app (酷应用). */
  readonly coolAppCode?: string | undefined
}

/** One message in one group. */
export interface GroupMessageKey {
  readonly openConversationId: string
  readonly processQueryKey: string
}

/** Some of those who have read a message. */
export interface GroupReadPage {
  readonly sendStatus: RobotSendStatus
  readonly readUserIds: readonly string[]
  /** Where the next page begins; undefined on the last. */
  readonly nextToken: string | undefined
}

/**
 * Messages of the robot in groups it is a member of. All but `prepare` may throw NotSentError, RejectedError,
 * ThrottledError, TokenError and AmbiguousError. In a group without the robot DingTalk answers that the robot does not
 * exist, although its code is right.
 */
export interface RobotGroupMessages {
  /**
   * Sends one message. Needs `qyapi_robot_sendmsg`. Source: 钉钉「机器人发送群聊消息」, 2026-08-22.
   *
   * @throws InvalidInputError before anything is sent, if a documented limit is broken
   */
  send(send: GroupSend): Promise<{ readonly processQueryKey: string } & Pick<PreparedRobotSend, 'warnings'>>
  /** Checks a message and fixes its bytes, without sending. @throws InvalidInputError */
  prepare(send: GroupSend): PreparedRobotSend
  sendPrepared(
    prepared: PreparedRobotSend,
  ): Promise<{ readonly processQueryKey: string } & Pick<PreparedRobotSend, 'warnings'>>
  /** A page of those who have read it. Source: 钉钉「查询企业机器人群聊消息用户已读状态」, 2026-08-22. */
  query(key: GroupMessageKey, page?: GroupReadOptions): Promise<GroupReadPage>
  /** All who have read it, page by page as they are wanted. */
  walkReadUserIds(key: GroupMessageKey): AsyncGenerator<string>
  /** Takes messages back without a trace. Source: 钉钉「企业机器人撤回内部群消息」, 2026-08-22. @param processQueryKeys at most 20 */
  recall(openConversationId: string, processQueryKeys: readonly string[]): Promise<RecallResult>
}

export interface GroupReadOptions {
  /** Users asked for at once, at most 200. Default 200. */
  readonly maxResults?: number | undefined
  /** Where the page begins. Default: at the beginning. */
  readonly nextToken?: string | undefined
}

const SEND = '/v1.0/robot/groupMessages/send'
const QUERY = '/v1.0/robot/groupMessages/query'
const RECALL = '/v1.0/robot/groupMessages/recall'

export function createRobotGroupMessages(api: DingTalkApi, robotCode: string): RobotGroupMessages {
  const prepare = (send: GroupSend): PreparedRobotSend => {
    const check = new InputCheck('dingtalk', `POST ${SEND}`)
    const msgParam = encodeMsgParam(send, check)
    const { openConversationId, coolAppCode, msgKey } = send
    check.text('openConversationId', openConversationId)
    check.textOrNothing('coolAppCode', coolAppCode)
    const body = JSON.stringify({ robotCode, openConversationId, msgKey, msgParam, coolAppCode })
    return { body, warnings: check.warnings }
  }
  const sendPrepared: RobotGroupMessages['sendPrepared'] = async ({ body, warnings }) => {
    const success = await api.request('POST', SEND, { body })
    const processQueryKey = textOf(success.body.processQueryKey)
    if (processQueryKey === undefined) throw unusableAnswer(`POST ${SEND}`, 'processQueryKey', success)
    return { processQueryKey, warnings }
  }
  const query: RobotGroupMessages['query'] = async (key, { maxResults = MAX_READ_PAGE, nextToken } = {}) => {
    const check = new InputCheck('dingtalk', `POST ${QUERY}`)
    check.text('openConversationId', key.openConversationId)
    check.text('processQueryKey', key.processQueryKey)
    check.range('maxResults', maxResults, { min: 1, max: MAX_READ_PAGE, unit: 'items' })
    const { openConversationId, processQueryKey } = key
    const request = { openConversationId, robotCode, processQueryKey, maxResults, nextToken }
    const success = await api.request('POST', QUERY, { body: JSON.stringify(request) })
    const next = booleanOf(success.body.hasMore) ? textOf(success.body.nextToken) : undefined
    if (booleanOf(success.body.hasMore) && (next === undefined || next === nextToken)) {
      throw unusableAnswer(`POST ${QUERY}`, 'nextToken', success)
    }
    return {
      sendStatus: readSendStatus(success, `POST ${QUERY}`),
      readUserIds: textsOf(success.body.readUserIds),
      nextToken: next,
    }
  }
  return {
    send: async (send) => sendPrepared(prepare(send)),
    prepare,
    sendPrepared,
    query,

    async *walkReadUserIds(key) {
      let nextToken: string | undefined
      do {
        const page = await query(key, { nextToken })
        yield* page.readUserIds
        nextToken = page.nextToken
      } while (nextToken !== undefined)
    },

    async recall(openConversationId, processQueryKeys) {
      checkProcessQueryKeys(processQueryKeys, RECALL)
      new InputCheck('dingtalk', `POST ${RECALL}`).text('openConversationId', openConversationId)
      const body = JSON.stringify({ openConversationId, robotCode, processQueryKeys })
      return readRecallResult((await api.request('POST', RECALL, { body })).body)
    },
  }
}
