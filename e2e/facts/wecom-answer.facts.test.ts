import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import { proveFacts } from './prove.ts'
import { expectLike } from './shape.ts'
import { listenAt } from './wecom-callback.ts'
import { expectCode, WecomCaller } from './wecom-caller.ts'

const notice = {
  card_type: 'text_notice',
  main_title: { title: 't' },
  card_action: { type: 1, url: 'https://example.com' },
}
const buttons = (task_id: string) => ({
  card_type: 'button_interaction',
  task_id,
  button_list: [{ text: 'ok', key: 'ok' }],
})

proveFacts('wecom.answer', (fact) => {
  fact('wecom.answer.behaviour.response-code', async (bench) => {
    const wecom = new WecomCaller(bench)
    await listenAt(bench)
    const codeOf = async (card: object) =>
      (await wecom.send({ msgtype: 'template_card', template_card: { ...notice, ...card } })).json
        .response_code
    const update = async (response_code: unknown) => {
      const body = {
        atall: 1,
        agentid: wecom.app().agentid,
        response_code,
        button: { replace_name: '已处理' },
      }
      return (await wecom.post('message/update_template_card', body)).json.errcode
    }
    const [none, used, late] = [await codeOf({}), await codeOf(buttons('a')), await codeOf(buttons('b'))]

    expect([none, await update(used), await update(used)]).toEqual([undefined, 0, 60140])
    bench.control.advance(72 * 3_600_000)
    expect(await update(late)).toBe(60140)
  })

  fact('wecom.answer.example.response', async (bench) => {
    const wecom = new WecomCaller(bench)
    const [reached, unlicensed] = wecom.userids()
    bench.control.setOutcomes('wecom', { userids: [present(unlicensed)] }, { outcome: 'unlicensed' })
    const { json } = await wecom.sendText('x', {
      touser: `${reached}|nobody|noone|${unlicensed}`,
      toparty: '888888|999999',
      totag: '888888|999999',
    })

    // response_code is for cards.
    expect(Object.keys(json)).toEqual(
      Object.keys(JSON.parse(bench.response)).filter((key) => key !== 'response_code'),
    )
    expect(json).toMatchObject({
      errcode: 0,
      errmsg: 'ok',
      invaliduser: 'nobody|noone',
      invalidparty: '888888|999999',
      invalidtag: '888888|999999',
      unlicenseduser: present(unlicensed).toLowerCase(),
    })
  })

  fact('wecom.answer.behaviour.invaliduser-lower-case', async (bench) => {
    const { json } = await new WecomCaller(bench).sendText('x', { touser: 'zhangsan|NoBody|NOONE' })

    expect(json.invaliduser).toBe('nobody|noone')
  })

  fact('wecom.answer.behaviour.invalidparty', async (bench) => {
    const { json } = await new WecomCaller(bench).sendText('x', {
      touser: 'zhangsan',
      toparty: '8|9999',
      totag: '77|88',
    })

    expect(json).toMatchObject({ errcode: 0, invalidtag: '77|88' })
    expect(String(json.invalidparty).split('|')).toContain('9999')
  })

  fact('wecom.answer.behaviour.unlicenseduser', async (bench) => {
    const wecom = new WecomCaller(bench)
    const [, unlicensed] = wecom.userids()
    bench.control.setOutcomes('wecom', { userids: [present(unlicensed)] }, { outcome: 'unlicensed' })
    const { json } = await wecom.sendText('x', { touser: `zhangsan|${unlicensed}` })

    expect(json).toMatchObject({ errcode: 0, unlicenseduser: present(unlicensed).toLowerCase() })
    expect(wecom.phone(unlicensed)).toEqual([])
  })

  fact('wecom.answer.behaviour.msgid', async (bench) => {
    const { json } = await new WecomCaller(bench).sendText()

    expect(json.msgid).toMatch(/^[A-Za-z0-9_-]{63,86}$/)
  })

  fact.under({ 'wecom.emptyFields': 'absent' }, 'wecom.answer.example.success', async (bench) => {
    expectLike(await new WecomCaller(bench).sendText(), bench.response, ['errcode', 'errmsg'])
  })

  fact.under(
    { 'wecom.emptyFields': 'empty_string' },
    'wecom.answer.example.success-before-2021',
    async (bench) => {
      const { json } = await new WecomCaller(bench).sendText()

      expect(json).toMatchObject(JSON.parse(bench.response))
    },
  )

  fact('wecom.answer.behaviour.partial', async (bench) => {
    const wecom = new WecomCaller(bench)
    const { json } = await wecom.sendText('x', { touser: 'nobody|zhangsan' })

    expect(json).toMatchObject({ errcode: 0, errmsg: 'ok', invaliduser: 'nobody' })
    expect(wecom.phone('zhangsan')).toHaveLength(1)
  })

  fact('wecom.answer.behaviour.out-of-range', async (bench) => {
    const wecom = new WecomCaller(bench)
    const hidden = present(wecom.userids('out_of_range')[0])
    const { json } = await wecom.sendText('x', { touser: `zhangsan|${hidden}` })

    expect(json.invaliduser).toBe(hidden.toLowerCase())
    expect(wecom.phone(hidden)).toEqual([])
  })

  fact('wecom.answer.code.81013', async (bench) => {
    expectCode(
      await new WecomCaller(bench).sendText('x', { touser: 'nobody', toparty: '9999', totag: '99' }),
      bench.code,
    )
  })

  const asCaptured = {
    'wecom.emptyFields': 'absent',
    'wecom.allInvalidMsgid': 'absent',
    'wecom.allInvalidCase': 'as_sent',
  }
  fact.under(asCaptured, 'wecom.answer.example.81013', async (bench) => {
    const printed = JSON.parse(bench.response)
    const answer = await new WecomCaller(bench).sendText('x', { touser: printed.invaliduser })

    expectLike(answer, bench.response, ['errcode', 'invaliduser'])
    expect(answer.json.errmsg).toMatch(
      /^user & party & tag all invalid, hint: \[\d+\], from ip: [\d.]+, more info at \S+e=81013$/,
    )
  })

  fact('wecom.answer.behaviour.81013-party', async (bench) => {
    const expected = JSON.parse(`{${bench.text}}`.replace('"1"', '"999"'))
    const { json } = await new WecomCaller(bench).sendText('x', { toparty: '999' })

    expect(json).toMatchObject({ errcode: 81013, ...expected })
  })

  fact.open('wecom.allInvalidCase', 'wecom.answer.behaviour.81013-case', {
    lower: async (bench) => expect(await allInvalid(bench)).toMatchObject({ invaliduser: 'yinanping' }),
    as_sent: async (bench) => expect(await allInvalid(bench)).toMatchObject({ invaliduser: 'YinAnPing' }),
  })

  fact.open('wecom.allInvalidMsgid', 'wecom.answer.behaviour.81013-msgid', {
    absent: async (bench) => expect(await allInvalid(bench)).not.toHaveProperty('msgid'),
    present: async (bench) => expect(await allInvalid(bench)).toHaveProperty('msgid'),
  })
})

async function allInvalid(bench: Bench): Promise<Record<string, unknown>> {
  return (await new WecomCaller(bench).sendText('x', { touser: 'YinAnPing' })).json
}
