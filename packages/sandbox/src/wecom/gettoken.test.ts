import { describe, expect, it } from 'vitest'
import { HOUR_MS, startWecom } from './test-kit.ts'

describe('gettoken', () => {
  it('answers a long URL-safe token for 7200 seconds', async () => {
    const wecom = await startWecom()

    const { body } = await wecom.gettoken()

    expect(Object.keys(body)).toEqual(['errcode', 'errmsg', 'access_token', 'expires_in'])
    expect(body).toMatchObject({ errcode: 0, errmsg: 'ok', expires_in: 7200 })
    expect(body.access_token).toMatch(/^[A-Za-z0-9_-]{200,512}$/)
  })

  it('gives every app a token of its own', async () => {
    const wecom = await startWecom()

    expect(await wecom.token('office')).not.toBe(await wecom.token('oncall'))
  })

  it('answers the same token until it expires, with a constant expires_in', async () => {
    const wecom = await startWecom()
    const first = await wecom.gettoken()

    wecom.control.advance(2 * HOUR_MS - 1)
    const again = await wecom.gettoken()
    wecom.control.advance(1)
    const after = await wecom.gettoken()

    expect(again.body).toEqual(first.body)
    expect(after.body.access_token).not.toBe(first.body.access_token)
  })

  it('counts expires_in down on a repeated fetch under the opposed profile', async () => {
    const wecom = await startWecom({ 'wecom.expiresIn': 'counts_down' })
    await wecom.gettoken()

    wecom.control.advance(HOUR_MS)

    expect((await wecom.gettoken()).body.expires_in).toBe(3600)
  })

  it('answers a new token at once after a revocation', async () => {
    const wecom = await startWecom()
    const [hr, ops] = [await wecom.token('office'), await wecom.token('oncall')]

    wecom.control.revokeTokens({ platform: 'wecom', app: 'office' })

    expect(await wecom.token('office')).not.toBe(hr)
    expect(await wecom.token('oncall')).toBe(ops)
  })

  it('lives as long as the limit says', async () => {
    const wecom = await startWecom()
    wecom.control.setLimits({ 'wecom.tokenSeconds': 60 })
    const short = await wecom.gettoken('office')
    wecom.control.setLimits({ 'wecom.tokenSeconds': null })
    const endless = await wecom.gettoken('oncall')

    wecom.control.advance(1000 * HOUR_MS)

    expect(short.body.expires_in).toBe(60)
    expect(endless.body.expires_in).toBe(7200)
    expect(await wecom.token('office')).not.toBe(short.body.access_token)
    expect(await wecom.token('oncall')).toBe(endless.body.access_token)
  })

  it('misses the secret first, then the corpid, then judges the corp and last the secret', async () => {
    const wecom = await startWecom()
    const { corpid } = wecom.corp
    const answered = async (query: string) => (await wecom.get(`/cgi-bin/gettoken${query}`)).body

    expect(await answered('')).toMatchObject({
      errcode: 41004,
      errmsg: expect.stringMatching(/^corpsecret missing, hint: /),
    })
    expect(await answered(`?corpid=${corpid}`)).toMatchObject({ errcode: 41004 })
    expect(await answered('?corpsecret=x')).toMatchObject({ errcode: 41002 })
    expect(await answered('?corpid=ww0&corpsecret=x')).toMatchObject({
      errcode: 40013,
      errmsg: expect.stringMatching(/^invalid corpid, hint: /),
    })
    expect(await answered(`?corpid=${corpid}&corpsecret=x`)).toMatchObject({
      errcode: 40001,
      errmsg: expect.stringMatching(/^invalid credential, hint: /),
    })
  })

  it('knows a secret of another corp', async () => {
    const wecom = await startWecom()
    const secret = Reflect.get(wecom.corp, 'secretOfAnotherCorp')

    const { body } = await wecom.get(`/cgi-bin/gettoken?corpid=${wecom.corp.corpid}&corpsecret=${secret}`)

    expect(body.errcode).toBe(40091)
  })

  it('blocks an address for an hour after too many wrong secrets, right ones included', async () => {
    const wecom = await startWecom()
    wecom.control.setLimits({ 'wecom.gettokenWrongSecret': 2 })
    const wrong = async () =>
      (await wecom.get(`/cgi-bin/gettoken?corpid=${wecom.corp.corpid}&corpsecret=x`)).body.errcode

    expect([await wrong(), await wrong(), await wrong()]).toEqual([40001, 40001, 45009])
    expect((await wecom.gettoken()).body.errcode).toBe(45009)
    wecom.control.advance(HOUR_MS - 1)
    expect((await wecom.gettoken()).body.errcode).toBe(45009)
    wecom.control.advance(1)
    expect((await wecom.gettoken()).body.errcode).toBe(0)
  })

  it('does not ask for a trusted address', async () => {
    const wecom = await startWecom()
    wecom.control.allowIps({ platform: 'wecom', app: 'office', allow: ['10.0.0.1'] })

    expect((await wecom.gettoken()).body.errcode).toBe(0)
  })
})
