import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { decrypt, encrypt, sign } from '../../callback-crypto.ts'
import type { DingTalkUnderTest } from '../test-kit.ts'
import { SECOND_MS, startDingTalk } from '../test-kit.ts'
import { type Heard, Listener } from '../test-listener.ts'

const TOKEN = '123456'
const AES_KEY = '4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij'

/** 《回调事件消息体加解密》: recorded with an app key and with a suite key as owner. */
describe.each([
  {
    aesKey: '1234567890123456789012345678901234567890123',
    owner: 'dingsnotzck6pm5veliw',
    parts: ['1614767836', 'A7Co0cJLMzIDtMMI'],
    encrypted: 'YvkvaGe4hQxd3VxRmEty0dVlnCOAqwf56xwTRHDHoOURqhalbmBJQk5FNcRk42Gl5T0YQXZNwpwWSm1xAFJ5ZA==',
    signature: '9a95a004dd16f5c307e849b994173f76aa26e5eb',
    text: 'success',
  },
  {
    aesKey: AES_KEY,
    owner: 'suite4xxxxxxxxxxxxxxx',
    parts: ['1445827045067', 'nEXhMP4r'],
    encrypted:
      '1a3NBxmCFwkCJvfoQ7WhJHB+iX3qHPsc9JbaDznE1i03peOk1LaOQoRz3+nlyGNhwmwJ3vDMG+OzrHMeiZI7gTRWVdUBmfxjZ8Ej23JVYa9VrYeJ5as7XM/ZpulX8NEQis44w53h1qAgnC3PRzM7Zc/D6Ibr0rgUathB6zRHP8PYrfgnNOS9PhSBdHlegK+AGGanfwjXuQ9+0pZcy0w9lQ==',
    signature: '5a65ceeef9aab2d149439f82dc191dd6c5cbe2c0',
    text: '{"EventType":"check_create_suite_url","Random":"LPIdSnlF","TestSuiteKey":"suite4xxxxxxxxxxxxxxx"}',
  },
])('the vector of $owner', ({ aesKey, owner, parts, encrypted, signature, text }) => {
  test('is signed and read as recorded', () => {
    expect(sign(TOKEN, ...parts, encrypted)).toBe(signature)
    expect(decrypt(aesKey, encrypted, owner)).toBe(text)
    expect(decrypt(aesKey, encrypted, 'dingnobody')).toBeUndefined()
  })
})

/** Answers `success`, encrypted for the owner, as every official sample does. */
function taking(owner: string) {
  return () => {
    const [timeStamp, nonce] = ['1614767836', 'A7Co0cJLMzIDtMMI']
    const encrypted = encrypt(AES_KEY, 'success', owner, '0123456789abcdef')
    const msg_signature = sign(TOKEN, timeStamp, nonce, encrypted)
    return { status: 200, body: { msg_signature, timeStamp, nonce, encrypt: encrypted } }
  }
}

function read({ query, body }: Heard, owner: string): unknown {
  const encrypted = String(body.encrypt)
  const parts = [TOKEN, query.get('timestamp') ?? '', query.get('nonce') ?? '', encrypted]
  const wanted = createHash('sha1').update(parts.sort().join('')).digest('hex')
  if (query.get('signature') !== wanted || query.get('msg_signature') !== wanted)
    throw new Error('The signature does not fit')
  return JSON.parse(decrypt(AES_KEY, encrypted, owner) ?? 'null')
}

async function listening(dingtalk: DingTalkUnderTest, owner = dingtalk.app().appKey): Promise<Listener> {
  const listener = await Listener.open(taking(owner))
  const settings = { url: listener.url, token: TOKEN, aesKey: AES_KEY }
  await dingtalk.control.listen({ app: 'hr', settings, platform: 'dingtalk' })
  return listener
}

describe('events over HTTP', () => {
  test('begin with a check of the address, and are encrypted for the app', async () => {
    const dingtalk = await startDingTalk()
    const { appKey } = dingtalk.app()
    const listener = await listening(dingtalk)

    await dingtalk.control.dingtalk.pushEvent('hr', 'user_add_org', { userId: ['zhangsan'] })

    expect(listener.heard.map((heard) => read(heard, appKey))).toEqual([
      { EventType: 'check_url' },
      {
        EventType: 'user_add_org',
        EventTime: expect.any(Number),
        CorpId: dingtalk.corp.corpId,
        eventId: expect.any(String),
        timeStamp: expect.any(String),
        UserId: ['zhangsan'],
      },
    ])
  })

  test('may be encrypted for the corp instead', async () => {
    const dingtalk = await startDingTalk({ 'dingtalk.callbackOwnerKey': 'corp_id' })
    const { corpId } = dingtalk.corp

    const listener = await listening(dingtalk, corpId)

    expect(listener.heard.map((heard) => read(heard, corpId))).toEqual([{ EventType: 'check_url' }])
  })

  test.each([
    ['plain text', () => ({ status: 200, body: { success: true } })],
    ['an error', () => ({ status: 500, body: {} })],
    ['success for another owner', taking('dingnobody')],
  ])('do not begin at an address that answers %s', async (_, answer) => {
    const dingtalk = await startDingTalk()
    const listener = await Listener.open(answer)
    const settings = { url: listener.url, token: TOKEN, aesKey: AES_KEY }

    await expect(
      dingtalk.control.listen({ app: 'hr', settings, platform: 'dingtalk' }),
    ).rejects.toMatchObject({ field: 'url' })
    await expect(dingtalk.control.dingtalk.pushEvent('hr', 'x', {})).rejects.toMatchObject({ field: 'app' })
  })

  test('come again after ten seconds and after thirty, and then no more', async () => {
    const dingtalk = await startDingTalk()
    const listener = await listening(dingtalk)
    listener.answer = () => ({ status: 503, body: {} })

    await dingtalk.control.dingtalk.pushEvent('hr', 'user_add_org', {})
    for (const [seconds, heard] of [
      [10, 3],
      [30, 4],
    ] as const) {
      dingtalk.control.advance(seconds * SECOND_MS)
      await listener.until(heard)
      await expect.poll(() => dingtalk.control.callbacks()[0]?.attempts.length).toBe(heard - 1)
    }
    dingtalk.control.advance(300 * SECOND_MS)

    expect(dingtalk.control.callbacks()).toMatchObject([
      { accepted: false, attempts: [{ status: 503 }, { status: 503 }, { status: 503 }] },
    ])
    const ids = listener.heard
      .slice(1)
      .map((heard) => Reflect.get(Object(read(heard, dingtalk.app().appKey)), 'eventId'))
    expect(new Set(ids).size).toBe(1)
  })

  test('say who has read a robot’s message, and nothing of work notifications', async () => {
    const dingtalk = await startDingTalk()
    const listener = await listening(dingtalk)
    const { robotCode, appKey } = dingtalk.app()
    const sent = await dingtalk.modern('/v1.0/robot/oToMessages/batchSend', {
      robotCode,
      userIds: ['zhangsan'],
      msgKey: 'sampleText',
      msgParam: '{"content":"x"}',
    })
    await dingtalk.send()

    for (const { id } of dingtalk.phone()) dingtalk.control.markRead('dingtalk', 'zhangsan', id)
    await listener.until(2)

    expect(listener.heard).toHaveLength(2)
    expect(read(listener.heard[1] as Heard, appKey)).toMatchObject({
      EventType: 'robot_msg_read',
      UserId: 'zhangsan',
      RobotCode: robotCode,
      ProcessQueryKey: sent.body.processQueryKey,
      OperatTime: expect.any(Number),
    })
  })
})

describe('messages to a robot over HTTP', () => {
  test('are signed, and the answer is shown to the person', async () => {
    const dingtalk = await startDingTalk()
    const { appSecret, robotCode } = dingtalk.app()
    const listener = await Listener.open(() => ({
      status: 200,
      body: { msgtype: 'text', text: { content: '收到' } },
    }))
    dingtalk.control.dingtalk.listenToRobot('hr', listener.url)

    const push = await dingtalk.control.write('dingtalk', 'zhangsan', 'hr', '在吗')

    const { headers, body } = listener.heard[0] as Heard
    const wanted = createHmac('sha256', appSecret)
      .update(`${headers.timestamp}\n${appSecret}`)
      .digest('base64')
    expect(headers.sign).toBe(wanted)
    expect(body).toMatchObject({ text: { content: '在吗' }, robotCode, senderNick: '张三' })
    expect(push.accepted).toBe(true)
    expect(dingtalk.phone()).toMatchObject([{ message: { text: { content: '收到' } } }])
  })

  test('need no answer', async () => {
    const dingtalk = await startDingTalk()
    const listener = await Listener.open(() => ({ status: 200, body: { msgtype: 'empty' } }))
    dingtalk.control.dingtalk.listenToRobot('hr', listener.url)

    await dingtalk.control.write('dingtalk', 'zhangsan', 'hr', '在吗')

    expect(dingtalk.phone()).toEqual([])
  })

  test('come without their text once the month is used up', async () => {
    const dingtalk = await startDingTalk()
    const listener = await Listener.open()
    dingtalk.control.dingtalk.listenToRobot('hr', listener.url)
    dingtalk.control.setLimits({ 'dingtalk.webhookStreamMonthly': 1 })

    for (const text of ['1', '2']) await dingtalk.control.write('dingtalk', 'zhangsan', 'hr', text)

    expect(listener.heard[0]?.body).toHaveProperty('text')
    expect(listener.heard[1]?.body).toMatchObject({ errorCode: '20001' })
    expect(listener.heard[1]?.body).not.toHaveProperty('text')
  })

  test('carry an address to answer at for ninety minutes', async () => {
    const dingtalk = await startDingTalk()
    const listener = await Listener.open()
    dingtalk.control.dingtalk.listenToRobot('hr', listener.url)
    await dingtalk.control.write('dingtalk', 'zhangsan', 'hr', 'x')
    const { sessionWebhook, sessionWebhookExpiredTime, createAt } = listener.heard[0]?.body ?? {}
    const { pathname, search } = new URL(String(sessionWebhook))
    const reply = () => dingtalk.post(pathname + search, { msgtype: 'text', text: { content: '收到' } })

    expect(Number(sessionWebhookExpiredTime) - Number(createAt)).toBe(5400 * SECOND_MS)
    dingtalk.control.advance(5400 * SECOND_MS - 1)
    expect((await reply()).body).toEqual({ errcode: 0, errmsg: 'ok' })
    dingtalk.control.advance(1)
    expect((await reply()).body).toMatchObject({ errcode: 300001, errmsg: 'session 已过期' })
    expect((await dingtalk.post(`${pathname}?session=x`, {})).body).toMatchObject({
      errmsg: 'session 不存在',
    })
    expect(dingtalk.phone()).toHaveLength(1)
  })

  test('may be files, which are fetched by their code', async () => {
    const dingtalk = await startDingTalk()
    const listener = await Listener.open()
    dingtalk.control.dingtalk.listenToRobot('hr', listener.url)
    const mediaId = await dingtalk.mediaId('合同.pdf', 'file', 5)

    await dingtalk.control.dingtalk.sendFile('zhangsan', 'hr', mediaId)
    const { msgtype, content } = listener.heard[0]?.body ?? {}
    const downloadCode = Reflect.get(Object(content), 'downloadCode')
    const download = (fields: object) =>
      dingtalk.modern('/v1.0/robot/messageFiles/download', {
        robotCode: dingtalk.app().robotCode,
        downloadCode,
        ...fields,
      })
    const { downloadUrl } = (await download({})).body

    expect({ msgtype, content }).toMatchObject({ msgtype: 'file', content: { fileName: '合同.pdf' } })
    expect((await (await fetch(String(downloadUrl))).arrayBuffer()).byteLength).toBe(5)
    expect((await download({ downloadCode: 'x' })).body).toMatchObject({
      code: 'invalidParameter.downloadCode',
    })
  })
})
