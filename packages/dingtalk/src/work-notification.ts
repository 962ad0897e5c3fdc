import { InputCheck, type Warning } from '@hongyan/platform-call'
import { integerOf } from './answer-fields.ts'
import { type DingTalkApi, unusableAnswer } from './api.ts'
import { NO_DEPT_ID } from './department.ts'
import { ADVISED_BODY_CHARACTERS, MAX_DEPT_IDS, MAX_STATUS_BAR_USERIDS, MAX_USERIDS } from './limits.ts'
import type { WorkMessage } from './message.ts'
import { encodeWorkMessage } from './message-check.ts'
import { readSendResult, type SendResult } from './work-result.ts'

/** A work notification and whom it is for. */
export type WorkNotification = Receivers & {
  /** As JSON at most 2 048 bytes. */
  readonly msg: WorkMessage
}

/** Persons, departments, both, or everyone. */
export type Receivers =
  | (SomeReceivers & { readonly userid_list: readonly string[] })
  | (SomeReceivers & { readonly dept_id_list: readonly number[] })
  | {
      /** Everyone who may see the app, at most three times a day; not beside the lists. */
      readonly to_all_user: true
      readonly userid_list?: undefined
      readonly dept_id_list?: undefined
    }

interface SomeReceivers {
  /** At most 100. */
  readonly userid_list?: readonly string[] | undefined
  /** At most 20; each with all its sub-departments. The root is 1. Of over 100 people there is no result to ask for. */
  readonly dept_id_list?: readonly number[] | undefined
  readonly to_all_user?: false | undefined
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
}

const ROOT = '/topapi/message/corpconversation'
const SEND = `${ROOT}/asyncsend_v2`
const PROGRESS = `${ROOT}/getsendprogress`
const RESULT = `${ROOT}/getsendresult`
const RECALL = `${ROOT}/recall`

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

function encodeReceivers(
  notification: WorkNotification,
  check: InputCheck,
): Record<string, string | boolean> {
  const { userid_list, dept_id_list, to_all_user } = notification
  // A text such as 'false', as it comes out of a form, would else reach the whole company.
  check.oneOf('to_all_user', to_all_user, [true, false])
  if (to_all_user) {
    if (userid_list || dept_id_list) check.refuse('to_all_user', EVERYONE_OR_SOME)
  } else if (!userid_list && !dept_id_list) check.refuse('userid_list', NOBODY)
  if (userid_list) checkUserids(userid_list, check)
  if (dept_id_list) checkDeptIds(dept_id_list, check)
  checkStatusBar(notification, check)
  return {
    ...(userid_list && { userid_list: userid_list.join(',') }),
    ...(dept_id_list && { dept_id_list: dept_id_list.join(',') }),
    // Left out unless true: beside a list even `false` has made the platform refuse the call.
    ...(to_all_user && { to_all_user: true }),
  }
}

function checkUserids(userids: readonly string[], check: InputCheck): void {
  check.list('userid_list', userids, { max: MAX_USERIDS })
  if (userids.length === 0) check.refuse('userid_list', EMPTY_LIST)
  for (const [index, userid] of userids.entries()) {
    check.text(`userid_list[${index}]`, userid)
    if (/[,\s]/.test(userid)) check.refuse(`userid_list[${index}]`, NO_USERID)
  }
}

function checkDeptIds(deptIds: readonly number[], check: InputCheck): void {
  check.list('dept_id_list', deptIds, { max: MAX_DEPT_IDS })
  if (deptIds.length === 0) check.refuse('dept_id_list', EMPTY_LIST)
  for (const [index, id] of deptIds.entries()) {
    if (!Number.isSafeInteger(id) || id < 1) check.refuse(`dept_id_list[${index}]`, NO_DEPT_ID)
  }
}

function checkStatusBar({ msg, userid_list, dept_id_list }: WorkNotification, check: InputCheck): void {
  if (msg.msgtype !== 'oa' || !msg.oa.status_bar) return
  if (!userid_list || dept_id_list) check.refuse('msg.oa.status_bar', STATUS_BAR_FOR_FEW)
  check.atMost('userid_list', MAX_STATUS_BAR_USERIDS, userid_list.length, 'items')
}

const NOBODY = {
  zh: '没有接收人：请给出 userid_list、dept_id_list，或 to_all_user: true。',
  en: 'Nobody to send to: give userid_list, dept_id_list, or to_all_user: true.',
}
const EVERYONE_OR_SOME = {
  zh: 'to_all_user 已包含所有人，请不要同时给出 userid_list 或 dept_id_list。',
  en: 'to_all_user is everyone already: leave userid_list and dept_id_list out.',
}
const EMPTY_LIST = {
  zh: '列表为空。不用时请不要传，钉钉不接受空列表。',
  en: 'The list is empty. Leave it out if it is not meant; DingTalk takes no empty list.',
}
const NO_USERID = {
  zh: 'userid 不能含逗号或空白。多个 userid 请作为数组的多个元素传入。',
  en: 'A userid holds no comma and no space. Give several as several items.',
}
const NO_TASK_ID = {
  zh: 'task_id 应为 send 返回的 task_id（数字）。',
  en: 'task_id is the number that send gave.',
}
const STATUS_BAR_FOR_FEW = {
  zh: '带 status_bar 的 oa 消息只能发给 userid_list（最多 5 人），不能发给部门或全员。',
  en: 'An oa message with status_bar goes only to userid_list (at most 5), not to departments or everyone.',
}
const MAY_BE_REFUSED = {
  zh: '整个请求体超过 4096 个字符，钉钉可能返回 41101。可减少一次发送的人数。',
  en: 'The whole body is over 4096 characters; DingTalk may answer 41101. Send to fewer people at a time.',
}
