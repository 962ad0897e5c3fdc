import { InputCheck, type Warning } from '@hongyan/platform-call'
import { integerOf } from './answer-fields.ts'
import { type DingTalkApi, unusableAnswer } from './api.ts'
import { ADVISED_BODY_CHARACTERS } from './limits.ts'
import type { WorkMessage } from './message.ts'
import { encodeWorkMessage } from './message-check.ts'
import { encodeReceivers, type Receivers } from './work-receivers.ts'
import { readSendResult, type SendResult } from './work-result.ts'

/** A work notification and whom it is for. */
export type WorkNotification = Receivers & {
  /** As JSON at most 2 048 bytes. */
  readonly msg: WorkMessage
}

/** A notification ready to be sent, once or again. */
export interface PreparedNotification {
  /** The JSON that goes over the wire. The same notification gives the same bytes. */
  readonly body: string
  /** Lengths beyond what the platform advises. */
  readonly warnings: readonly Warning[]
}

/** A task was made. Nobody has been reached by that: ask `getSendResult`. */
export interface WorkNotificationTask {
  readonly task_id: number
  readonly request_id: string | undefined
  /** Lengths beyond what the platform advises; sent nevertheless. */
  readonly warnings: readonly Warning[]
}

/** How far a task is. */
export interface SendProgress {
  readonly progress_in_percent: number
  /** 0 not started, 1 under way, 2 done. */
  readonly status: 0 | 1 | 2
  readonly request_id: string | undefined
}

/**
 * Work notifications (工作通知). All but `prepare` may throw NotSentError, RejectedError, ThrottledError, TokenError and
 * AmbiguousError.
 */
export interface WorkNotifications {
  /**
   * Makes a task that sends one message. Over quota, or with the same content twice a day to one person, DingTalk
   * answers the same success: only the result tells. Source: 钉钉「发送工作通知」, 2026-05-29.
   *
   * @throws InvalidInputError before anything is sent, if a documented limit is broken
   */
  send(notification: WorkNotification): Promise<WorkNotificationTask>
  /**
   * Checks a notification and fixes its bytes, without sending. Keep the body to repeat a send whose end is unknown:
   * on the same day the same content reaches nobody twice.
   *
   * @throws InvalidInputError
   */
  prepare(notification: WorkNotification): PreparedNotification
  /** Sends prepared bytes. */
  sendPrepared(prepared: PreparedNotification): Promise<WorkNotificationTask>
  /** How far the task is. Source: 钉钉「获取工作通知消息的发送进度」, 2026-08-22. */
  getSendProgress(task_id: number): Promise<SendProgress>
  /**
   * Who was reached, who has read it, and who was held back why; for 24 h, and only for tasks of at most 100 people.
   * Source: 钉钉「获取工作通知消息的发送结果」, 2026-07-13.
   */
  getSendResult(task_id: number): Promise<SendResult>
  /**
   * Takes the message back from everybody, within 24 h. The platform does not say from whom it succeeded.
   * Source: 钉钉「撤回工作通知消息」, 2026-07-14.
   */
  recall(task_id: number): Promise<{ readonly request_id: string | undefined }>
  /**
   * Changes the status bar of an `oa` message that was sent to at most five people, for 7 days (the platform's answers
   * to questions say 24 h). 41052: not yet sent to all of them. Source: 钉钉「更新工作通知状态栏」, 2026-08-22.
   *
   * @throws InvalidInputError
   */
  updateStatusBar(task_id: number, status: StatusBar): Promise<{ readonly request_id: string | undefined }>
}

/** What the status bar is to show. */
export interface StatusBar {
  readonly status_value: string
  /**
   * `0xFF` and six hex digits; the platform suggests `0xFF78C06E` for agreed, `0xFFF65E5E` refused, `0xFF858E99` revoked,
   * `0xFFFF9D46` pending. Default: black.
   */
  readonly status_bg?: string | undefined
}

const ROOT = '/topapi/message/corpconversation'
const SEND = `${ROOT}/asyncsend_v2`
const PROGRESS = `${ROOT}/getsendprogress`
const RESULT = `${ROOT}/getsendresult`
const RECALL = `${ROOT}/recall`
const STATUS_BAR = `${ROOT}/status_bar/update`

/** @param agent_id the app in whose name is sent */
export function createWorkNotifications(api: DingTalkApi, agent_id: number): WorkNotifications {
  const askAboutTask = (path: string, task_id: number, body: object) => {
    if (!Number.isSafeInteger(task_id) || task_id < 1)
      new InputCheck('dingtalk', `POST ${path}`).refuse('task_id', NO_TASK_ID)
    return api.request('POST', path, { body: JSON.stringify({ agent_id, ...body }) })
  }
  const prepare = (notification: WorkNotification): PreparedNotification => {
    const check = new InputCheck('dingtalk', `POST ${SEND}`)
    return { body: encodeNotification(agent_id, notification, check), warnings: check.warnings }
  }
  const sendPrepared = async ({ body, warnings }: PreparedNotification): Promise<WorkNotificationTask> => {
    const success = await api.request('POST', SEND, { body })
    const task_id = integerOf(success.body.task_id)
    if (task_id === undefined) throw unusableAnswer(`POST ${SEND}`, 'task_id', success)
    return { task_id, request_id: success.requestId, warnings }
  }
  return {
    send: async (notification) => sendPrepared(prepare(notification)),
    prepare,
    sendPrepared,

    async getSendProgress(task_id) {
      const success = await askAboutTask(PROGRESS, task_id, { task_id })
      const progress: Record<string, unknown> = Object(success.body.progress)
      const status = integerOf(progress.status)
      if (status !== 0 && status !== 1 && status !== 2) {
        throw unusableAnswer(`POST ${PROGRESS}`, 'progress.status', success)
      }
      const progress_in_percent = integerOf(progress.progress_in_percent) ?? (status === 2 ? 100 : 0)
      return { progress_in_percent, status, request_id: success.requestId }
    },

    async getSendResult(task_id) {
      const { body, requestId } = await askAboutTask(RESULT, task_id, { task_id })
      return readSendResult(body.send_result, requestId)
    },

    async recall(task_id) {
      const { requestId } = await askAboutTask(RECALL, task_id, { msg_task_id: task_id })
      return { request_id: requestId }
    },

    async updateStatusBar(task_id, { status_value, status_bg }) {
      const check = new InputCheck('dingtalk', `POST ${STATUS_BAR}`)
      check.text('status_value', status_value)
      check.textOrNothing('status_bg', status_bg)
      const { requestId } = await askAboutTask(STATUS_BAR, task_id, { task_id, status_value, status_bg })
      return { request_id: requestId }
    },
  }
}

/** The request body. The message's JSON is put in as it was measured. */
function encodeNotification(agent_id: number, notification: WorkNotification, check: InputCheck): string {
  check.object('notification', notification)
  const msg = encodeWorkMessage(notification.msg, check)
  const receivers = encodeReceivers(notification, check)
  const head = JSON.stringify({ agent_id, ...receivers })
  const body = `${head.slice(0, -1)},"msg":${msg}}`
  check.advise('body', ADVISED_BODY_CHARACTERS, body.length, 'characters', MAY_BE_REFUSED)
  return body
}

const NO_TASK_ID = {
  zh: 'task_id 应为 send 返回的 task_id（数字）。',
  en: 'task_id is the number that send gave.',
}
const MAY_BE_REFUSED = {
  zh: '整个请求体超过 4096 个字符，钉钉可能返回 41101。可减少一次发送的人数。',
  en: 'The whole body is over 4096 characters; DingTalk may answer 41101. Send to fewer people at a time.',
}
