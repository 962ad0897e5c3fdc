import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import type { Departments } from './department.ts'
import { clientOf, listed, startPlatformWithToken } from './test-kit.ts'

const GET = '/topapi/v2/department/get'
const LIST_SUB = '/topapi/v2/department/listsub'
const LIST_SUB_ID = '/topapi/v2/department/listsubid'
const DEPARTMENT = {
  dept_id: 37,
  name: '研发部',
  parent_id: 1,
  create_dept_group: true,
  auto_add_user: false,
}

const answering = (result: unknown) => startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok', result }))

describe('a department', () => {
  it('is given with its fields, its managers and all that the platform said of it', async () => {
    const result = { ...DEPARTMENT, dept_manager_userid_list: ['zhangsan'], dept_permits: [2] }
    const platform = await answering(result)

    const department = await clientOf(platform).departments.get(37, { language: 'en_US' })

    expect(department).toEqual({ ...DEPARTMENT, dept_manager_userid_list: ['zhangsan'], raw: result })
    expect(platform.last(GET).body).toBe('{"dept_id":37,"language":"en_US"}')
  })

  it('that does not exist is undefined', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 60003, errmsg: '部门不存在' }))

    expect(await clientOf(platform).departments.get(37)).toBeUndefined()
  })

  it('outside the contacts scope is an error, not undefined', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 50004, errmsg: '企业部门不在授权范围' }))

    expect(await failureOf(clientOf(platform).departments.get(37))).toMatchObject({
      kind: 'rejected',
      code: '50004',
    })
  })
})

describe('the departments below', () => {
  it('are those of the root unless another is named', async () => {
    const platform = await answering([DEPARTMENT, { dept_id: '38', name: '财务部', parent_id: '1' }])

    const departments = await clientOf(platform).departments.listSub()

    expect(departments).toMatchObject([DEPARTMENT, { dept_id: 38, name: '财务部', parent_id: 1 }])
    expect(platform.last(LIST_SUB).body).toBe('{"dept_id":1}')
  })

  it('are given as ids', async () => {
    const platform = await answering({ dept_id_list: [37, '38'] })

    expect(await clientOf(platform).departments.listSubIds(1)).toEqual([37, 38])
    expect(platform.last(LIST_SUB_ID).body).toBe('{"dept_id":1}')
  })

  it('are walked level by level, each once, whatever the tree says of them', async () => {
    const below: Record<number, number[]> = { 1: [2, 3], 2: [4], 3: [4, 1] }
    const platform = await startPlatformWithToken(({ body }) => ({
      errcode: 0,
      result: { dept_id_list: below[JSON.parse(body).dept_id] ?? [] },
    }))

    const ids = await listed(clientOf(platform).departments.walkIds())

    expect(ids).toEqual([1, 2, 3, 4])
    expect(platform.asked(LIST_SUB_ID)).toBe(4)
  })

  it('are asked for only as far as they are wanted', async () => {
    const platform = await answering({ dept_id_list: [2, 3] })

    for await (const id of clientOf(platform).departments.walkIds()) {
      if (id === 2) break
    }

    expect(platform.asked(LIST_SUB_ID)).toBe(1)
  })
})

describe('the parents', () => {
  it('of a department begin with itself and end with the root', async () => {
    const platform = await answering({ parent_id_list: [789, 456, 123, 1] })

    expect(await clientOf(platform).departments.listParentIds(789)).toEqual([789, 456, 123, 1])
    expect(platform.last('/topapi/v2/department/listparentbydept').body).toBe('{"dept_id":789}')
  })

  it('of a person are one line for each department', async () => {
    const platform = await answering({
      parent_list: [{ parent_dept_id_list: [456, 123, 1] }, { parent_dept_id_list: [7, 1] }],
    })

    expect(await clientOf(platform).departments.listParentIdsOfUser('zhangsan')).toEqual([
      [456, 123, 1],
      [7, 1],
    ])
    expect(platform.last('/topapi/v2/department/listparentbyuser').body).toBe('{"userid":"zhangsan"}')
  })
})

const CALLS: readonly [string, (departments: Departments, dept_id: number) => Promise<unknown>][] = [
  ['get', (departments, id) => departments.get(id)],
  ['listSub', (departments, id) => departments.listSub(id)],
  ['listSubIds', (departments, id) => departments.listSubIds(id)],
  ['listParentIds', (departments, id) => departments.listParentIds(id)],
]

describe.each(CALLS)('%s', (_, ask) => {
  it.each([0, -1, 1.5, Number.NaN])('refuses the id %s before the call', async (id) => {
    const platform = await answering({})

    expect(await failureOf(ask(clientOf(platform).departments, id))).toMatchObject({
      kind: 'invalid',
      field: 'dept_id',
    })
    expect(platform.requests).toEqual([])
  })

  it('calls a success without its content ambiguous, never an empty answer', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok' }))

    expect(await failureOf(ask(clientOf(platform).departments, 1))).toMatchObject({ kind: 'ambiguous' })
  })
})

it('parents are asked for nobody', async () => {
  const { departments } = clientOf({ url: 'http://127.0.0.1:9' })

  expect(await failureOf(departments.listParentIdsOfUser(''))).toMatchObject({ field: 'userid' })
})
