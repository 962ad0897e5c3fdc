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
