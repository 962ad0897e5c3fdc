import { booleanOf, type Fields, integerOf, integersOf, objectsOf, textOf } from './answer-fields.ts'

/**
 * One person. Whatever the app has no scope for is undefined: mobile, email, job number and the like each need their
 * own. Source: 钉钉「查询用户详情」, 2026-08-22.
 */
export interface UserDetail {
  /** Unique within the organisation and unchanging. */
  readonly userid: string
  /** The same person over all organisations, for apps of one developer. */
  readonly unionid: string | undefined
  readonly name: string | undefined
  readonly avatar: string | undefined
  readonly state_code: string | undefined
  readonly manager_userid: string | undefined
  readonly mobile: string | undefined
  readonly hide_mobile: boolean | undefined
  readonly telephone: string | undefined
  /** Not unique. */
  readonly job_number: string | undefined
  readonly title: string | undefined
  readonly email: string | undefined
  readonly org_email: string | undefined
  readonly work_place: string | undefined
  readonly remark: string | undefined
  readonly exclusive_account: boolean | undefined
  readonly dept_id_list: readonly number[]
  readonly leader_in_dept: readonly {
    readonly dept_id: number | undefined
    readonly leader: boolean | undefined
  }[]
  readonly role_list: readonly UserRole[]
  /** Unix milliseconds. */
  readonly hired_date: number | undefined
  /** False: has never logged in to DingTalk, and so sees no message. */
  readonly active: boolean | undefined
  readonly real_authed: boolean | undefined
  readonly senior: boolean | undefined
  readonly admin: boolean | undefined
  readonly boss: boolean | undefined
  /** The person as it came, with what has no field here (`extension`, `union_emp_ext`, `dept_order_list` …). */
  readonly raw: Fields
}

export interface UserRole {
  readonly id: number | undefined
  readonly name: string | undefined
  readonly group_name: string | undefined
}

/** Undefined for what is no person. */
export function readUserDetail(raw: Fields): UserDetail | undefined {
  const userid = textOf(raw.userid)
  if (userid === undefined) return undefined
  return {
    userid,
    unionid: textOf(raw.unionid),
    name: textOf(raw.name),
    avatar: textOf(raw.avatar),
    state_code: textOf(raw.state_code),
    manager_userid: textOf(raw.manager_userid),
    mobile: textOf(raw.mobile),
    hide_mobile: booleanOf(raw.hide_mobile),
    telephone: textOf(raw.telephone),
    job_number: textOf(raw.job_number),
    title: textOf(raw.title),
    email: textOf(raw.email),
    org_email: textOf(raw.org_email),
    work_place: textOf(raw.work_place),
    remark: textOf(raw.remark),
    exclusive_account: booleanOf(raw.exclusive_account),
    dept_id_list: integersOf(raw.dept_id_list),
    leader_in_dept: objectsOf(raw.leader_in_dept).map(({ dept_id, leader }) => ({
      dept_id: integerOf(dept_id),
      leader: booleanOf(leader),
    })),
    role_list: objectsOf(raw.role_list).map(({ id, name, group_name }) => ({
      id: integerOf(id),
      name: textOf(name),
      group_name: textOf(group_name),
    })),
    hired_date: integerOf(raw.hired_date),
    active: booleanOf(raw.active),
    real_authed: booleanOf(raw.real_authed),
    senior: booleanOf(raw.senior),
    admin: booleanOf(raw.admin),
    boss: booleanOf(raw.boss),
    raw,
  }
}
