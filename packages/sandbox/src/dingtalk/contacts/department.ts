import type { Department, World } from '../../world.ts'
import { type Refusal, type Reply, refuse } from '../envelope.ts'
import type { Endpoint } from '../gate.ts'
import type { Params } from '../params.ts'

const ROOT = 1

/** The directory of departments: 《获取部门列表》(2026-05-27), 《获取子部门 ID 列表》(2026-05-27), 《获取部门详情》. */
export class Departments {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  /** POST /topapi/v2/department/listsub: the next level only; without dept_id that below the root. */
  readonly listsub: Endpoint = ({ params }) =>
    this.#answer(params.has('dept_id') ? departmentId(params) : ROOT, (id) =>
      this.#childrenOf(id).map(description),
    )

  /** POST /topapi/v2/department/listsubid: the next level only. */
  readonly listsubid: Endpoint = ({ params }) =>
    this.#answer(departmentId(params), (id) => ({
      dept_id_list: this.#childrenOf(id).map((child) => child.id),
    }))

  /** POST /topapi/v2/department/get. */
  readonly get: Endpoint = ({ params }) =>
    this.#answer(departmentId(params), (_, department) => ({
      ...description(department),
      order: department.id,
      dept_manager_userid_list: [],
    }))

  #answer(id: number | Refusal, resultOf: (id: number, department: Department) => object): Reply {
    if (typeof id !== 'number') return id
    const department = this.#world.company.department(id)
    if (!department) return refuse('dingtalk.department.unknown', 60003)
    return { rule: 'dingtalk.department.ok', fields: { result: resultOf(id, department) } }
  }

  #childrenOf(parent: number): readonly Department[] {
    return this.#world.company.departments.filter(({ parentId }) => parentId === parent)
  }
}

/** The department a call names, or why it names none. */
export function departmentId(params: Params): number | Refusal {
  const id = params.integer('dept_id')
  if (id === undefined) return refuse('dingtalk.department.missing', 400002, '无效的参数')
  return Number.isNaN(id) || id < 1 ? refuse('dingtalk.department.malformed', 40009) : id
}

function description({ id, name, parentId }: Department): object {
  return { dept_id: id, name, parent_id: parentId, create_dept_group: true, auto_add_user: true }
}
