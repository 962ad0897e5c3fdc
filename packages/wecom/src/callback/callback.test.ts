import { describe, expect, it } from 'vitest'
import { type CallbackQuery, createCallback } from './callback.ts'
import { CallbackCipher, signCallback } from './crypto.ts'
import { faultOf } from './test-fault.ts'
import { MESSAGE, OTHER_VERIFICATION, SAMPLE, VERIFICATION } from './test-vectors.ts'
import { parseXml, textOf } from './xml.ts'

const clockAt = (seconds: string) => ({ now: () => Number(seconds) * 1000 })
const NOW = MESSAGE.timestamp
const callback = createCallback({ ...SAMPLE, clock: clockAt(NOW) })
const cipher = new CallbackCipher(SAMPLE.encodingAESKey, SAMPLE.receiveid)

const queryOf = (encrypted: string, timestamp: string = NOW): CallbackQuery => ({
  msg_signature: signCallback(SAMPLE.token, timestamp, 'n', encrypted),
  timestamp,
  nonce: 'n',
})
/** A push as the platform makes it. */
function push(plain: string) {
  const encrypted = cipher.encrypt(plain)
  const body = `<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><AgentID><![CDATA[218]]></AgentID><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`
  return { query: queryOf(encrypted), body }
}
const open = (plain: string) => {
  const { query, body } = push(plain)
  return callback.open(query, body)
}
const event = (fields: string) =>
  `<xml><ToUserName><![CDATA[corpid]]></ToUserName><FromUserName><![CDATA[userid]]></FromUserName><CreateTime>123456789</CreateTime><MsgType><![CDATA[event]]></MsgType>${fields}<AgentID>1</AgentID></xml>`

describe('the verification of a URL', () => {
  it.each([VERIFICATION, OTHER_VERIFICATION])('is answered by the plain $message', (vector) => {
    const { verifyUrl } = createCallback({ ...vector, clock: clockAt(vector.timestamp) })
    const { signature: msg_signature, timestamp, nonce, encrypted: echostr } = vector

    expect(verifyUrl({ msg_signature, timestamp, nonce, echostr })).toBe(vector.message)
  })

  it('fails where a "+" of the query became a blank', () => {
    const { verifyUrl } = createCallback({ ...VERIFICATION, clock: clockAt(VERIFICATION.timestamp) })
    const { signature: msg_signature, timestamp, nonce, encrypted } = VERIFICATION

    const fault = faultOf(() =>
      verifyUrl({ msg_signature, timestamp, nonce, echostr: encrypted.replaceAll('+', ' ') }),
    )

    expect(fault).toMatchObject({ fault: 'bad_signature', remedy: { en: expect.stringContaining('"+"') } })
  })

  it('without anything to verify is refused', () => {
    expect(faultOf(() => callback.verifyUrl({}))).toMatchObject({ fault: 'bad_signature' })
  })
})

describe('a pushed message', () => {
  const { signature: msg_signature, timestamp, nonce, encrypted } = MESSAGE

  it('recorded from the platform is read', () => {
    const body = `<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt><AgentID><![CDATA[218]]></AgentID></xml>`

    expect(callback.open({ msg_signature, timestamp, nonce }, body)).toMatchObject({
      ...{
        ToUserName: 'wx5823bf96d3bd56c7',
        FromUserName: 'mycreate',
        CreateTime: 1409659813,
        AgentID: '218',
      },
      ...{
        MsgType: 'text',
        Content: 'hello',
        MsgId: '4561255354251345929',
        dedupeKey: 'message 4561255354251345929',
      },
    })
  })

  it('may come in a JSON envelope', () => {
    const body = JSON.stringify({ tousername: 'wx5823bf96d3bd56c7', encrypt: encrypted, agentid: 218 })

    expect(callback.open({ msg_signature, timestamp, nonce }, body)).toMatchObject({ Content: 'hello' })
  })

  it('may itself be JSON, and keeps every digit of its id', () => {
    const plain =
      '{"ToUserName":"wx5823bf96d3bd56c7","FromUserName":"mycreate","CreateTime":1409659813,"MsgType":"text","Content":"say \\"MsgId\\":1","MsgId":4561255354251345929,"AgentID":218}'

    expect(open(plain)).toMatchObject({
      MsgId: '4561255354251345929',
      Content: 'say "MsgId":1',
      AgentID: '218',
      CreateTime: 1409659813,
    })
  })
})

describe('an event', () => {
  const CARD = `<Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[ok]]></EventKey><TaskId><![CDATA[task-0001]]></TaskId><CardType><![CDATA[multiple_interaction]]></CardType><ResponseCode><![CDATA[code]]></ResponseCode><SelectedItems><SelectedItem><QuestionKey><![CDATA[q1]]></QuestionKey><OptionIds><OptionId><![CDATA[o1]]></OptionId><OptionId><![CDATA[o2]]></OptionId></OptionIds></SelectedItem></SelectedItems>`

  it('of a card says which button, which card and what was chosen', () => {
    expect(open(event(CARD))).toMatchObject({
      ...{
        MsgType: 'event',
        Event: 'template_card_event',
        EventKey: 'ok',
        TaskId: 'task-0001',
        FromUserName: 'userid',
      },
      ...{ CardType: 'multiple_interaction', ResponseCode: 'code', AgentID: '1' },
      SelectedItems: [{ QuestionKey: 'q1', OptionIds: ['o1', 'o2'] }],
    })
  })

  it('of a card’s menu has nothing chosen', () => {
    const menu = CARD.replace('template_card_event', 'template_card_menu_event').replace(
      /<SelectedItems>.*<\/SelectedItems>/,
      '',
    )

    expect(open(event(menu))).toMatchObject({ Event: 'template_card_menu_event', SelectedItems: [] })
  })

  it.each([
    [
      'taskcard_click',
      '<EventKey><![CDATA[k]]></EventKey><TaskId><![CDATA[t]]></TaskId>',
      { EventKey: 'k', TaskId: 't' },
    ],
    ['enter_agent', '<EventKey><![CDATA[]]></EventKey>', { EventKey: '' }],
    ['subscribe', '', { EventKey: undefined }],
    ['LOCATION', '<Latitude>23.104</Latitude>', { fields: expect.objectContaining({ Latitude: '23.104' }) }],
    ['change_contact', '<ChangeType><![CDATA[create_user]]></ChangeType>', { ChangeType: 'create_user' }],
  ])('%s is read', (name, fields, expected) => {
    expect(open(event(`<Event><![CDATA[${name}]]></Event>${fields}`))).toMatchObject({
      Event: name,
      ...expected,
    })
  })

  it('that nobody knows yet is kept with its fields', () => {
    expect(open(event('<Event><![CDATA[new_thing]]></Event><Detail>1</Detail>'))).toMatchObject({
      Event: 'other',
      fields: { Event: 'new_thing', Detail: '1' },
    })
  })

  it('sent once more has the same key, another press in the same second has not', () => {
    const key = (fields: string) => open(event(fields)).dedupeKey

    expect(key(CARD)).toBe(key(CARD))
    expect(key(CARD)).not.toBe(key(CARD.replace('[ok]', '[no]')))
    expect(key(CARD)).not.toBe(key(CARD.replace('[code]', '[code2]')))
    expect(key('<Event>change_contact</Event><UserID>a</UserID>')).not.toBe(
      key('<Event>change_contact</Event><UserID>b</UserID>'),
    )
  })

  it.each(['image', 'voice', 'video', 'location', 'link'])(
    'a message of type %s is kept with its fields',
    (MsgType) => {
      const plain = event('<MsgId>1</MsgId>').replace('[event]', `[${MsgType}]`)

      expect(open(plain)).toMatchObject({ MsgType, MsgId: '1', dedupeKey: 'message 1' })
    },
  )
})

describe('what is refused, and nothing executed', () => {
  const { query, body } = push(event('<Event>subscribe</Event>'))
  const foreign = new CallbackCipher(SAMPLE.encodingAESKey, 'ww6a112864f8022910').encrypt('x')
  const garbage = Buffer.alloc(64).toString('base64')
  const enclosed = (encrypted: string) => `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`
  const minutes = (count: number) => String(Number(NOW) + count * 60)
  const encrypted = textOf(parseXml(body), 'Encrypt') ?? ''

  it.each<[string, string, CallbackQuery, string]>([
    ['another signature', 'bad_signature', { ...query, msg_signature: '0'.repeat(40) }, body],
    ['no signature', 'bad_signature', { timestamp: NOW, nonce: 'n' }, body],
    ['another nonce', 'bad_signature', { ...query, nonce: 'm' }, body],
    ['another body', 'bad_signature', query, enclosed(garbage)],
    ['an old request', 'too_old', queryOf(encrypted, minutes(-6)), body],
    ['a request of the future', 'too_old', queryOf(encrypted, minutes(6)), body],
    ['a time that is none', 'too_old', queryOf(encrypted, 'soon'), body],
    ['another corp’s', 'wrong_receiver', queryOf(foreign), enclosed(foreign)],
    ['what does not decrypt', 'undecryptable', queryOf(garbage), enclosed(garbage)],
    ['no body', 'malformed', query, ''],
    ['truncated XML', 'malformed', query, body.slice(0, -5)],
    ['truncated JSON', 'malformed', query, '{"encrypt":"'],
    ['JSON without a text', 'malformed', query, '{"encrypt":5}'],
    ['XML without anything encrypted', 'malformed', query, '<xml/>'],
    ['an entity bomb', 'malformed', query, `<!DOCTYPE x [<!ENTITY a "aaa">]>${body}`],
  ])('%s: %s', (_what, fault, given, text) => {
    expect(faultOf(() => callback.open(given, text))).toMatchObject({
      name: 'CallbackRefusedError',
      fault,
    })
  })

  it.each(['<xml/>', '{}', '{"ToUserName":', 'hello', '[]'])('a plain text %j', (plain) => {
    expect(faultOf(() => open(plain))).toMatchObject({ fault: 'malformed' })
  })

  it('at the edge of five minutes a request is still good', () => {
    expect(callback.open(queryOf(encrypted, minutes(-5)), body)).toMatchObject({ Event: 'subscribe' })
  })

  it('no secret shows in a refusal', () => {
    const refusal = faultOf(() => callback.open({ ...query, msg_signature: 'x' }, body))

    expect(`${refusal} ${JSON.stringify(refusal)}`).not.toMatch(/QDG6eK|jWmYm7qr/)
  })
})
