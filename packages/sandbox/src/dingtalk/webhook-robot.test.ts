import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type DingTalkUnderTest, HOUR_MS, MINUTE_MS, MORNING, startDingTalk } from './test-kit.ts'

const text = { msgtype: 'text', text: { content: '告警：磁盘已满' } }

function post(dingtalk: DingTalkUnderTest, name: string, body: object | string, query = '') {
  return dingtalk.post(`/robot/send?access_token=${dingtalk.robot(name).accessToken}${query}`, body)
}

function group(dingtalk: DingTalkUnderTest, name = 'alerts-keyword') {
  return dingtalk.control.robotGroup('dingtalk', name)
}

function signature(secret: string, timestamp: number): string {
  const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
  return `&timestamp=${timestamp}&sign=${encodeURIComponent(sign)}`
}

describe('POST /robot/send', () => {
  test('posts to the group and answers without a request id', async () => {
    const dingtalk = await startDingTalk()

    const answer = await post(dingtalk, 'alerts-keyword', text)

    expect(answer.text).toBe('{"errcode":0,"errmsg":"ok"}')
    expect(answer.contentType).toBe('application/json')
    expect(group(dingtalk)).toMatchObject([{ message: text, receivedAt: MORNING, mentioned: [] }])
  })

  test('checks method, token, body size and content type in this order', async () => {
    const dingtalk = await startDingTalk()
    const { accessToken } = dingtalk.robot('alerts-keyword')
    const tooLong = JSON.stringify({ msgtype: 'text', text: { content: '告'.repeat(7000) } })

    const get = await dingtalk.request('/robot/send')
    const noToken = await dingtalk.post('/robot/send', tooLong)
    const long = await post(dingtalk, 'alerts-keyword', tooLong)
    const form = await dingtalk.postForm(`/robot/send?access_token=${accessToken}`, { msgtype: 'text' })
    const empty = await post(dingtalk, 'alerts-keyword', '')

    expect(get.body).toEqual({ errcode: 43002, errmsg: '需要POST请求' })
    expect(noToken.body).toEqual({ errcode: 40035, errmsg: '缺少参数 access_token' })
    expect(long.body).toEqual({ errcode: 460101, errmsg: 'message too long, exceed 20000 bytes' })
    expect(form.body).toEqual({ errcode: 43004, errmsg: '无效的HTTP HEADER Content-Type' })
    expect(empty.body).toEqual({ errcode: 40035, errmsg: '缺少参数 json' })
  })

  test.each([
    ['400101', 400101, 'access_token不存在'],
    ['300005', 300005, 'token is not exist'],
    ['300001', 300001, 'token is not exist'],
  ])('answers a token of no robot as profile %s says', async (answer, errcode, errmsg) => {
    const dingtalk = await startDingTalk({ 'dingtalk.robotUnknownToken': answer })

    const { body } = await dingtalk.post(`/robot/send?access_token=${'0'.repeat(64)}`, text)

    expect(body).toEqual({ errcode, errmsg })
  })

  test.each([
    ['markdown', { title: '告警', text: '#### 磁盘' }],
    ['link', { title: '告警', text: '磁盘', messageUrl: 'https://a.example' }],
    ['actionCard', { title: '告警', text: '磁盘', singleTitle: '查看', singleURL: 'https://a.example' }],
    [
      'actionCard',
      { title: '告警', text: '磁盘', btns: [{ title: '查看', actionURL: 'https://a.example' }] },
    ],
    [
      'feedCard',
      { links: [{ title: '告警', messageURL: 'https://a.example', picURL: 'https://a.example' }] },
    ],
  ])('takes %s', async (msgtype, content) => {
    const dingtalk = await startDingTalk()

    const { body } = await post(dingtalk, 'alerts-keyword', { msgtype, [msgtype]: content })

    expect(body).toMatchObject({ errcode: 0 })
    expect(group(dingtalk)).toHaveLength(1)
  })

  test.each([
    [{ msgtype: 'text', text: {} }, 'text->content'],
    [{ msgtype: 'markdown', markdown: { text: '告警' } }, 'markdown->title'],
    [{ msgtype: 'actionCard', actionCard: { title: '告警', text: '磁盘' } }, 'actionCard->singleTitle'],
    [
      { msgtype: 'actionCard', actionCard: { title: '告警', text: 'x', btns: [{ title: 'x' }] } },
      'actionCard->btns->actionURL',
    ],
    [{ msgtype: 'feedCard', feedCard: { links: [] } }, 'feedCard->links'],
  ])('names the field that %j lacks', async (message, field) => {
    const dingtalk = await startDingTalk()

    const { body } = await post(dingtalk, 'alerts-keyword', message)

    expect(body).toEqual({ errcode: 40035, errmsg: `miss param : ${field}` })
  })

  test('refuses types that webhooks do not have', async () => {
    const documented = await startDingTalk()
    const current = await startDingTalk({ 'dingtalk.robotRefusalText': 'current' })
    const image = { msgtype: 'image', image: { media_id: '@x' } }

    expect((await post(documented, 'alerts-keyword', image)).body).toEqual({
      errcode: 400105,
      errmsg: '不支持的消息类型',
    })
    expect((await post(current, 'alerts-keyword', image)).body).toMatchObject({
      errcode: 400105,
      errmsg: expect.stringMatching('不支持类型 msgType:image'),
    })
  })

  test('posts a repeated msgUuid once and says ok each time', async () => {
    const dingtalk = await startDingTalk()

    const answers = []
    for (const msgUuid of ['a', 'a', 'b']) {
      answers.push((await post(dingtalk, 'alerts-keyword', { ...text, msgUuid })).body)
    }

    expect(answers.map(({ errcode }) => errcode)).toEqual([0, 0, 0])
    expect(group(dingtalk)).toHaveLength(2)
  })

  test('mentions members whose mark stands in the text and ignores everybody else', async () => {
    const dingtalk = await startDingTalk()
    const [, second] = dingtalk.employees

    await post(dingtalk, 'alerts-keyword', {
      msgtype: 'text',
      text: { content: `告警 @13800000001 @${second?.dingtalk?.userid} @13999999999` },
      at: {
        atMobiles: ['13800000001', '13999999999', '13800000003'],
        atUserIds: [second?.dingtalk?.userid],
        isAtAll: false,
      },
    })

    expect(group(dingtalk)).toMatchObject([
      { mentioned: ['zhangsan', second?.dingtalk?.userid], mentionsAll: false },
    ])
  })
})

describe('a robot’s security settings', () => {
  const current = { 'dingtalk.robotRefusalText': 'current' }

  test('demand one of its keywords anywhere in the message', async () => {
    const dingtalk = await startDingTalk()

    const inTitle = { msgtype: 'markdown', markdown: { title: 'alert', text: 'disk' } }
    const without = { msgtype: 'text', text: { content: '你好' }, at: { atMobiles: ['alert'] } }

    expect((await post(dingtalk, 'alerts-keyword', inTitle)).body).toMatchObject({ errcode: 0 })
    expect((await post(dingtalk, 'alerts-keyword', without)).body).toEqual({
      errcode: 310000,
      errmsg: 'keywords not in content',
    })
    dingtalk.control.setProfile(current)
    expect((await post(dingtalk, 'alerts-keyword', without)).body).toMatchObject({
      errcode: 310000,
      errmsg: expect.stringMatching('^错误描述:关键词不匹配;'),
    })
  })

  test('demand a signature of the URL’s timestamp', async () => {
    const dingtalk = await startDingTalk()
    const secret = dingtalk.robot('alerts-sign').secret ?? ''

    const right = await post(dingtalk, 'alerts-sign', text, signature(secret, MORNING))
    const none = await post(dingtalk, 'alerts-sign', text)
    const wrong = await post(dingtalk, 'alerts-sign', text, signature('SECother', MORNING))
    dingtalk.control.setProfile(current)
    const wrongToday = await post(dingtalk, 'alerts-sign', text, signature('SECother', MORNING))

    expect(right.body).toMatchObject({ errcode: 0 })
    expect(none.body).toEqual({ errcode: 310000, errmsg: 'sign not match' })
    expect(wrong.body).toEqual({ errcode: 310000, errmsg: 'sign not match' })
    expect(wrongToday.body).toMatchObject({ errmsg: expect.stringMatching('机器人发送签名不匹配') })
  })

  test('ignore a signature in headers', async () => {
    const dingtalk = await startDingTalk()
    const { accessToken, secret = '' } = dingtalk.robot('alerts-sign')
    const sign = createHmac('sha256', secret).update(`${MORNING}\n${secret}`).digest('base64')

    const { body } = await dingtalk.post(`/robot/send?access_token=${accessToken}`, text, {
      timestamp: String(MORNING),
      sign,
    })

    expect(body).toMatchObject({ errcode: 310000 })
  })

  test('take a timestamp that is an hour off and not one that is further off', async () => {
    const dingtalk = await startDingTalk()
    const secret = dingtalk.robot('alerts-sign').secret ?? ''
    const at = (ms: number) => post(dingtalk, 'alerts-sign', text, signature(secret, MORNING + ms))

    expect((await at(HOUR_MS)).body).toMatchObject({ errcode: 0 })
    expect((await at(-HOUR_MS)).body).toMatchObject({ errcode: 0 })
    expect((await at(HOUR_MS + 1)).body).toEqual({ errcode: 310000, errmsg: 'invalid timestamp' })
    expect((await at(-HOUR_MS - 1)).body).toEqual({ errcode: 310000, errmsg: 'invalid timestamp' })
  })

  test('let only listed addresses in', async () => {
    const dingtalk = await startDingTalk()
    const fromHere = await post(dingtalk, 'alerts-ip', text)
    dingtalk.control.allowIps({ robot: 'alerts-ip', allow: ['10.0.0.0/8'] })

    const refused = await post(dingtalk, 'alerts-ip', text)

    expect(fromHere.body).toMatchObject({ errcode: 0 })
    expect(refused.body).toEqual({ errcode: 310000, errmsg: 'ip 127.0.0.1 not in whitelist' })
  })
})

describe('a robot’s twenty messages a minute', () => {
  async function exhaust(dingtalk: DingTalkUnderTest) {
    for (let message = 0; message < 20; message++) await post(dingtalk, 'alerts-keyword', text)
  }

  test.each([
    ['410100', 410100, '发送速度太快而限流'],
    ['130101', 130101, 'send too fast, exceed 20 times per minute'],
    ['660026', 660026, 'sending too many messages per minute'],
  ])('end with code %s under that profile', async (answer, errcode, errmsg) => {
    const dingtalk = await startDingTalk({ 'dingtalk.robotThrottle': answer })
    await exhaust(dingtalk)

    const { body } = await post(dingtalk, 'alerts-keyword', text)

    expect(body).toEqual({ errcode, errmsg })
    expect(group(dingtalk)).toHaveLength(20)
  })

  test('are followed by ten minutes of silence, which further tries do not prolong', async () => {
    const dingtalk = await startDingTalk()
    await exhaust(dingtalk)
    await post(dingtalk, 'alerts-keyword', text)

    dingtalk.control.advance(10 * MINUTE_MS - 1)
    const banned = await post(dingtalk, 'alerts-keyword', text)
    dingtalk.control.advance(1)
    const free = await post(dingtalk, 'alerts-keyword', text)

    expect(banned.body).toMatchObject({ errcode: 410100 })
    expect(free.body).toMatchObject({ errcode: 0 })
  })

  test('concern this robot only', async () => {
    const dingtalk = await startDingTalk()
    await exhaust(dingtalk)
    await post(dingtalk, 'alerts-keyword', text)

    expect((await post(dingtalk, 'alerts-ip', text)).body).toMatchObject({ errcode: 0 })
  })

  test('are counted before the token is known', async () => {
    const dingtalk = await startDingTalk()
    for (let message = 0; message < 20; message++) await dingtalk.post('/robot/send?access_token=test', text)

    const { body } = await dingtalk.post('/robot/send?access_token=test', text)

    expect(body).toMatchObject({ errcode: 410100 })
  })
})

test('a link and a feed card mention nobody, not even everybody', async () => {
  const dingtalk = await startDingTalk()
  const at = { atMobiles: ['13800000001'], isAtAll: true }
  const link = { title: '@13800000001', text: '@13800000001', messageUrl: 'https://example.com' }
  const path = `/robot/send?access_token=${dingtalk.robot('alerts-ip').accessToken}`

  const { body } = await dingtalk.post(path, { msgtype: 'link', link, at })

  expect(body).toMatchObject({ errcode: 0 })
  expect(dingtalk.control.robotGroup('dingtalk', 'alerts-ip')).toMatchObject([
    { mentioned: [], mentionsAll: false },
  ])
})
