import type { World } from '../../world.ts'
import { type Reply, refuse } from '../envelope.ts'
import type { Endpoint } from '../gate.ts'
import type { Params } from '../params.ts'
import { departmentId } from './department.ts'
import type { People, Person } from './people.ts'
import { userDetail } from './user-detail.ts'

/** Users per page of listsimple and list (《获取部门用户基础信息》, 2026-06-08). */
const MOST_PER_PAGE = 100

/** Which code an interface has for each mistake in its paging, and for a department that nobody has. */
interface Codes {
  readonly cursor: number
  readonly size: number
  readonly unknown: number
}

/** Who belongs to a department, itself only: a client walks the tree level by level. */
export class Members {
  readonly #world: World
  readonly #people: People

  constructor(world: World, people: People) {
    this.#world = world
    this.#people = people
  }

  /** POST /topapi/user/listid — 《获取部门用户 userid 列表》(2026-06-08): unpaged. */
  readonly listid: Endpoint = ({ params }) => {
    const id = departmentId(params)
    if (typeof id !== 'number') return id
    const members = this.#people.ofDepartment(id)
    if (!members) return unknownDepartment(60003)
    return accepted({ userid_list: members.map(({ userid }) => userid) })
  }

  /** POST /topapi/user/listsimple — 《获取部门用户基础信息》(2026-06-08). */
  readonly listsimple: Endpoint = ({ params }) =>
    this.#page(params, { cursor: 40068, size: 40069, unknown: 60003 }, ({ userid, employee }) => ({
      userid,
      name: employee.name,
    }))

  /** POST /topapi/v2/user/list — 《获取部门用户详情》(2026-06-08). */
  readonly list: Endpoint = ({ params }) =>
    this.#page(params, { cursor: 40035, size: 40035, unknown: 60019 }, (person) =>
      userDetail(this.#world, person),
    )

  /** POST /topapi/user/count — 《获取员工人数》. */
  readonly count: Endpoint = ({ params }) => {
    if (!params.has('only_active')) return refuse('dingtalk.user.only_active', 400002, '无效的参数')
    const onlyActive = params.flag('only_active')
    const counted = this.#people.all().filter(({ employee }) => !onlyActive || employee.state !== 'inactive')
    return accepted({ count: counted.length })
  }

  #page(params: Params, codes: Codes, shown: (person: Person) => object): Reply {
    const id = departmentId(params)
    if (typeof id !== 'number') return id
    const cursor = params.integer('cursor')
    const size = params.integer('size')
    if (!(cursor !== undefined && cursor >= 0)) return refuse('dingtalk.user.cursor', codes.cursor)
    if (!(size !== undefined && size >= 1 && size <= MOST_PER_PAGE)) {
      return refuse('dingtalk.user.size', codes.size)
    }
    const members = this.#people.ofDepartment(id)
    if (!members) return unknownDepartment(codes.unknown)
    const next_cursor = cursor + size
    const has_more = next_cursor < members.length
    const list = members.slice(cursor, next_cursor).map(shown)
    return accepted({ has_more, ...(has_more && { next_cursor }), list })
  }
}

function accepted(result: object): Reply {
  return { rule: 'dingtalk.user.ok', fields: { result } }
}

/** The pages of the members' interfaces have a text of their own for 60003. */
function unknownDepartment(errcode: number): Reply {
  return refuse('dingtalk.department.unknown', errcode, errcode === 60003 ? '未找到部门' : undefined)
}
