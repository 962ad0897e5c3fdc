import { describe, expect, it } from 'vitest'
import { MORNING, startWecom } from './test-kit.ts'

describe('the envelope', () => {
  it('answers errors with HTTP 200, a hint that starts with business time, the address and a link', async () => {
    const wecom = await startWecom()
    wecom.control.advance(5000)

    const { status, headers, body } = await wecom.get('/cgi-bin/gettoken?corpid=ww0&corpsecret=x')

    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(['errcode', 'errmsg'])
    const seconds = (MORNING + 5000) / 1000
    expect(body.errmsg).toMatch(
      new RegExp(`^invalid corpid, hint: \\[${seconds}\\d{15}\\], from ip: 127\\.0\\.0\\.1, more info`),
    )
    expect(body.errmsg).toMatch(
      /, more info at https:\/\/open\.work\.weixin\.qq\.com\/devtool\/query\?e=40013$/,
    )
    expect(headers.get('content-type')).toBe('application/json; charset=UTF-8')
  })

  it('mirrors a failure in Error-Code and Error-Msg, and a success in neither', async () => {
    const wecom = await startWecom()

    const failed = await wecom.send({ text: { content: '' } })
    const ok = await wecom.send()

    expect(failed.headers.get('error-code')).toBe('44004')
    expect(failed.headers.get('error-msg')).toBe(failed.body.errmsg)
    expect(ok.headers.has('error-code')).toBe(false)
    expect(ok.headers.has('error-msg')).toBe(false)
  })

  it('does not encode a Chinese Error-Msg twice', async () => {
    const wecom = await startWecom()
    wecom.control.setFault({ path: '/cgi-bin/message/send', action: { errcode: 50003 } })

    const { headers, body } = await wecom.send()

    const bytes = Buffer.from(headers.get('error-msg') ?? '', 'latin1')
    expect(body.errmsg).toMatch(/\p{Script=Han}/u)
    expect(bytes.toString('utf8')).toBe(body.errmsg)
  })

  it('answers an unknown path with 404 and nothing', async () => {
    const wecom = await startWecom()

    const { status, text } = await wecom.get('/cgi-bin/message/sendd')

    expect(status).toBe(404)
    expect(text).toBe('')
  })

  it('answers an injected error in its own words', async () => {
    const wecom = await startWecom()
    wecom.control.setFault({ path: '/cgi-bin/message/send', times: 1, action: { errcode: -1 } })
    wecom.control.setFault({ path: '/cgi-bin/message/send', times: 1, action: { errcode: 123456 } })

    expect((await wecom.send()).body).toMatchObject({
      errcode: -1,
      errmsg: expect.stringMatching(/^系统繁忙, hint/),
    })
    expect((await wecom.send()).body).toMatchObject({ errcode: 123456 })
    expect((await wecom.send()).body).toMatchObject({ errcode: 0 })
  })
})

describe('a body', () => {
  it('is empty to the platform if it is not posted, or posted as a form', async () => {
    const wecom = await startWecom()
    const path = `/cgi-bin/message/send?access_token=${await wecom.token()}`
    const form = { 'content-type': 'application/x-www-form-urlencoded' }

    expect((await wecom.get(path)).body.errcode).toBe(40063)
    expect((await wecom.post(path, '')).body.errcode).toBe(40063)
    expect((await wecom.post(path, 'touser=zhangsan&msgtype=text', form)).body.errcode).toBe(40063)
  })

  it('is read as JSON whatever its Content-Type says, as `curl -d` sends it', async () => {
    const wecom = await startWecom()
    const path = `/cgi-bin/message/send?access_token=${await wecom.token()}`

    const { body } = await wecom.post(path, wecom.textMessage(), {
      'content-type': 'application/x-www-form-urlencoded',
    })

    expect(body.errcode).toBe(0)
  })

  it('of broken JSON has no fields, and the answer warns', async () => {
    const wecom = await startWecom()

    const { body } = await wecom.call('message/send', '{"touser": "zhangsan", "msgtype": "text",')

    expect(body.errcode).toBe(40008)
    expect(body.errmsg).toMatch(/^Warning: wrong json format\. invalid message type, hint: /)
  })

  it('with wrong types is read as far as possible, and even a success warns', async () => {
    const wecom = await startWecom()

    const numeric = await wecom.send({ text: { content: 12345 } })
    const array = await wecom.send({ touser: ['zhangsan'] })
    const flat = await wecom.send({ text: '您好' })

    expect(numeric.body).toMatchObject({ errcode: 0, errmsg: 'Warning: wrong json format. ok' })
    expect(wecom.newest()).toMatchObject({ text: { content: '12345' } })
    expect(array.body).toMatchObject({
      errcode: 82001,
      errmsg: expect.stringMatching(/^Warning: wrong json format\. /),
    })
    expect(flat.body).toMatchObject({
      errcode: 44004,
      errmsg: expect.stringMatching(/^Warning: wrong json format\. /),
    })
  })

  it('may not contain bytes outside UTF-8', async () => {
    const wecom = await startWecom()
    const gbk = Buffer.from([0xc4, 0xfa, 0xba, 0xc3])
    const body = Buffer.concat([
      Buffer.from('{"touser":"zhangsan","text":{"content":"'),
      gbk,
      Buffer.from('"}}'),
    ])

    const answer = await wecom.get(`/cgi-bin/message/send?access_token=${await wecom.token()}`, {
      method: 'POST',
      body,
    })

    expect(answer.body.errcode).toBe(40033)
  })

  it('may be full of \\uXXXX escapes, but not under the opposed profile', async () => {
    const escaped = (agentid: number | null) =>
      `{"touser":"zhangsan","msgtype":"text","agentid":${agentid},"text":{"content":"\\u60a8\\u597d"}}`
    const documented = await startWecom()
    const opposed = await startWecom({ 'wecom.unicodeEscapes': 'refused' })

    expect(
      (await documented.call('message/send', escaped(documented.app('office').agentid))).body.errcode,
    ).toBe(0)
    expect(documented.newest()).toMatchObject({ text: { content: '您好' } })
    expect((await opposed.call('message/send', escaped(opposed.app('office').agentid))).body.errcode).toBe(
      40033,
    )
    expect((await opposed.send()).body.errcode).toBe(0)
  })
})
