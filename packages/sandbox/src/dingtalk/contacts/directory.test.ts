import { describe, expect, test } from 'vitest'
import { startDingTalk } from '../test-kit.ts'

describe('POST /topapi/v2/user/get', () => {
  test('answers the user with departments and whether they ever logged in', async () => {
    const dingtalk = await startDingTalk()
    const [first] = dingtalk.employees
    const { userid } = dingtalk.someone(({ state }) => state === 'inactive')

    const zhangsan = await dingtalk.call('v2/user/get', { userid: 'zhangsan', language: 'zh_CN' })
    const newcomer = await dingtalk.call('v2/user/get', { userid })

    expect(zhangsan.body).toMatchObject({
      errcode: 0,
      result: {
        userid: 'zhangsan',
        unionid: first?.dingtalk?.unionid,
        name: '张三',
        mobile: '13800000001',
        dept_id_list: first?.departments,
        active: true,
        leader_in_dept: first?.departments.map((dept_id) => ({ dept_id, leader: false })),
      },
    })
    expect(newcomer.body).toMatchObject({ result: { userid, active: false } })
  })

  test('shows no mobile to an app without the scope for it', async () => {
    const dingtalk = await startDingTalk({ 'dingtalk.sensitiveFields': 'withheld' })

    const { body } = await dingtalk.call('v2/user/get', { userid: 'zhangsan' })

    expect(body.result).toMatchObject({ name: '张三' })
    expect(body.result).not.toHaveProperty('mobile')
    expect(body.result).not.toHaveProperty('email')
  })

  test.each([
    ['33012', 33012, '无效的userId'],
    ['60121', 60121, '找不到该用户'],
  ])('does not find an unknown userid: %s', async (answer, errcode, errmsg) => {
    const dingtalk = await startDingTalk({ 'dingtalk.userGetMissCode': answer })

    expect((await dingtalk.call('v2/user/get', { userid: 'nobody' })).body).toMatchObject({ errcode, errmsg })
    expect((await dingtalk.call('v2/user/get', {})).body).toMatchObject({ errcode: 400002 })
  })
})

describe('departments', () => {
  test('are listed one level at a time, from the root unless another is named', async () => {
    const dingtalk = await startDingTalk()

    const top = await dingtalk.call('v2/department/listsub', {})
    const below = await dingtalk.call('v2/department/listsub', { dept_id: 2 })
    const ids = await dingtalk.call('v2/department/listsubid', { dept_id: '1' })

    expect(top.body.result).toContainEqual({
      dept_id: 2,
      name: '研发中心',
      parent_id: 1,
      create_dept_group: true,
      auto_add_user: true,
    })
    expect(below.body.result).toMatchObject([{ dept_id: 6 }, { dept_id: 7 }])
    expect(ids.body.result).toEqual({ dept_id_list: [2, 3, 4, 5] })
  })

  test('have details of their own', async () => {
    const dingtalk = await startDingTalk()

    const { body } = await dingtalk.call('v2/department/get', { dept_id: 6 })

    expect(body).toMatchObject({ errcode: 0, result: { dept_id: 6, name: '前端组', parent_id: 2 } })
  })

  test.each([
    ['v2/department/listsub', { dept_id: 99 }, 60003, '部门不存在'],
    ['v2/department/listsubid', {}, 400002, '无效的参数'],
    ['v2/department/get', { dept_id: 'x' }, 40009, '不合法的部门id'],
  ])('%s refuses %j with %i', async (api, body, errcode, errmsg) => {
    const dingtalk = await startDingTalk()

    expect((await dingtalk.call(api, body)).body).toMatchObject({ errcode, errmsg })
  })
})

describe('members of a department', () => {
  test('are those of the department itself', async () => {
    const dingtalk = await startDingTalk()
    const wanted = dingtalk.employees.filter((each) => each.dingtalk && each.departments.includes(6))

    const { body } = await dingtalk.call('user/listid', { dept_id: 6 })

    expect(body.result).toEqual({ userid_list: wanted.map((each) => each.dingtalk?.userid) })
    expect((await dingtalk.call('user/listid', { dept_id: 1 })).body.result).toEqual({ userid_list: [] })
  })

  test.each(['user/listsimple', 'v2/user/list'])('%s pages them without gap or repetition', async (api) => {
    const dingtalk = await startDingTalk()
    const { body } = await dingtalk.call('user/listid', { dept_id: 6 })
    const seen: unknown[] = []

    let cursor: unknown = 0
    while (cursor !== undefined) {
      const page = await dingtalk.call(api, { dept_id: 6, cursor, size: 3 })
      const { list, has_more, next_cursor } = pageOf(page.body.result)
      seen.push(...list.map(({ userid }) => userid))
      expect(has_more).toBe(next_cursor !== undefined)
      cursor = next_cursor
    }

    expect({ userid_list: seen }).toEqual(body.result)
  })

  test.each([
    ['user/listid', { dept_id: 99 }, 60003, '未找到部门'],
    ['user/listid', {}, 400002, '无效的参数'],
    ['user/listsimple', { dept_id: 6, cursor: -1, size: 10 }, 40068, '不合法的偏移量'],
    ['user/listsimple', { dept_id: 6, cursor: 0, size: 101 }, 40069, '不合法的分页大小'],
    ['user/listsimple', { dept_id: 99, cursor: 0, size: 10 }, 60003, '未找到部门'],
    ['v2/user/list', { dept_id: 6, cursor: 0, size: 101 }, 40035, '不合法的参数'],
    ['v2/user/list', { dept_id: 99, cursor: 0, size: 10 }, 60019, '从部门查询人员失败'],
  ])('%s refuses %j with %i', async (api, body, errcode, errmsg) => {
    const dingtalk = await startDingTalk()

    expect((await dingtalk.call(api, body)).body).toMatchObject({ errcode, errmsg })
  })

  test('a full page holds a hundred', async () => {
    const dingtalk = await startDingTalk()

    const { body } = await dingtalk.call('user/listsimple', { dept_id: 6, cursor: 0, size: 100 })

    expect(body).toMatchObject({ errcode: 0, result: { has_more: false } })
  })

  test('can be counted, with and without those who never logged in', async () => {
    const dingtalk = await startDingTalk()
    const here = dingtalk.employees.filter(({ dingtalk: account }) => account)
    const active = here.filter(({ state }) => state !== 'inactive')

    const all = await dingtalk.call('user/count', { only_active: false })
    const onlyActive = await dingtalk.call('user/count', { only_active: true })

    expect(all.body.result).toEqual({ count: here.length })
    expect(onlyActive.body.result).toEqual({ count: active.length })
  })
})

interface Page {
  list: { userid: string }[]
  has_more: boolean
  next_cursor?: number
}

/** The comparison with listid fails if the page has another shape. */
function pageOf(result: unknown): Page {
  return result as Page
}
