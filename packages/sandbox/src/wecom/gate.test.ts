import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS, startWecom } from './test-kit.ts'

const SEND = '/cgi-bin/message/send'

describe('the token', () => {
  it('counts only in the query', async () => {
    const wecom = await startWecom()
    const token = await wecom.token()

    const inHeader = await wecom.post(SEND, wecom.textMessage(), { authorization: `Bearer ${token}` })
    const inBody = await wecom.post(SEND, { ...wecom.textMessage(), access_token: token })

    expect(inHeader.body).toMatchObject({
      errcode: 41001,
      errmsg: expect.stringMatching(/^access_token missing, hint: /),
    })
    expect(inBody.body.errcode).toBe(41001)
  })

  it('is checked before the parameters', async () => {
    const wecom = await startWecom()

    const { body } = await wecom.post(`${SEND}?access_token=nonsense`, {})

    expect(body).toMatchObject({
      errcode: 40014,
      errmsg: expect.stringMatching(/^invalid access_token, hint: /),
    })
  })

  it('that is refused may be named without hint and link', async () => {
    const wecom = await startWecom({ 'wecom.badTokenErrmsg': 'bare' })

    const { body } = await wecom.post(`${SEND}?access_token=nonsense`, {})

    expect(body).toEqual({ errcode: 40014, errmsg: 'invalid access_token' })
  })

  it('expires with 42001, and is forgotten (40014) a day later', async () => {
    const wecom = await startWecom()
    const path = `${SEND}?access_token=${await wecom.token()}`

    wecom.control.advance(2 * HOUR_MS - 1)
    expect((await wecom.post(path, wecom.textMessage())).body.errcode).toBe(0)
    wecom.control.advance(1)
    expect((await wecom.post(path, wecom.textMessage())).body).toMatchObject({
      errcode: 42001,
      errmsg: expect.stringMatching(/^access_token expired, hint: /),
    })
    wecom.control.advance(24 * HOUR_MS + 1)
    await wecom.gettoken()
    expect((await wecom.post(path, wecom.textMessage())).body.errcode).toBe(40014)
  })

  it('that was revoked is invalid, not expired', async () => {
    const wecom = await startWecom()
    const path = `${SEND}?access_token=${await wecom.token()}`

    wecom.control.revokeTokens({ platform: 'wecom' })

    expect((await wecom.post(path, wecom.textMessage())).body.errcode).toBe(40014)
  })

  it('of the contacts-sync secret looks people up, but cannot send', async () => {
    const wecom = await startWecom()

    const lookUp = await wecom.call('user/getuserid', { mobile: '13800000001' }, 'contacts')
    const send = await wecom.call('message/send', {}, 'contacts')
    const recall = await wecom.call('message/recall', {}, 'contacts')

    expect(lookUp.body).toEqual({ errcode: 0, errmsg: 'ok', userid: 'zhangsan' })
    expect(send.body).toMatchObject({
      errcode: 48002,
      errmsg: expect.stringMatching(/^api forbidden, hint: /),
    })
    expect(recall.body.errcode).toBe(48002)
  })
})

describe('the trusted addresses', () => {
  it('are checked after the token and before the parameters, per app', async () => {
    const wecom = await startWecom()
    wecom.control.allowIps({ platform: 'wecom', app: 'office', allow: ['10.0.0.0/8'] })

    expect((await wecom.post(`${SEND}?access_token=nonsense`, {})).body.errcode).toBe(40014)
    const { body } = await wecom.call('message/send', {})
    expect(body.errcode).toBe(60020)
    expect(body.errmsg).toMatch(
      /^not allow to access from your ip, hint: \[\d{25}\], from ip: 127\.0\.0\.1, /,
    )
    expect((await wecom.send({}, 'oncall')).body.errcode).toBe(0)
  })
})

describe('the call frequency', () => {
  const lookUp = { mobile: '13800000001' }

  it('blocks an interface for 60 seconds beyond the limit per minute, and no other interface', async () => {
    const wecom = await startWecom()
    wecom.control.setLimits({ 'wecom.callsPerMinute': 2 })
    const errcode = async () => (await wecom.call('user/getuserid', lookUp)).body.errcode

    expect([await errcode(), await errcode(), await errcode()]).toEqual([0, 0, 45009])
    expect((await wecom.call('user/get_userid_by_email', { email: 'nobody@example.com' })).body.errcode).toBe(
      46004,
    )
    wecom.control.advance(MINUTE_MS - 1)
    expect(await errcode()).toBe(45009)
    wecom.control.advance(1)
    expect(await errcode()).toBe(0)
  })

  it('counts both apps of the corp together', async () => {
    const wecom = await startWecom()
    wecom.control.setLimits({ 'wecom.callsPerMinute': 1 })

    expect((await wecom.call('user/getuserid', lookUp, 'office')).body.errcode).toBe(0)
    expect((await wecom.call('user/getuserid', lookUp, 'oncall')).body.errcode).toBe(45009)
  })

  it('blocks for 60 minutes beyond the limit per hour', async () => {
    const wecom = await startWecom()
    wecom.control.setLimits({ 'wecom.callsPerHour': 1 })
    const errcode = async () => (await wecom.call('user/getuserid', lookUp)).body.errcode

    expect([await errcode(), await errcode()]).toEqual([0, 45009])
    wecom.control.advance(HOUR_MS - 1)
    expect(await errcode()).toBe(45009)
    wecom.control.advance(1)
    expect(await errcode()).toBe(0)
  })

  it.each(['wecom.ipCallsPerMinute', 'wecom.ipCallsPerHour'])(
    'is limited per caller address: %s',
    async (limit) => {
      const wecom = await startWecom()
      wecom.control.setLimits({ [limit]: 1 })

      expect((await wecom.call('user/getuserid', lookUp)).body.errcode).toBe(0)
      expect((await wecom.call('user/getuserid', lookUp)).body.errcode).toBe(45009)
    },
  )

  it('does not count message/send', async () => {
    const wecom = await startWecom()
    wecom.control.setLimits({ 'wecom.callsPerMinute': 1, 'wecom.callsPerHour': 1 })

    expect((await wecom.send()).body.errcode).toBe(0)
    expect((await wecom.send()).body.errcode).toBe(0)
  })

  it('allows five calls a minute with debug=1', async () => {
    const wecom = await startWecom()
    const path = `${SEND}?debug=1&access_token=${await wecom.token()}`
    const errcode = async () => (await wecom.post(path, wecom.textMessage())).body.errcode

    for (let call = 1; call <= 5; call++) expect(await errcode()).toBe(0)
    expect(await errcode()).toBe(45009)
    expect((await wecom.send()).body.errcode).toBe(0)
    wecom.control.advance(MINUTE_MS)
    expect(await errcode()).toBe(0)
  })
})
