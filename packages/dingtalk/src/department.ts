import { InputCheck } from '@hongyan/platform-call'
import {
  booleanOf,
  type Fields,
  integerOf,
  integersOf,
  objectOf,
  objectsOf,
  textOf,
  textsOf,
} from './answer-fields.ts'
import { type DingTalkApi, type Success, undefinedIfRefused, unusableAnswer } from './api.ts'
import { ROOT_DEPT_ID } from './limits.ts'

/** A department as lists show it. */
export interface Department {
  readonly dept_id: number
  readonly name: string
  /** Undefined for the root. */
  readonly parent_id: number | undefined
  /** Whether a group chat was made for it. */
  readonly create_dept_group: boolean | undefined
  /** Whether newcomers join that group. */
  readonly auto_add_user: boolean | undefined
}

/** One department in full. */
export interface DepartmentDetail extends Department {
  readonly dept_manager_userid_list: readonly string[]
  /** The answer's `result` as it came, with what has no field here. */
  readonly raw: Fields
}

export interface LanguageOption {
  /** In which language names are given. Default `zh_CN`. */
  readonly language?: 'zh_CN' | 'en_US' | undefined
}

/**
 * The tree of departments. None of these calls counts towards the month's; they need
 * `qyapi_get_department_list`. All may throw InvalidInputError, NotSentError, RejectedError (60003: no such department),
 * ThrottledError, TokenError and AmbiguousError.
 */
export interface Departments {
  /** One department; undefined if there is none of this id (60003). Source: 钉钉「获取部门详情」, 2026-08-22. */
  get(dept_id: number, options?: LanguageOption): Promise<DepartmentDetail | undefined>
  /**
   * The departments directly below, those the app may see. Source: 钉钉「获取部门列表」, 2026-08-22.
   *
   * @param dept_id default: the root, 1
   */
  listSub(dept_id?: number, options?: LanguageOption): Promise<readonly Department[]>
  /** The ids directly below, whatever the app may see. Source: 钉钉「获取子部门ID列表」, 2026-08-22. */
  listSubIds(dept_id: number): Promise<readonly number[]>
  /** The department itself, then its parents up to the root. Source: 钉钉「获取指定部门的所有父部门列表」, 2026-08-22. */
  listParentIds(dept_id: number): Promise<readonly number[]>
  /** Of each department a person is in: itself, then its parents. Source: 钉钉「获取指定用户的所有父部门列表」, 2026-08-22. */
  listParentIdsOfUser(userid: string): Promise<readonly (readonly number[])[]>
  /** The department and all below it, level by level, each once; one call for each. */
  walkIds(dept_id?: number): AsyncGenerator<number>
}

const ROOT = '/topapi/v2/department'
const GET = `${ROOT}/get`
const LIST_SUB = `${ROOT}/listsub`
const LIST_SUB_ID = `${ROOT}/listsubid`
const PARENTS = `${ROOT}/listparentbydept`
const PARENTS_OF_USER = `${ROOT}/listparentbyuser`

export function createDepartments(api: DingTalkApi): Departments {
  const ask = (path: string, body: object) => api.request('POST', path, { body: JSON.stringify(body) })

  const listSubIds = async (dept_id: number): Promise<readonly number[]> => {
    checkDeptId(dept_id, LIST_SUB_ID)
    const success = await ask(LIST_SUB_ID, { dept_id })
    return requireList(success, 'dept_id_list', LIST_SUB_ID)
  }
  return {
    async get(dept_id, { language } = {}) {
      checkDeptId(dept_id, GET)
      const success = await ask(GET, { dept_id, language }).catch(undefinedIfRefused(NO_DEPARTMENT))
      if (!success) return undefined
      const raw = objectOf(success.body.result)
      const department = readDepartment(raw)
      if (!department) throw unusableAnswer(`POST ${GET}`, 'dept_id', success)
      return { ...department, dept_manager_userid_list: textsOf(raw.dept_manager_userid_list), raw }
    },

    async listSub(dept_id = ROOT_DEPT_ID, { language } = {}) {
      checkDeptId(dept_id, LIST_SUB)
      const success = await ask(LIST_SUB, { dept_id, language })
      if (!Array.isArray(success.body.result)) throw unusableAnswer(`POST ${LIST_SUB}`, 'result', success)
      return objectsOf(success.body.result).flatMap((each) => readDepartment(each) ?? [])
    },

    listSubIds,

    async listParentIds(dept_id) {
      checkDeptId(dept_id, PARENTS)
      return requireList(await ask(PARENTS, { dept_id }), 'parent_id_list', PARENTS)
    },

    async listParentIdsOfUser(userid) {
      new InputCheck('dingtalk', `POST ${PARENTS_OF_USER}`).text('userid', userid)
      const success = await ask(PARENTS_OF_USER, { userid })
      const { parent_list } = objectOf(success.body.result)
      if (!Array.isArray(parent_list)) throw unusableAnswer(`POST ${PARENTS_OF_USER}`, 'parent_list', success)
      return objectsOf(parent_list).map(({ parent_dept_id_list }) => integersOf(parent_dept_id_list))
    },

    async *walkIds(dept_id = ROOT_DEPT_ID) {
      const found = new Set([dept_id])
      // A set yields what is added while it is walked, and a department moved meanwhile is not walked twice.
      for (const each of found) {
        yield each
        for (const below of await listSubIds(each)) found.add(below)
      }
    },
  }
}

const NO_DEPARTMENT: ReadonlySet<string> = new Set(['60003'])

function readDepartment(fields: Fields): Department | undefined {
  const dept_id = integerOf(fields.dept_id)
  if (dept_id === undefined) return undefined
  return {
    dept_id,
    name: textOf(fields.name) ?? '',
    parent_id: integerOf(fields.parent_id),
    create_dept_group: booleanOf(fields.create_dept_group),
    auto_add_user: booleanOf(fields.auto_add_user),
  }
}

/** A list that is not there is no empty list: whoever expands a department would reach nobody and not know. */
function requireList(success: Success, field: string, path: string): number[] {
  const list = objectOf(success.body.result)[field]
  if (!Array.isArray(list)) throw unusableAnswer(`POST ${path}`, field, success)
  return integersOf(list)
}

/** @throws InvalidInputError */
export function checkDeptId(dept_id: number, path: string): void {
  if (Number.isSafeInteger(dept_id) && dept_id >= ROOT_DEPT_ID) return
  new InputCheck('dingtalk', `POST ${path}`).refuse('dept_id', NO_DEPT_ID)
}

export const NO_DEPT_ID = {
  zh: '部门 id 是正整数，根部门为 1。',
  en: 'A department’s id is a positive integer; the root is 1.',
}
