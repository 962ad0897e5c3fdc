import type { Department, World } from '../world.ts'
import { type Reply, refuse } from './envelope.ts'
import type { Endpoint } from './gate.ts'

/** GET /cgi-bin/department/list: 《通讯录管理》 (获取部门列表), read 2026-09-11. */
export function departmentList(world: World): Endpoint {
  return ({ query }): Reply => {
    const found = belowOf(world, query.get('id'))
    if (!found) return refuse('wecom.department.unknown', 60123)
    return { rule: 'wecom.department.list', fields: { department: found.map(describe) } }
  }
}

/** GET /cgi-bin/department/simplelist: 《通讯录管理》 (获取子部门ID列表). */
export function departmentIds(world: World): Endpoint {
  return ({ query }): Reply => {
    const found = belowOf(world, query.get('id'))
    if (!found) return refuse('wecom.department.unknown', 60123)
    const department_id = found.map(({ id, parentId }) => ({ id, parentid: parentId, order: orderOf(id) }))
    return { rule: 'wecom.department.simplelist', fields: { department_id } }
  }
}

/** GET /cgi-bin/department/get: 《通讯录管理》 (获取单个部门详情). */
export function departmentGet(world: World): Endpoint {
  return ({ query }): Reply => {
    const id = query.get('id') ?? ''
    if (!/^\d+$/.test(id)) return refuse('wecom.department.idMalformed', 60123)
    const department = world.company.department(Number(id))
    if (!department) return refuse('wecom.department.unknown', 60003)
    return { rule: 'wecom.department.get', fields: { department: describe(department) } }
  }
}

/** The department and all below it, or all there are; undefined if there is no such department. */
function belowOf({ company }: World, id: string | null): Department[] | undefined {
  if (id === null || id === '') return [...company.departments]
  const root = /^\d+$/.test(id) ? company.department(Number(id)) : undefined
  if (!root) return undefined
  const found = new Set([root.id])
  // Parents come before their children.
  for (const department of company.departments) if (found.has(department.parentId)) found.add(department.id)
  return company.departments.filter((department) => found.has(department.id))
}

function describe({ id, name, parentId }: Department): object {
  return { id, name, name_en: '', department_leader: [], parentid: parentId, order: orderOf(id) }
}

/** Larger ones are shown first. */
function orderOf(id: number): number {
  return 100_000_000 - id
}
