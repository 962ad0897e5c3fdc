import { InputCheck, type Warning } from '@hongyan/platform-call'
import { integerOf, objectsOf, textOf, textsOf } from './answer-fields.ts'
import { type DingTalkApi, unusableAnswer } from './api.ts'
import { MAX_OTO_USERIDS } from './limits.ts'
import { checkProcessQueryKeys, type RecallResult, readRecallResult } from './robot-recall.ts'
import { type RobotSendStatus, readSendStatus } from './robot-send-status.ts'
import type { RobotTemplate } from './robot-template.ts'
import { encodeMsgParam } from './robot-template-check.ts'

/** A message and whom it is for. */
export type OtoSend = RobotTemplate & {
  /** At most 20. */
  readonly userIds: readonly string[]
}

/** A message ready to be sent. */
export interface PreparedRobotSend {
  /** The JSON that goes over the wire. These calls know no repeat: sent twice, it arrives twice. */
  readonly body: string
  readonly warnings: readonly Warning[]
}

/** What a send came to. A success may have reached only some. */
export interface OtoSendResult {
  /** The handle for read status and recall; undefined if nobody was reached. */
  readonly processQueryKey: string | undefined
  /** No such person. */
  readonly invalidStaffIdList: readonly string[]
  /** Held back by a limit: send to these again, later. */
  readonly flowControlledStaffIdList: readonly string[]
  /** Left out for a reason not documented; met in answers of the live platform. */
  readonly filteredStaffIdList: readonly string[]
  readonly warnings: readonly Warning[]
}

/** Who has read a message. */
export interface OtoReadStatus {
  readonly sendStatus: RobotSendStatus
  readonly messageReadInfoList: readonly {
    readonly userId: string
    readonly name: string | undefined
    readonly readStatus: 'READ' | 'UNREAD'
    /** Unix milliseconds; not given by the platform yet. */
    readonly readTimestamp: number | undefined
  }[]
}

/**
 * Messages of the robot to single persons. All but `prepare` may throw NotSentError, RejectedError, ThrottledError,
 * TokenError and AmbiguousError.
 */
export interface RobotOtoMessages {
  /**
   * Sends one message to each. Needs `qyapi_robot_sendmsg`. Source: 钉钉「批量发送人与机器人会话中机器人消息」, 2026-04-22.
   *
   * @throws InvalidInputError before anything is sent, if a documented limit is broken
   */
  batchSend(send: OtoSend): Promise<OtoSendResult>
  /** Checks a message and fixes its bytes, without sending. @throws InvalidInputError */
  prepare(send: OtoSend): PreparedRobotSend
  sendPrepared(prepared: PreparedRobotSend): Promise<OtoSendResult>
  /** For 24 h after sending. Source: 钉钉「批量查询人与机器人会话机器人消息是否已读」, 2026-08-22. */
  readStatus(processQueryKey: string): Promise<OtoReadStatus>
  /** Takes messages back without a trace, within 24 h. Source: 钉钉「批量撤回人与机器人会话中机器人消息」, 2026-08-22. @param processQueryKeys at most 20 */
  batchRecall(processQueryKeys: readonly string[]): Promise<RecallResult>
}

const SEND = '/v1.0/robot/oToMessages/batchSend'
const READ_STATUS = '/v1.0/robot/oToMessages/readStatus'
/** Written otherwise than its neighbours. */
const RECALL = '/v1.0/robot/otoMessages/batchRecall'

export function createRobotOtoMessages(api: DingTalkApi, robotCode: string): RobotOtoMessages {
  const prepare = (send: OtoSend): PreparedRobotSend => {
    const check = new InputCheck('dingtalk', `POST ${SEND}`)
    const msgParam = encodeMsgParam(send, check)
    checkUserIds(send.userIds, check)
    const body = JSON.stringify({ robotCode, userIds: send.userIds, msgKey: send.msgKey, msgParam })
    return { body, warnings: check.warnings }
  }
  const sendPrepared = async ({ body, warnings }: PreparedRobotSend): Promise<OtoSendResult> => {
    const success = await api.request('POST', SEND, { body })
    const result = {
      processQueryKey: textOf(success.body.processQueryKey),
      invalidStaffIdList: textsOf(success.body.invalidStaffIdList),
      flowControlledStaffIdList: textsOf(success.body.flowControlledStaffIdList),
      filteredStaffIdList: textsOf(success.body.filteredStaffIdList),
      warnings,
    }
    const { invalidStaffIdList, flowControlledStaffIdList, filteredStaffIdList } = result
    const unreached = [...invalidStaffIdList, ...flowControlledStaffIdList, ...filteredStaffIdList]
    if (result.processQueryKey === undefined && unreached.length === 0) {
      throw unusableAnswer(`POST ${SEND}`, 'processQueryKey', success)
    }
    return result
  }
  return {
    batchSend: async (send) => sendPrepared(prepare(send)),
    prepare,
    sendPrepared,

    async readStatus(processQueryKey) {
      new InputCheck('dingtalk', `GET ${READ_STATUS}`).text('processQueryKey', processQueryKey)
      const success = await api.request('GET', READ_STATUS, { query: { robotCode, processQueryKey } })
      return {
        sendStatus: readSendStatus(success, `GET ${READ_STATUS}`),
        messageReadInfoList: objectsOf(success.body.messageReadInfoList).map((each) => ({
          userId: textOf(each.userId) ?? '',
          name: textOf(each.name),
          readStatus: each.readStatus === 'READ' ? 'READ' : 'UNREAD',
          readTimestamp: integerOf(each.readTimestamp),
        })),
      }
    },

    async batchRecall(processQueryKeys) {
      checkProcessQueryKeys(processQueryKeys, RECALL)
      const body = JSON.stringify({ robotCode, processQueryKeys })
      return readRecallResult((await api.request('POST', RECALL, { body })).body)
    },
  }
}

function checkUserIds(userIds: readonly string[], check: InputCheck): void {
  check.list('userIds', userIds, { min: 1, max: MAX_OTO_USERIDS })
  for (const [index, userId] of userIds.entries()) check.text(`userIds[${index}]`, userId)
}
