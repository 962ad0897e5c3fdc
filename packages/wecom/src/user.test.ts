import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { ACCESS_TOKEN, clientOf, startPlatformWithToken } from './test-kit.ts'

const FOUND = { errcode: 0, errmsg: 'ok', userid: 'zhangsan' }

describe('a userid by mobile number', () => {
  it('is asked for and read as documented', async () => {
    const platform = await startPlatformWithToken(() => FOUND)

    expect(await clientOf(platform).users.getUserid('13430388888')).toBe('zhangsan')
    expect(platform.last('/cgi-bin/user/getuserid')).toEqual(
      expect.objectContaining({
        method: 'POST',
        query: { access_token: ACCESS_TOKEN },
        body: '{"mobile":"13430388888"}',
      }),
    )
  })

  it('is undefined for nobody, and for nobody the app may see', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 46004, errmsg: 'user not exist' }))

    expect(await clientOf(platform).users.getUserid('13430388888')).toBeUndefined()
  })

  it('that is required fails with the platform’s own words for nobody', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 46004, errmsg: 'user not exist' }))
    const { users } = clientOf(platform)

    for (const miss of [users.requireUserid('13430388888'), users.requireUseridByEmail('a@corp.cn')]) {
      expect(await failureOf(miss)).toMatchObject({
        kind: 'rejected',
        code: '46004',
        platformMessage: 'user not exist',
      })
    }
  })

  it.each([
    { mobile: '1343', limit: 5, actual: 4 },
    { mobile: '1'.repeat(33), limit: 32, actual: 33 },
  ])('of $actual bytes is not asked for', async ({ mobile, limit, actual }) => {
    const platform = await startPlatformWithToken(() => FOUND)

    expect(await failureOf(clientOf(platform).users.getUserid(mobile))).toMatchObject({
      kind: 'invalid',
      field: 'mobile',
      limit,
      actual,
      unit: 'bytes',
    })
    expect(platform.requests).toEqual([])
  })

  it('that the platform calls malformed is rejected, not a miss', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 60103, errmsg: 'invalid mobile' }))

    expect(await failureOf(clientOf(platform).users.getUserid('abcdef'))).toMatchObject({
      kind: 'rejected',
      code: '60103',
    })
  })

  it('is never made up from a success without one', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok' }))

    expect(await failureOf(clientOf(platform).users.getUserid('13430388888'))).toMatchObject({
      kind: 'ambiguous',
    })
  })
})

describe('a userid by e-mail', () => {
  it('is asked for as documented, with or without the kind of mailbox', async () => {
    const platform = await startPlatformWithToken(() => FOUND)
    const { users } = clientOf(platform)

    expect(await users.getUseridByEmail('a@b.c')).toBe('zhangsan')
    expect(await users.getUseridByEmail('a@b.c', { email_type: 2 })).toBe('zhangsan')

    const asked = platform.requests.filter(({ path }) => path === '/cgi-bin/user/get_userid_by_email')
    expect(asked.map(({ body }) => body)).toEqual(['{"email":"a@b.c"}', '{"email":"a@b.c","email_type":2}'])
  })

  it('is undefined for nobody', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 46004, errmsg: 'user not exist' }))

    expect(await clientOf(platform).users.getUseridByEmail('a@b.c')).toBeUndefined()
  })

  it('is not asked for without an address', async () => {
    const platform = await startPlatformWithToken(() => FOUND)

    expect(await failureOf(clientOf(platform).users.getUseridByEmail(''))).toMatchObject({ field: 'email' })
    expect(platform.requests).toEqual([])
  })
})
