import { expect } from 'vitest'
import { proveFacts } from './prove.ts'
import { expectCode, WecomCaller } from './wecom-caller.ts'

const SEND = '/cgi-bin/message/send'

proveFacts('wecom.general', (fact) => {
  // What the platform itself decides is ordered from the sandbox as a fault.
  for (const code of [-1, 45033]) {
    fact(`wecom.general.code.${code}`, async (bench) => {
      const wecom = new WecomCaller(bench)
      bench.control.setFault({ path: SEND, times: 1, action: { errcode: code } })

      expectCode(await wecom.sendText(), bench.code)
      expect(wecom.phone()).toEqual([])
    })
  }

  fact('wecom.general.code.0', async (bench) => {
    const { json } = await new WecomCaller(bench).sendText('x', { touser: 'zhangsan|nobody' })

    expect(json).toMatchObject({ errcode: bench.code.code, errmsg: bench.code.text, invaliduser: 'nobody' })
  })

  fact('wecom.general.code.40001', async (bench) => {
    const wecom = new WecomCaller(bench)
    expectCode(await wecom.gettoken(wecom.corpid, 'wrong'), bench.code)
  })

  fact('wecom.general.code.40013', async (bench) => {
    expectCode(await new WecomCaller(bench).gettoken('ww0', 'x'), bench.code)
  })

  fact('wecom.general.code.40014', async (bench) => {
    expectCode(await bench.raw('POST', `${SEND}?access_token=none`, { body: '{}' }), bench.code)
  })

  fact('wecom.general.code.41001', async (bench) => {
    expectCode(await bench.raw('POST', SEND, { body: '{}' }), bench.code)
    expectCode(await bench.raw('POST', `${SEND}?access_token=`, { body: '{}' }), bench.code)
  })

  fact('wecom.general.code.41002', async (bench) => {
    expectCode(await bench.raw('GET', '/cgi-bin/gettoken?corpsecret=x'), bench.code)
  })

  fact('wecom.general.code.41004', async (bench) => {
    expectCode(await bench.raw('GET', '/cgi-bin/gettoken'), bench.code)
  })

  fact('wecom.general.code.42001', async (bench) => {
    const token = await new WecomCaller(bench).token()
    bench.control.advance(7_200_000)

    expectCode(await bench.raw('POST', `${SEND}?access_token=${token}`, { body: '{}' }), bench.code)
  })

  fact('wecom.general.code.45009', async (bench) => {
    const wecom = new WecomCaller(bench)
    bench.control.setLimits({ 'wecom.callsPerMinute': 1 })
    await wecom.post('user/getuserid', { mobile: '13800000001' })

    expectCode(await wecom.post('user/getuserid', { mobile: '13800000001' }), bench.code)
  })

  fact('wecom.general.code.48002', async (bench) => {
    expectCode(await new WecomCaller(bench).post('message/send', {}, 'contacts'), bench.code)
  })

  fact('wecom.general.code.60020', async (bench) => {
    bench.control.allowIps({ platform: 'wecom', app: 'office', allow: ['10.0.0.0/8'] })
    bench.control.advance(120_000)

    expectCode(await new WecomCaller(bench).sendText(), bench.code)
  })

  fact('wecom.general.code.301002', async (bench) => {
    const wecom = new WecomCaller(bench)
    expectCode(await wecom.sendText('x', { agentid: wecom.app('oncall').agentid }), bench.code)
  })
})

proveFacts('wecom.fault', (fact) => {
  fact('wecom.fault.behaviour.injection', async (bench) => {
    const wecom = new WecomCaller(bench)
    for (const errcode of [-1, 45009, 45033]) {
      bench.control.setFault({ path: SEND, times: 1, action: { errcode } })
      expect((await wecom.sendText()).json.errcode).toBe(errcode)
    }
    bench.control.setFault({ path: SEND, times: 1, action: { delay: 1 } })
    expect((await wecom.sendText('slow')).json.errcode).toBe(0)
    bench.control.setFault({ path: SEND, times: 1, action: 'reset_after' })
    await expect(wecom.sendText('accepted, answer lost')).rejects.toThrow()

    expect(wecom.phone()).toHaveLength(2)
  })
})
