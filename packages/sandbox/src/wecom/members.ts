import type { Employee, World } from '../world.ts'
import { isRefusal, type Refusal, type Reply, refuse } from './envelope.ts'
import type { Call, Endpoint } from './gate.ts'
import { describeMember, isVisible } from './user.ts'

type Member = Employee & { readonly wecom: NonNullable<Employee['wecom']> }

/** Members one answer may describe in full. The list has a code for too many (45029) and no figure: a limit of this sandbox. */
const DETAILS_LIMIT = 'wecom.userListMembers'

/** GET /cgi-bin/user/simplelist: 《通讯录管理》 (获取部门成员), read 2026-09-11. */
export function simpleList(world: World): Endpoint {
  return (call): Reply => {
    const members = membersOf(world, call)
    if (isRefusal(members)) return members
    const userlist = members.map(({ name, departments, wecom }) => ({
      userid: wecom.userid,
      name,
      department: departments,
    }))
    return { rule: 'wecom.user.simplelist', fields: { userlist } }
  }
}

/** GET /cgi-bin/user/list: 《通讯录管理》 (获取部门成员详情). */
export function detailedList(world: World): Endpoint {
  return (call): Reply => {
    const members = membersOf(world, call)
    if (isRefusal(members)) return members
    if (members.length > (world.limits.get(DETAILS_LIMIT) ?? Number.POSITIVE_INFINITY)) {
      return refuse('wecom.user.listTooLarge', 45029)
    }
    const userlist = members.map((member) => describeMember(member, member.wecom.userid))
    return { rule: 'wecom.user.list', fields: { userlist } }
  }
}

/** Ids of one page; 《通讯录管理》 (获取成员ID列表), read 2026-09-11. */
const MOST_IDS = 10_000

/** POST /cgi-bin/user/list_id: one row for each department of each member; the contacts-sync secret only. */
export function listIds(world: World): Endpoint {
  return ({ app, params }): Reply => {
    if (app.agentid !== null) return refuse('wecom.user.listIdNotContacts', 48002)
    const limit = params.integer('limit') ?? MOST_IDS
    const from = params.text('cursor') === '' ? 0 : Number(params.text('cursor'))
    if (!(limit >= 1 && limit <= MOST_IDS)) return refuse('wecom.user.listIdLimit', 40035)
    if (!Number.isInteger(from) || from < 0) return refuse('wecom.user.listIdCursor', 40035)
    const rows = world.company.employees
      .filter(isMember)
      .flatMap(({ departments, wecom }) =>
        departments.map((department) => ({ userid: wecom.userid, department })),
      )
    const end = from + limit
    const next_cursor = end < rows.length ? String(end) : ''
    return { rule: 'wecom.user.listId', fields: { next_cursor, dept_user: rows.slice(from, end) } }
  }
}

/** The members of one department and none below it, as far as the app sees them. */
function membersOf({ company }: World, call: Call): readonly Member[] | Refusal {
  const given = call.query.get('department_id') ?? ''
  const department = /^\d+$/.test(given) ? company.department(Number(given)) : undefined
  if (!department) return refuse('wecom.user.departmentUnknown', 60123)
  return company
    .membersBelow(department.id)
    .filter(isMember)
    .filter((member) => member.departments.includes(department.id) && isVisible(call, member))
}

function isMember(employee: Employee): employee is Member {
  return employee.wecom !== null
}
