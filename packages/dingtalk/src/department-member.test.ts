import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import type { DepartmentMembers } from './department-member.ts'
import { clientOf, listed, startPlatformWithToken } from './test-kit.ts'

const LIST_SIMPLE = '/topapi/user/listsimple'
const LIST = '/topapi/v2/user/list'

/** Three people in two pages, as both paged calls give them. */
const inPages = () =>
  startPlatformWithToken(({ body }) => ({
    errcode: 0,
    errmsg: 'ok',
    result:
      JSON.parse(body).cursor === 0
        ? {
            has_more: true,
            next_cursor: 2,
            list: [
              { userid: 'zhangsan', name: '张三' },
              { userid: 'lisi', name: '李四' },
            ],
          }
        : { has_more: false, list: [{ userid: 'wangwu', name: '王五', dept_id_list: [37] }] },
  }))

describe('the members of a department', () => {
  it('are given as userids in one call', async () => {
    const platform = await startPlatformWithToken(() => ({
      errcode: 0,
      result: { userid_list: ['zhangsan', 'lisi'] },
    }))

    expect(await clientOf(platform).users.listIds(37)).toEqual(['zhangsan', 'lisi'])
    expect(platform.last('/topapi/user/listid').body).toBe('{"dept_id":37}')
  })

  it('are given with their names, page after page', async () => {
    const platform = await inPages()

    const users = await listed(
      clientOf(platform).users.listSimple(37, {
        size: 2,
        order_field: 'entry_asc',
        contain_access_limit: true,
      }),
    )

    expect(users).toEqual([
      { userid: 'zhangsan', name: '张三' },
      { userid: 'lisi', name: '李四' },
      { userid: 'wangwu', name: '王五' },
    ])
    expect(JSON.parse(platform.last(LIST_SIMPLE).body)).toEqual({
      dept_id: 37,
      size: 2,
      cursor: 2,
      order_field: 'entry_asc',
      contain_access_limit: true,
    })
  })

  it('are given with details, page after page, a hundred at once', async () => {
    const platform = await inPages()

    const users = await listed(clientOf(platform).users.list(37))

    expect(users.map(({ userid }) => userid)).toEqual(['zhangsan', 'lisi', 'wangwu'])
    expect(users.at(-1)).toMatchObject({ dept_id_list: [37], raw: { userid: 'wangwu' } })
    expect(JSON.parse(platform.last(LIST).body)).toEqual({ dept_id: 37, size: 100, cursor: 2 })
  })

  it('are asked for only as far as they are wanted', async () => {
    const platform = await inPages()

    for await (const { userid } of clientOf(platform).users.listSimple(37)) {
      if (userid === 'lisi') break
    }

    expect(platform.asked(LIST_SIMPLE)).toBe(1)
  })

  it.each([
    ['stands still', { has_more: true, next_cursor: 0, list: [] }],
    ['is missing', { has_more: true, list: [] }],
  ])('end in an error, not in an endless walk, if the next page %s', async (_, result) => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, result }))

    const failure = await failureOf(listed(clientOf(platform).users.listSimple(37)))

    expect(failure).toMatchObject({ kind: 'ambiguous', message: expect.stringContaining('next_cursor') })
    expect(platform.asked(LIST_SIMPLE)).toBe(1)
  })

  it.each([60003, 40068, 40069, 60019, 50004])('of a refused page (%i) are an error', async (errcode) => {
    const platform = await startPlatformWithToken(() => ({ errcode, errmsg: '' }))

    expect(await failureOf(listed(clientOf(platform).users.list(37)))).toMatchObject({
      kind: 'rejected',
      code: String(errcode),
    })
  })
})

it('the organisation’s people are counted', async () => {
  const platform = await startPlatformWithToken(() => ({ errcode: 0, result: { count: '102' } }))

  expect(await clientOf(platform).users.count(true)).toBe(102)
  expect(platform.last('/topapi/user/count').body).toBe('{"only_active":true}')
})

it.each<[string, (users: DepartmentMembers) => Promise<unknown>]>([
  ['listIds', (users) => users.listIds(1)],
  ['listSimple', (users) => listed(users.listSimple(1))],
  ['list', (users) => listed(users.list(1))],
  ['count', (users) => users.count(false)],
])('a success of %s without its content is ambiguous, never an empty answer', async (_, ask) => {
  const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok' }))

  expect(await failureOf(ask(clientOf(platform).users))).toMatchObject({ kind: 'ambiguous' })
})

it.each<[string, (users: DepartmentMembers) => Promise<unknown>, object]>([
  ['no department', (users) => users.listIds(0), { field: 'dept_id' }],
  ['no department, paged', (users) => listed(users.list(0)), { field: 'dept_id' }],
  [
    'a page of 101',
    (users) => listed(users.listSimple(1, { size: 101 })),
    { field: 'size', limit: 100, actual: 101, unit: 'items' },
  ],
  ['a page of none', (users) => listed(users.list(1, { size: 0 })), { field: 'size', limit: 1 }],
])('%s is refused before the call', async (_, ask, expected) => {
  const platform = await inPages()

  expect(await failureOf(ask(clientOf(platform).users))).toMatchObject({ kind: 'invalid', ...expected })
  expect(platform.requests).toEqual([])
})
