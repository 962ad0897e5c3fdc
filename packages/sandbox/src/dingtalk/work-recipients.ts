import type { Employee, World } from '../world.ts'
import { type Refusal, refuse } from './envelope.ts'
import type { Params } from './params.ts'

/** The error list has no code for a send that names nobody, or names an empty list; 400002 is the general one. */
const NO_RECIPIENT = 400002

/** Whom a send names, before anybody is looked up. */
export interface Addressees {
  readonly userids: readonly string[]
  readonly departments: readonly number[]
  readonly toAll: boolean
}

/** Reads userid_list, dept_id_list and to_all_user (《异步发送工作通知》, 2026-05-29). */
export function readAddressees(world: World, params: Params): Addressees | Refusal {
  const userids = [...new Set(params.list('userid_list'))]
  const departments = [...new Set(params.list('dept_id_list'))]
  const toAll = params.flag('to_all_user')
  const hasEmptyList =
    (params.has('userid_list') && userids.length === 0) ||
    (params.has('dept_id_list') && departments.length === 0)
  const hasNobody = !toAll && userids.length === 0 && departments.length === 0
  if (hasEmptyList || hasNobody) return refuse('dingtalk.recipients.none', NO_RECIPIENT)
  if (userids.length > Number(world.profiles.get('dingtalk.useridListCap'))) {
    return refuse('dingtalk.recipients.userids', 40032)
  }
  if (departments.length > (world.limits.get('dingtalk.departmentsPerSend') ?? Number.POSITIVE_INFINITY)) {
    return refuse('dingtalk.recipients.departments', 40035)
  }
  const isNumber = (id: string) => /^\d{1,15}$/.test(id)
  if (!departments.every(isNumber)) return refuse('dingtalk.recipients.departments', 40009)
  return { userids, departments: departments.map(Number), toAll }
}

/** The persons behind a send, each once, and the names that stand for nobody. */
export interface Resolved {
  /** Named by userid: also people whom the app may not reach. */
  readonly named: readonly Employee[]
  /** Members of departments or of the whole company: only people whom the app may reach. */
  readonly expanded: readonly Employee[]
  readonly invalidUserids: readonly string[]
  readonly invalidDepartments: readonly number[]
}

/** A department stands for everybody in it and below it; unknown ids spoil nothing, the result lists them. */
export function resolve({ company }: World, { userids, departments, toAll }: Addressees): Resolved {
  const found = userids.map((userid) => company.byUserid('dingtalk', userid))
  const named = found.filter((employee) => employee !== undefined)
  const known = departments.filter((id) => company.department(id) !== undefined)
  const members = toAll ? company.employees : known.flatMap((id) => company.membersBelow(id))
  const expanded = new Set(members.filter(isWithinReach))
  for (const employee of named) expanded.delete(employee)
  return {
    named,
    expanded: [...expanded],
    invalidUserids: userids.filter((_, place) => found[place] === undefined),
    invalidDepartments: departments.filter((id) => !known.includes(id)),
  }
}

function isWithinReach({ dingtalk, state }: Employee): boolean {
  return dingtalk !== null && state !== 'out_of_range'
}
