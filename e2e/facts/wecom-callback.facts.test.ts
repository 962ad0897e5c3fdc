import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import { proveFacts } from './prove.ts'
import { elementOf, lastXml, listenAt, opened, sealed, signature, TOKEN } from './wecom-callback.ts'
import { WecomCaller } from './wecom-caller.ts'

proveFacts('wecom.callback', (fact) => {
  fact('wecom.callback.limit.verify', async ({ control, figure }) => {
    expect(control.limits()['wecom.callbackVerifyMs']).toBe(figure * 1000)
  })

  fact('wecom.callback.limit.answer', async (bench) => {
    bench.lower('wecom.callbackMs', 100, { per: 1000 })
    await listenAt(bench, () => 'silence')

    expect((await write(bench)).attempts[0]).toEqual({ status: null, failure: 'no answer within 100 ms' })
  })

  fact.open('wecom.callbackTries', 'wecom.callback.limit.tries', {
    3: async (bench) => expect(await triesOf(bench)).toBe(bench.figure),
    4: async (bench) => expect(await triesOf(bench)).toBe(bench.figure + 1),
  })

  fact('wecom.callback.behaviour.verification', async (bench) => {
    const { pushed } = await listenAt(bench)
    const { query } = present(pushed[0])

    expect([...query.keys()]).toEqual(['msg_signature', 'timestamp', 'nonce', 'echostr'])
    expect(signedBy(query, present(query.get('echostr')))).toBe(query.get('msg_signature'))
  })

  fact('wecom.callback.behaviour.encrypted', async (bench) => {
    const { pushed } = await listenAt(bench)
    await write(bench)
    const { query, body } = present(pushed.at(-1))
    const encrypted = elementOf(body, 'Encrypt')

    expect(signedBy(query, encrypted)).toBe(query.get('msg_signature'))
    expect(Buffer.from(encrypted, 'base64').length % 32).toBe(0)
    expect(opened(encrypted).receiver).toBe(new WecomCaller(bench).corpid)
  })

  fact('wecom.callback.behaviour.card-event', async (bench) => {
    const address = await listenAt(bench)
    const wecom = new WecomCaller(bench)
    const template_card = {
      card_type: 'button_interaction',
      main_title: { title: 't' },
      card_action: { type: 1, url: 'https://x' },
      task_id: 't1',
      button_list: [{ text: 'x', key: 'ok' }],
    }
    await wecom.send({ msgtype: 'template_card', template_card })
    const userid = present(wecom.userids()[0])
    await bench.control.press('wecom', userid, present(wecom.phone()[0]).id, { key: 'ok' })

    const xml = lastXml(address)
    const told = ['Event', 'EventKey', 'TaskId', 'CardType', 'AgentID'].map((name) => elementOf(xml, name))
    expect(told).toEqual(['template_card_event', 'ok', 't1', 'button_interaction', `${wecom.app().agentid}`])
    expect(elementOf(xml, 'ResponseCode')).not.toBe('')
  })

  fact('wecom.callback.behaviour.passive-text', async (bench) => {
    const { corpid } = new WecomCaller(bench)
    await listenAt(bench, () => ({ body: envelopeOf('收到', corpid) }))
    await write(bench)

    expect(new WecomCaller(bench).shown()).toEqual({ content: '收到' })
  })
})

function write(bench: Bench) {
  return bench.control.write('wecom', present(new WecomCaller(bench).userids()[0]), 'office', '你好')
}

async function triesOf(bench: Bench): Promise<number> {
  await listenAt(bench, () => ({ status: 500 }))
  return (await write(bench)).attempts.length
}

function signedBy(query: URLSearchParams, encrypted: string): string {
  return signature(TOKEN, present(query.get('timestamp')), present(query.get('nonce')), encrypted)
}

function envelopeOf(content: string, corpid: string): string {
  const head = `<ToUserName>zhangsan</ToUserName><FromUserName>${corpid}</FromUserName><CreateTime>1</CreateTime>`
  const encrypted = sealed(`<xml>${head}<MsgType>text</MsgType><Content>${content}</Content></xml>`, corpid)
  return `<xml><Encrypt>${encrypted}</Encrypt><MsgSignature>${signature(TOKEN, '1', 'n', encrypted)}</MsgSignature><TimeStamp>1</TimeStamp><Nonce>n</Nonce></xml>`
}
