import { InputCheck } from '@hongyan/platform-call'
import { integerOf, objectOf, textOf, textsOf } from './answer-fields.ts'
import { type DingTalkApi, unusableAnswer } from './api.ts'
import { checkDeptId, type LanguageOption } from './department.ts'
import { MAX_PAGE_USERS } from './limits.ts'
import { walkPages } from './paging.ts'
import { readUserDetail, type UserDetail } from './user-detail.ts'

/** A member as lists show it. */
export interface SimpleUser {
  readonly userid: string
  readonly name: string | undefined
}

export interface MemberListOptions extends LanguageOption {
  /** Users asked for at once, at most 100. Default 100. */
  readonly size?: number | undefined
  /** Order of entry or change, or as the department sorts them itself. Default: the platform's. */
  readonly order_field?: 'entry_asc' | 'entry_desc' | 'modify_asc' | 'modify_desc' | 'custom' | undefined
  /** Whether people whose details are restricted are listed too. Default: the platform's. */
  readonly contain_access_limit?: boolean | undefined
}

/**
 * Who is directly in a department, not below it; with `departments.walkIds` a whole tree is expanded. None of these
 * calls counts towards the month's. All may throw InvalidInputError, NotSentError, RejectedError (60003: no such
 * department), ThrottledError, TokenError and AmbiguousError.
 */
export interface DepartmentMembers {
  /** All userids at once, whatever the app may see. Source: 钉钉「获取部门用户userid列表」, 2026-08-22. */
  listIds(dept_id: number): Promise<readonly string[]>
  /** Userids with names, page by page as they are wanted. Source: 钉钉「获取部门用户基础信息」, 2026-08-22. */
  listSimple(dept_id: number, options?: MemberListOptions): AsyncGenerator<SimpleUser>
  /** Members with details, page by page as they are wanted. Source: 钉钉「获取部门用户详情」, 2026-08-22. */
  list(dept_id: number, options?: MemberListOptions): AsyncGenerator<UserDetail>
  /** How many the organisation has. Source: 钉钉「获取员工人数」, 2026-08-22. @param only_active those who have logged in */
  count(only_active: boolean): Promise<number>
}

const LIST_ID = '/topapi/user/listid'
const LIST_SIMPLE = '/topapi/user/listsimple'
const LIST = '/topapi/v2/user/list'
const COUNT = '/topapi/user/count'

export function createDepartmentMembers(api: DingTalkApi): DepartmentMembers {
  const pages = (path: string, dept_id: number, options: MemberListOptions) => {
    checkDeptId(dept_id, path)
    const { size = MAX_PAGE_USERS, language, order_field, contain_access_limit } = options
    new InputCheck('dingtalk', `POST ${path}`).range('size', size, {
      min: 1,
      max: MAX_PAGE_USERS,
      unit: 'items',
    })
    return walkPages(api, path, { dept_id, size, language, order_field, contain_access_limit })
  }
  return {
    async listIds(dept_id) {
      checkDeptId(dept_id, LIST_ID)
      const success = await api.request('POST', LIST_ID, { body: JSON.stringify({ dept_id }) })
      const { userid_list } = objectOf(success.body.result)
      if (!Array.isArray(userid_list)) throw unusableAnswer(`POST ${LIST_ID}`, 'userid_list', success)
      return textsOf(userid_list)
    },

    async *listSimple(dept_id, options = {}) {
      for await (const each of pages(LIST_SIMPLE, dept_id, options)) {
        const userid = textOf(each.userid)
        if (userid !== undefined) yield { userid, name: textOf(each.name) }
      }
    },

    async *list(dept_id, options = {}) {
      for await (const each of pages(LIST, dept_id, options)) {
        const user = readUserDetail(each)
        if (user) yield user
      }
    },

    async count(only_active) {
      const success = await api.request('POST', COUNT, { body: JSON.stringify({ only_active }) })
      const count = integerOf(objectOf(success.body.result).count)
      if (count === undefined) throw unusableAnswer(`POST ${COUNT}`, 'count', success)
      return count
    },
  }
}
