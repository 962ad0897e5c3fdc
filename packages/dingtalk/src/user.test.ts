import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { ACCESS_TOKEN, clientOf, startPlatformWithToken } from './test-kit.ts'

const V2 = '/topapi/v2/user/getbymobile'
const LEGACY = '/user/get_by_mobile'

describe('the userid of a mobile number', () => {
  it('comes from the v2 interface, as in the documented example', async () => {
    const platform = await startPlatformWithToken(() => ({
      errcode: 0,
      errmsg: 'ok',
      result: { userid: 'zhangsan', exclusive_account_userid_list: ['zhangsan-2'] },
      request_id: '5w82ciuur781',
    }))

    const user = await clientOf(platform).users.getByMobile('13800000001', {
      support_exclusive_account_search: true,
    })

    expect(user).toEqual({ userid: 'zhangsan', exclusive_account_userid_list: ['zhangsan-2'] })
    expect(platform.last(V2).query).toEqual({ access_token: ACCESS_TOKEN })
    expect(JSON.parse(platform.last(V2).body)).toEqual({
      mobile: '13800000001',
      support_exclusive_account_search: true,
    })
  })

  it('asks with the number alone unless dedicated accounts are wanted', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, result: { userid: 'zhangsan' } }))

    expect(await clientOf(platform).users.getByMobile('13800000001')).toEqual({ userid: 'zhangsan' })
    expect(platform.last(V2).body).toBe('{"mobile":"13800000001"}')
  })

  it('comes from the legacy interface on wish, where it stands at the top', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok', userid: 'manager123' }))

    const user = await clientOf(platform).users.getByMobile('13800000001', { legacy: true })

    expect(user).toEqual({ userid: 'manager123' })
    expect(platform.last(LEGACY)).toMatchObject({
      method: 'GET',
      query: { access_token: ACCESS_TOKEN, mobile: '13800000001' },
      body: '',
    })
  })

  it.each([
    ['v2', 40104, '企业中无效的手机号', false],
    ['v2', 60121, '未找到该用户', false],
    ['legacy', 60121, '找不到该用户', true],
  ])('is undefined if nobody has the number (%s, %i)', async (_, errcode, errmsg, legacy) => {
    const platform = await startPlatformWithToken(() => ({ errcode, errmsg }))

    expect(await clientOf(platform).users.getByMobile('13900000000', { legacy })).toBeUndefined()
  })

  it('that is required fails with the platform’s own words if nobody has the number', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 60121, errmsg: '找不到该用户' }))

    expect(await failureOf(clientOf(platform).users.requireByMobile('13900000000'))).toMatchObject({
      kind: 'rejected',
      code: '60121',
      platformMessage: '找不到该用户',
    })
  })

  it.each([
    [400002, 'rejected'],
    [60011, 'rejected'],
    [-1, 'throttled'],
    [15, 'ambiguous'],
  ])('is an error, not undefined, if the platform answers %i', async (errcode, kind) => {
    const platform = await startPlatformWithToken(() => ({ errcode, errmsg: '' }))

    expect(await failureOf(clientOf(platform).users.getByMobile('13900000000'))).toMatchObject({ kind })
  })

  it('is an error if a success holds no userid', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok' }))

    expect(await failureOf(clientOf(platform).users.getByMobile('13900000000'))).toMatchObject({
      kind: 'ambiguous',
    })
  })

  it.each([
    ['', undefined],
    ['1380000000012345', 15],
  ])('is not asked for “%s”', async (mobile, limit) => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0 }))

    expect(await failureOf(clientOf(platform).users.getByMobile(mobile))).toMatchObject({
      kind: 'invalid',
      field: 'mobile',
      limit,
    })
    expect(platform.requests).toEqual([])
  })
})

describe('the userid of a unionid', () => {
  const BY_UNIONID = '/topapi/user/getbyunionid'

  it.each([0, 1])('comes with the kind of contact (%i)', async (contact_type) => {
    const platform = await startPlatformWithToken(() => ({
      errcode: 0,
      errmsg: 'ok',
      result: { contact_type, userid: 'zhangsan' },
      request_id: '3buq3a3k34h6',
    }))

    const user = await clientOf(platform).users.getByUnionid('xB7xxxxKIAiEiE')

    expect(user).toEqual({ userid: 'zhangsan', contact_type })
    expect(platform.last(BY_UNIONID).body).toBe('{"unionid":"xB7xxxxKIAiEiE"}')
  })

  it('is undefined if it is nobody’s here', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 60121, errmsg: '未找到对应员工' }))

    expect(await clientOf(platform).users.getByUnionid('x')).toBeUndefined()
  })

  it('is an error if a success holds no userid', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, result: {} }))

    expect(await failureOf(clientOf(platform).users.getByUnionid('x'))).toMatchObject({ kind: 'ambiguous' })
  })
})

describe('the details of a person', () => {
  const GET = '/topapi/v2/user/get'
  const RESULT = {
    userid: 'zhangsan',
    unionid: 'z21HjQliSzpw0YWCNxmii6u2Os62cZ62iSZ',
    name: '张三',
    avatar: 'https://static.example/avatar.jpg',
    state_code: '86',
    manager_userid: 'manager240',
    mobile: '18513027676',
    hide_mobile: false,
    telephone: '010-86123456-2345',
    job_number: '4',
    title: '技术总监',
    email: 'test@example.com',
    work_place: '未来park',
    remark: '备注备注',
    exclusive_account: false,
    org_email: 'test@example.com',
    dept_id_list: [2, 3, 4],
    dept_order_list: [{ dept_id: 2, order: 1 }],
    extension: '{"爱好":"旅游","年龄":"24"}',
    hired_date: 1597573616828,
    active: true,
    real_authed: true,
    senior: false,
    admin: true,
    boss: false,
    leader_in_dept: [{ dept_id: 2, leader: true }],
    role_list: [{ id: 1507113578, name: '主管理员', group_name: '默认' }],
  }

  it('are given with every field the platform documents', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok', result: RESULT }))

    const user = await clientOf(platform).users.get('zhangsan', { language: 'zh_CN' })

    const { dept_order_list, extension, ...fields } = RESULT
    expect(user).toEqual({ ...fields, raw: RESULT })
    expect([dept_order_list, extension]).toEqual([user?.raw.dept_order_list, user?.raw.extension])
    expect(platform.last(GET).body).toBe('{"userid":"zhangsan","language":"zh_CN"}')
  })

  it('leave out what the app has no scope for', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, result: { userid: 'zhangsan' } }))

    const user = await clientOf(platform).users.get('zhangsan')

    expect(user).toMatchObject({ userid: 'zhangsan', mobile: undefined, email: undefined, role_list: [] })
  })

  it.each([33012, 60121])('are undefined for an unknown userid (%i)', async (errcode) => {
    const platform = await startPlatformWithToken(() => ({ errcode, errmsg: '无效的userId' }))

    expect(await clientOf(platform).users.get('nobody')).toBeUndefined()
  })

  it('are an error if a success holds no person', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok' }))

    expect(await failureOf(clientOf(platform).users.get('zhangsan'))).toMatchObject({ kind: 'ambiguous' })
  })

  it.each([['get'], ['getByUnionid']] as const)('are not asked for nobody (%s)', async (method) => {
    const { users } = clientOf({ url: 'http://127.0.0.1:9' })

    expect(await failureOf(users[method](''))).toMatchObject({ kind: 'invalid' })
  })
})
