import { isRecord } from '@hongyan/platform-call'
import { readNumber, readRecords, readText, readTexts } from './answer-fields.ts'
import { requireField, requireList, type WecomApi } from './api.ts'
import { checkDirectoryId, DIRECTORY_LIST } from './member.ts'

/** A department by its ids. The root has `parentid` 0; a larger `order` stands further up. */
export interface DepartmentId {
  readonly id: number
  readonly parentid: number
  readonly order: number
}

/** A department, as 企业微信「获取部门列表」names the fields. */
export interface Department extends DepartmentId {
  readonly name: string
  readonly name_en: string
  /** Userids. */
  readonly department_leader: readonly string[]
}

/** The departments in the app's visible range. */
export interface Departments {
  /**
   * A department and all below it; without `id` all there are. The platform is slow here: prefer `simplelist` and `get`.
   *
   * @throws InvalidInputError, RejectedError with 60123 or 60003 (no such department), ThrottledError, TokenError,
   * NotSentError, AmbiguousError
   */
  list(id?: number): Promise<readonly Department[]>
  /** The ids of a department and all below it; without `id` all there are. @throws as `list` */
  simplelist(id?: number): Promise<readonly DepartmentId[]>
  /** One department. @throws as `list` */
  get(id: number): Promise<Department>
}

const LIST = '/cgi-bin/department/list'
const SIMPLELIST = '/cgi-bin/department/simplelist'
const GET = '/cgi-bin/department/get'

export function createDepartments(api: WecomApi): Departments {
  const ask = (path: string, id: number | undefined) => {
    if (id !== undefined) checkDirectoryId(`GET ${path}`, 'id', id)
    const query: Record<string, string> = id === undefined ? {} : { id: String(id) }
    return api.request('GET', path, { query, ...DIRECTORY_LIST })
  }
  return {
    list: async (id) =>
      readRecords(requireList(`GET ${LIST}`, 'department', await ask(LIST, id))).map(readDepartment),
    simplelist: async (id) =>
      readRecords(requireList(`GET ${SIMPLELIST}`, 'department_id', await ask(SIMPLELIST, id))).map(readId),
    async get(id) {
      checkDirectoryId(`GET ${GET}`, 'id', id)
      const { department } = await ask(GET, id)
      return readDepartment(
        requireField(`GET ${GET}`, 'department', isRecord(department) ? department : undefined),
      )
    },
  }
}

type Fields = Readonly<Record<string, unknown>>

const readId = ({ id, parentid, order }: Fields): DepartmentId => ({
  id: readNumber(id),
  parentid: readNumber(parentid),
  order: readNumber(order),
})

const readDepartment = (department: Fields): Department => ({
  ...readId(department),
  name: readText(department.name),
  name_en: readText(department.name_en),
  department_leader: readTexts(department.department_leader),
})
