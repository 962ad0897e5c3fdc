import { describe, expect, it } from 'vitest'
import { HOUR_MS, startWecom } from './test-kit.ts'

const NOBODY = { mobile: '13999999999' }

describe('user/getuserid', () => {
  it('finds a member by mobile', async () => {
    const wecom = await startWecom()

    const { body } = await wecom.call('user/getuserid', { mobile: '13800000001' })

    expect(body).toEqual({ errcode: 0, errmsg: 'ok', userid: 'zhangsan' })
  })

  it('does not tell the unknown from those whom the application may not see', async () => {
    const wecom = await startWecom()
    const hidden = wecom.someone(({ state }) => state === 'out_of_range')
    const elsewhere = wecom.employees.find((employee) => employee.wecom === null)

    expect((await wecom.call('user/getuserid', NOBODY)).body.errcode).toBe(46004)
    expect((await wecom.call('user/getuserid', { mobile: hidden.mobile })).body.errcode).toBe(46004)
    expect((await wecom.call('user/getuserid', { mobile: elsewhere?.mobile })).body.errcode).toBe(46004)
  })

  it('shows the contacts-sync secret everybody', async () => {
    const wecom = await startWecom()
    const { userid, mobile } = wecom.someone(({ state }) => state === 'out_of_range')

    const { body } = await wecom.call('user/getuserid', { mobile }, 'contacts')

    expect(body).toMatchObject({ errcode: 0, userid })
  })

  it('finds a member who never activated the account', async () => {
    const wecom = await startWecom()
    const { userid, mobile } = wecom.someone(({ state }) => state === 'inactive')

    expect((await wecom.call('user/getuserid', { mobile })).body).toMatchObject({ errcode: 0, userid })
  })

  it.each(['', '1380', 'zhangsan', '1'.repeat(33)])('refuses %j, which is no mobile', async (mobile) => {
    const wecom = await startWecom()

    expect((await wecom.call('user/getuserid', { mobile })).body.errcode).toBe(60103)
  })
})

describe('user/get_userid_by_email', () => {
  it('finds a member by the corp mailbox, which is the default', async () => {
    const wecom = await startWecom()
    const { email, userid } = wecom.someone(({ state }) => state === 'active')

    expect((await wecom.call('user/get_userid_by_email', { email })).body).toMatchObject({
      errcode: 0,
      userid,
    })
    expect((await wecom.call('user/get_userid_by_email', { email, email_type: 1 })).body).toMatchObject({
      userid,
    })
  })

  it('looks for a personal mailbox if asked to, and knows none', async () => {
    const wecom = await startWecom()
    const { email } = wecom.someone(({ state }) => state === 'active')

    expect((await wecom.call('user/get_userid_by_email', { email, email_type: 2 })).body.errcode).toBe(46004)
  })

  it('refuses a missing email and an unknown type', async () => {
    const wecom = await startWecom()

    expect((await wecom.call('user/get_userid_by_email', {})).body.errcode).toBe(40035)
    expect(
      (await wecom.call('user/get_userid_by_email', { email: 'a@b.c', email_type: 3 })).body.errcode,
    ).toBe(40035)
  })
})

describe('failed look-ups', () => {
  it('beyond a fifth of the seats lock the interface until the natural day ends', async () => {
    const wecom = await startWecom()
    const allowed = 0.2 * wecom.employees.length
    for (let miss = 1; miss <= allowed + 1; miss++) {
      expect((await wecom.call('user/getuserid', NOBODY)).body.errcode).toBe(46004)
    }

    const found = async () => (await wecom.call('user/getuserid', { mobile: '13800000001' })).body.errcode
    expect(await found()).toBe(45009)
    expect((await wecom.call('user/getuserid', { mobile: '13800000001' }, 'oncall')).body.errcode).toBe(45009)
    expect((await wecom.call('user/get_userid_by_email', { email: 'nobody@example.com' })).body.errcode).toBe(
      46004,
    )
    // It is 10:00 in Shanghai.
    wecom.control.advance(14 * HOUR_MS - 1)
    expect(await found()).toBe(45009)
    wecom.control.advance(1)
    expect(await found()).toBe(0)
  })

  it('do not lock anything while the limit is off', async () => {
    const wecom = await startWecom()
    wecom.control.setLimits({ 'wecom.lookupMissShare': null })

    for (let miss = 1; miss <= 20; miss++) {
      expect((await wecom.call('user/getuserid', NOBODY)).body.errcode).toBe(46004)
    }
  })
})

describe('user/get', () => {
  it('shows an application the member without mobile and email', async () => {
    const wecom = await startWecom()

    const { body } = await wecom.get(`/cgi-bin/user/get?access_token=${await wecom.token()}&userid=ZhangSan`)

    expect(body).toMatchObject({ errcode: 0, errmsg: 'ok', userid: 'zhangsan', name: '张三', status: 1 })
    expect(body).not.toHaveProperty('mobile')
    expect(body).not.toHaveProperty('email')
  })

  it('says 4 for a member who is not activated', async () => {
    const wecom = await startWecom()
    const { userid } = wecom.someone(({ state }) => state === 'inactive')

    const { body } = await wecom.get(`/cgi-bin/user/get?access_token=${await wecom.token()}&userid=${userid}`)

    expect(body.status).toBe(4)
  })

  it('carries empty lists when it fails, so that a list is no sign of success', async () => {
    const wecom = await startWecom()
    const hidden = wecom.someone(({ state }) => state === 'out_of_range').userid
    const empty = { department: [], order: [], is_leader_in_dept: [], direct_leader: [] }
    const token = await wecom.token()
    const get = async (query: string) => (await wecom.get(`/cgi-bin/user/get?${query}`)).body

    expect(await get(`access_token=${token}&userid=nobody`)).toMatchObject({ errcode: 60111, ...empty })
    expect(await get(`access_token=${token}&userid=${hidden}`)).toMatchObject({ errcode: 60011, ...empty })
    expect(await get(`access_token=${token}`)).toMatchObject({ errcode: 41009, ...empty })
    expect(await get('access_token=nonsense&userid=zhangsan')).toMatchObject({ errcode: 40014, ...empty })
  })
})
