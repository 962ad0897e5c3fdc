import { describe, expect, it } from 'vitest'
import { AES_KEY, CallbackAddress, listening, TOKEN } from './test-callback.ts'
import { MORNING, startWecom } from './test-kit.ts'

describe('a callback address', () => {
  it('is kept after it has answered the check with the decrypted echostr', async () => {
    const wecom = await startWecom()
    const address = await listening(wecom)

    const push = await wecom.control.write('wecom', 'zhangsan', 'office', '你好')

    expect(address.checks).toBe(1)
    expect(push).toMatchObject({ app: 'office', event: 'text', accepted: true, reply: null })
  })

  it.each([
    ['with a line end', (plain: string) => `${plain}\n`],
    ['in quotes', (plain: string) => `"${plain}"`],
    ['behind a byte order mark', (plain: string) => `\uFEFF${plain}`],
    ['with something else', () => 'success'],
  ])('is refused with 40057 when it answers the check %s', async (_, echo) => {
    const wecom = await startWecom()
    const address = await CallbackAddress.open(wecom)
    address.echo = echo
    const settings = { url: address.url, token: TOKEN, aesKey: AES_KEY }

    await expect(wecom.control.listen({ app: 'office', settings })).rejects.toMatchObject({
      field: 'url',
      next: expect.stringContaining('40057'),
    })
    await expect(wecom.control.write('wecom', 'zhangsan', 'office', 'x')).rejects.toMatchObject({
      field: 'app',
    })
  })

  it.each([
    ['url', { url: 'ftp://127.0.0.1/', token: TOKEN, aesKey: AES_KEY }],
    ['token', { url: 'http://127.0.0.1:1/', token: 'x'.repeat(33), aesKey: AES_KEY }],
    ['aesKey', { url: 'http://127.0.0.1:1/', token: TOKEN, aesKey: AES_KEY.slice(1) }],
    ['url', { url: 'http://127.0.0.1:1/', token: TOKEN, aesKey: AES_KEY }],
  ])('needs a usable %s', async (field, settings) => {
    const wecom = await startWecom()

    await expect(wecom.control.listen({ app: 'office', settings })).rejects.toMatchObject({ field })
  })

  it('is refused when it does not answer the check in time', async () => {
    const wecom = await startWecom()
    const address = await CallbackAddress.open(wecom)
    address.answersChecks = false
    wecom.control.setLimits({ 'wecom.callbackVerifyMs': 100 })
    const settings = { url: address.url, token: TOKEN, aesKey: AES_KEY }

    await expect(wecom.control.listen({ app: 'office', settings })).rejects.toMatchObject({
      next: expect.stringContaining('no answer within 100 ms'),
    })
  })

  it('is forgotten on demand', async () => {
    const wecom = await startWecom()
    const address = await listening(wecom)

    await wecom.control.listen({ app: 'office', settings: null })

    await expect(wecom.control.enter('wecom', 'zhangsan', 'office')).rejects.toMatchObject({ field: 'app' })
    expect(address.heard).toEqual([])
  })
})

describe('a push', () => {
  it('tells an app what a person writes, signed and encrypted', async () => {
    const wecom = await startWecom()
    const address = await listening(wecom)

    await wecom.control.write('wecom', 'ZhangSan', 'office', '加班 ]]> <b>&amp;')

    expect(address.last.xml).toBe(
      `<xml><ToUserName><![CDATA[${wecom.corp.corpid}]]></ToUserName>` +
        '<FromUserName><![CDATA[zhangsan]]></FromUserName>' +
        `<CreateTime>${MORNING / 1000}</CreateTime><MsgType><![CDATA[text]]></MsgType>` +
        '<Content><![CDATA[加班 ]]]]><![CDATA[> <b>&amp;]]></Content>' +
        `<MsgId>${address.text('MsgId')}</MsgId><AgentID>${wecom.app('office').agentid}</AgentID></xml>`,
    )
    expect(address.text('Content')).toBe('加班 ]]> <b>&amp;')
    expect(address.text('MsgId')).toMatch(/^\d{15}$/)
  })

  it('tells an app who opens it', async () => {
    const wecom = await startWecom()
    const address = await listening(wecom)

    await wecom.control.enter('wecom', 'zhangsan', 'office')

    expect([address.text('MsgType'), address.text('Event')]).toEqual(['event', 'enter_agent'])
  })

  it('that is not answered with 200 is sent again, three times in all', async () => {
    const wecom = await startWecom()
    const address = await listening(wecom)
    for (const status of [500, 302]) {
      address.answers.push((response) => response.writeHead(status, { location: '/elsewhere' }).end())
    }

    const push = await wecom.control.write('wecom', 'zhangsan', 'office', 'x')

    expect(push.attempts).toEqual([
      { status: 500, failure: null },
      { status: 302, failure: null },
      { status: 200, failure: null },
    ])
    expect(push.accepted).toBe(true)
    expect(new Set(address.heard.map(({ xml }) => xml)).size).toBe(1)
  })

  it.each([
    ['documented', 3],
    ['opposed', 4],
  ] as const)('is given up in the end (%s: after %i tries)', async (profile, tries) => {
    const wecom = await startWecom(profile)
    const address = await listening(wecom)
    for (let left = 0; left < 9; left++) address.answers.push((response) => response.writeHead(404).end())

    const push = await wecom.control.write('wecom', 'zhangsan', 'office', 'x')

    expect({ tries: address.heard.length, accepted: push.accepted }).toEqual({ tries, accepted: false })
    expect(wecom.control.callbacks()).toEqual([push])
  })

  it('that is not answered in time is cut and sent again', async () => {
    const wecom = await startWecom()
    const address = await listening(wecom)
    wecom.control.setLimits({ 'wecom.callbackMs': 200 })
    address.answers.push(() => undefined)

    const push = await wecom.control.write('wecom', 'zhangsan', 'office', 'x')

    expect(push.attempts).toEqual([
      { status: null, failure: 'no answer within 200 ms' },
      { status: 200, failure: null },
    ])
  })

  it('waits 5 seconds for an answer and 1 second for the check', async () => {
    const { control } = await startWecom()

    expect(control.limits()).toMatchObject({ 'wecom.callbackMs': 5000, 'wecom.callbackVerifyMs': 1000 })
  })
})

describe('an answer to a push', () => {
  it('is shown to the person, cut as messages are', async () => {
    const wecom = await startWecom()
    const address = await listening(wecom)
    address.answers.push(address.reply({ MsgType: 'text', Content: `${'字'.repeat(682)}ab字` }))

    const push = await wecom.control.write('wecom', 'zhangsan', 'office', '在吗')

    expect(wecom.newest()).toMatchObject({ msgtype: 'text', text: { content: `${'字'.repeat(682)}ab` } })
    expect(push.reply).toMatchObject({ msgtype: 'text' })
  })

  it('may carry an upload or articles', async () => {
    const wecom = await startWecom()
    const address = await listening(wecom)
    const media_id = await wecom.mediaId('image')
    const article = { Title: '福利', Description: '', PicUrl: 'https://x/1.png', Url: 'https://x/1' }
    address.answers.push(address.reply({ MsgType: 'image', Image: { MediaId: media_id } }))
    address.answers.push(address.reply({ MsgType: 'news', ArticleCount: 1, Articles: { item: [article] } }))

    await wecom.control.write('wecom', 'zhangsan', 'office', 'a')
    await wecom.control.write('wecom', 'zhangsan', 'office', 'b')

    expect(wecom.phone().map(({ message }) => message)).toMatchObject([
      { msgtype: 'image', image: { media_id } },
      {
        msgtype: 'news',
        news: { articles: [{ title: '福利', url: 'https://x/1', picurl: 'https://x/1.png' }] },
      },
    ])
  })

  it.each([
    ['plain text', 'success', 'The answer is no XML.'],
    ['an unsigned envelope', '<xml><Encrypt>AAAA</Encrypt></xml>', 'MsgSignature does not fit.'],
    ['a document type', '<!DOCTYPE x [<!ENTITY a "b">]><xml>&a;</xml>', 'The answer is no XML.'],
  ])('has no effect if it is %s, and the push says why', async (_, text, reason) => {
    const wecom = await startWecom()
    const address = await listening(wecom)
    address.answers.push((response) => response.end(text))

    const push = await wecom.control.write('wecom', 'zhangsan', 'office', 'x')

    expect(push).toMatchObject({ accepted: true, reply: null, replyRefused: reason })
    expect(wecom.phone()).toEqual([])
  })

  it('to somebody else, of an unknown kind or with an unknown upload has no effect', async () => {
    const wecom = await startWecom()
    const address = await listening(wecom)
    address.answers.push(address.reply({ ToUserName: 'lisi', MsgType: 'text', Content: 'x' }))
    address.answers.push(address.reply({ MsgType: 'markdown', Content: 'x' }))
    address.answers.push(address.reply({ MsgType: 'image', Image: { MediaId: 'unknown' } }))

    const reasons: (string | null)[] = []
    for (const text of ['a', 'b', 'c']) {
      reasons.push((await wecom.control.write('wecom', 'zhangsan', 'office', text)).replyRefused)
    }

    expect(reasons).toEqual([
      'ToUserName must be zhangsan.',
      'MsgType markdown is no answer.',
      '40007 invalid media_id',
    ])
    expect(wecom.phone()).toEqual([])
  })
})
