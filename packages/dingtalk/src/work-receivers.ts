import type { InputCheck } from '@hongyan/platform-call'
import { NO_DEPT_ID } from './department.ts'
import { MAX_DEPT_IDS, MAX_STATUS_BAR_USERIDS, MAX_USERIDS } from './limits.ts'
import type { WorkMessage } from './message.ts'

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

/** The receivers as they stand in the request. @throws InvalidInputError */
export function encodeReceivers(
  notification: Receivers & { readonly msg: WorkMessage },
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

function checkStatusBar(
  { msg, userid_list, dept_id_list }: Receivers & { readonly msg: WorkMessage },
  check: InputCheck,
): void {
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
const STATUS_BAR_FOR_FEW = {
  zh: '带 status_bar 的 oa 消息只能发给 userid_list（最多 5 人），不能发给部门或全员。',
  en: 'An oa message with status_bar goes only to userid_list (at most 5), not to departments or everyone.',
}
