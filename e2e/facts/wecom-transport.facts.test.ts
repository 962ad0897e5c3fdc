import { expect } from 'vitest'
import { proveFacts } from './prove.ts'
import { expectLike } from './shape.ts'
import { reasonOf, WecomCaller } from './wecom-caller.ts'
import { fileOf, upload } from './wecom-files.ts'

const SEND = '/cgi-bin/message/send'

proveFacts('wecom.transport', (fact) => {
  fact('wecom.transport.behaviour.upload-ok', async (bench) => {
    expect((await upload(bench, 'file', fileOf('file'))).json).toMatchObject({ errcode: 0, errmsg: '' })
  })

  fact('wecom.transport.behaviour.default-fields', async (bench) => {
    const token = await new WecomCaller(bench).token()
    const refused = await bench.raw('GET', `/cgi-bin/user/get?access_token=${token}&userid=nobody`)
    const unauthorised = await bench.raw('GET', '/cgi-bin/user/get?userid=zhangsan')

    const empty = { department: [], order: [], is_leader_in_dept: [], direct_leader: [] }
    expect([refused.json, unauthorised.json]).toMatchObject([empty, empty])
  })

  fact('wecom.transport.behaviour.unknown-path', async ({ raw }) => {
    const answer = await raw('POST', '/cgi-bin/message/sendd')

    expect([answer.status, answer.text]).toEqual([404, ''])
  })

  fact('wecom.transport.behaviour.http-200', async ({ raw }) => {
    const answer = await raw('POST', `${SEND}?access_token=none`, { body: '{}' })

    expect([answer.status, answer.json.errcode]).toEqual([200, 40014])
  })

  fact('wecom.transport.behaviour.headers', async (bench) => {
    const { headers } = await new WecomCaller(bench).fetchToken()

    expect([headers['content-type'], headers.server]).toEqual([bench.text, 'nginx'])
  })

  fact('wecom.transport.behaviour.error-headers', async (bench) => {
    const { headers, json } = await new WecomCaller(bench).gettoken('ww0', 'secret')

    expect([headers['error-code'], headers['error-msg']]).toEqual([String(json.errcode), json.errmsg])
  })

  fact('wecom.transport.behaviour.token-from-query', async (bench) => {
    const token = await new WecomCaller(bench).token()
    const headers = { authorization: `Bearer ${token}` }
    const answer = await bench.raw('POST', SEND, { headers, body: JSON.stringify({ access_token: token }) })

    expect(answer.json.errcode).toBe(41001)
  })

  fact('wecom.transport.limit.debug', async (bench) => {
    const wecom = new WecomCaller(bench)
    const path = `/cgi-bin/user/getuserid?debug=1&access_token=${await wecom.token()}`
    const codes: unknown[] = []
    for (let call = 0; call <= bench.figure; call++) {
      codes.push((await bench.raw('POST', path, { body: '{"mobile":"13800000001"}' })).json.errcode)
    }

    expect(codes).toEqual([...Array<number>(bench.figure).fill(0), 45009])
  })

  fact('wecom.transport.example.envelope', async (bench) => {
    const answer = await new WecomCaller(bench).gettoken('ww0', 'secret')

    expectLike(answer, bench.response, ['errcode'])
    const { errmsg } = JSON.parse(bench.response)
    expect(withoutVariables(String(answer.json.errmsg))).toBe(withoutVariables(errmsg))
  })

  fact('wecom.transport.behaviour.errmsg-grammar', async (bench) => {
    const { json } = await new WecomCaller(bench).gettoken('ww0', 'secret')

    expect(json.errmsg).toMatch(
      /^invalid corpid, hint: \[\d+\], from ip: 127\.0\.0\.1, more info at https:\/\/open\.work\.weixin\.qq\.com\/devtool\/query\?e=40013$/,
    )
  })

  fact('wecom.transport.behaviour.hint', async (bench) => {
    const { json } = await new WecomCaller(bench).gettoken('ww0', 'secret')
    const hint = /hint: \[(\d+)\]/.exec(String(json.errmsg))?.[1] ?? ''

    expect(hint).toHaveLength(bench.text.length)
    expect(Number(hint.slice(0, 10))).toBe(Math.floor(bench.sandbox.clock.now() / 1000))
  })

  fact.open('wecom.badTokenErrmsg', 'wecom.transport.behaviour.bare-invalid-token', {
    bare: async ({ raw, text }) => {
      const { json } = await raw('POST', `${SEND}?access_token=none`, { body: '{}' })

      expect(json.errmsg).toBe(text)
    },
    with_hint: async ({ raw, text }) => {
      const answer = await raw('POST', `${SEND}?access_token=none`, { body: '{}' })

      expect(answer.json.errmsg).not.toBe(text)
      expect(reasonOf(answer)).toBe(text)
    },
  })

  fact('wecom.transport.behaviour.ok', async (bench) => {
    const { json } = await new WecomCaller(bench).sendText()

    expect(json.errmsg).toBe(bench.text)
  })

  fact('wecom.transport.behaviour.wrong-json', async (bench) => {
    const wecom = new WecomCaller(bench)
    const { json } = await wecom.send({ msgtype: 'text', text: { content: 12 } })

    expect([json.errcode, json.errmsg]).toEqual([0, `${bench.text}ok`])
    expect(wecom.shown()).toEqual({ content: '12' })
  })

  fact('wecom.transport.example.wrong-json', async (bench) => {
    const answer = await new WecomCaller(bench).postText('message/send', '{"msgtype":"text",')

    expect(`${answer.json.errcode} "${reasonOf(answer)}"`).toBe(bench.response)
  })

  fact('wecom.transport.behaviour.order-token-before-parameters', async ({ raw }) => {
    const answer = await raw('POST', `${SEND}?access_token=none`, { body: '{}' })

    expect(answer.json.errcode).toBe(40014)
  })

  fact('wecom.transport.behaviour.order-ip-before-parameters', async (bench) => {
    bench.control.allowIps({ platform: 'wecom', app: 'office', allow: ['10.0.0.1'] })
    const answer = await new WecomCaller(bench).post('message/send', { msgtype: 'nonsense' })

    expect(answer.json.errcode).toBe(60020)
  })

  fact('wecom.transport.behaviour.order-permission-first', async (bench) => {
    const wecom = new WecomCaller(bench)
    bench.control.setLimits({ 'wecom.personTimesPerSeatPerDay': 0 })
    const withoutPermission = await wecom.post('message/send', { msgtype: 'nonsense' }, 'contacts')
    const badParameter = await wecom.send({ msgtype: 'nonsense', touser: 'nobody' })
    const badRecipient = await wecom.sendText('x', { touser: 'nobody' })

    const codes = [withoutPermission, badParameter, badRecipient].map(({ json }) => json.errcode)
    expect(codes).toEqual([48002, 40008, 81013])
  })

  fact('wecom.transport.behaviour.gettoken-no-ip-gate', async (bench) => {
    bench.control.allowIps({ platform: 'wecom', app: 'office', allow: ['10.0.0.1'] })
    const { json } = await new WecomCaller(bench).fetchToken()

    expect(json.errcode).toBe(0)
  })
})

/** Hint and address differ from call to call. */
function withoutVariables(errmsg: string): string {
  return errmsg.replace(/\[\d+\]/, '[]').replace(/from ip: [\d.]+/, 'from ip:')
}
