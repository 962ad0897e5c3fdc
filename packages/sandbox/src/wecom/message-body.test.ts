import { describe, expect, it } from 'vitest'
import { startWecom, type WecomUnderTest } from './test-kit.ts'

/** Sends one body and answers the errcode and what the phone then shows under the msgtype. */
async function sent(wecom: WecomUnderTest, msgtype: string, content: object, fields: object = {}) {
  const { body } = await wecom.send({ msgtype, [msgtype]: content, ...fields })
  const message = wecom.newest()
  return { errcode: body.errcode, shown: message ? Reflect.get(message, msgtype) : undefined }
}

const bytes = (text: string) => Buffer.byteLength(text)
/** Fits into 2048 bytes; one more Chinese character would be split by a cut there. */
const FITTING = `${'字'.repeat(682)}a`

describe('text', () => {
  it('arrives as the platform shows it', async () => {
    const wecom = await startWecom()

    await wecom.send({ text: { content: '请假 <a href="https://x">查看</a>\n已通过' } })

    expect(wecom.newest()).toEqual({
      msgtype: 'text',
      agentid: wecom.app('office').agentid,
      text: { content: '请假 <a href="https://x">查看</a>\n已通过' },
      safe: 0,
    })
  })

  it('may not be empty', async () => {
    const wecom = await startWecom()

    expect(await sent(wecom, 'text', { content: '' })).toMatchObject({ errcode: 44004 })
    expect((await wecom.send({ text: undefined })).body).toMatchObject({
      errcode: 44004,
      errmsg: expect.stringMatching(/^empty content, hint: /),
    })
  })

  it('beyond 2048 bytes arrives cut before the character that does not fit', async () => {
    const wecom = await startWecom()

    expect(await sent(wecom, 'text', { content: `${FITTING}字` })).toEqual({
      errcode: 0,
      shown: { content: FITTING },
    })
  })

  it('beyond 2048 bytes is refused under the opposed profile', async () => {
    const wecom = await startWecom({ 'wecom.overlongText': '45002' })

    expect((await sent(wecom, 'text', { content: 'a'.repeat(2048) })).errcode).toBe(0)
    expect((await sent(wecom, 'text', { content: 'a'.repeat(2049) })).errcode).toBe(45002)
  })
})

describe('markdown', () => {
  it('of 2048 bytes arrives, a longer one is refused, or cut under the opposed profile', async () => {
    const documented = await startWecom()
    const opposed = await startWecom({ 'wecom.overlongMarkdown': 'truncated' })
    const most = '#'.repeat(2048)

    expect(await sent(documented, 'markdown', { content: most })).toEqual({
      errcode: 0,
      shown: { content: most },
    })
    expect((await sent(documented, 'markdown', { content: `${most}#` })).errcode).toBe(45002)
    expect(await sent(opposed, 'markdown', { content: `${most}#` })).toEqual({
      errcode: 0,
      shown: { content: most },
    })
  })

  it('may not be empty', async () => {
    const wecom = await startWecom()

    expect((await sent(wecom, 'markdown', {})).errcode).toBe(44004)
  })
})

describe('textcard', () => {
  const card = { title: '审批', description: '张三的请假', url: 'https://example.com/1' }

  it('arrives with 详情 on its button, or with at most four characters of another text', async () => {
    const wecom = await startWecom()

    expect((await sent(wecom, 'textcard', card)).shown).toEqual({ ...card, btntxt: '详情' })
    expect((await sent(wecom, 'textcard', { ...card, btntxt: '立即去审批' })).shown.btntxt).toBe('立即去审')
  })

  it('names the field that is missing or wrong', async () => {
    const wecom = await startWecom()
    const errcode = async (change: object) => (await sent(wecom, 'textcard', { ...card, ...change })).errcode

    expect(await errcode({ title: '' })).toBe(41016)
    expect(await errcode({ description: '' })).toBe(41033)
    expect(await errcode({ url: '' })).toBe(41010)
    expect(await errcode({ url: 'example.com/1' })).toBe(45034)
    expect(await errcode({ url: `https://${'a'.repeat(2040)}` })).toBe(0)
    expect(await errcode({ url: `https://${'a'.repeat(2041)}` })).toBe(40039)
  })

  it.each([
    ['characters', 128, 512],
    ['bytes', 126, 510],
  ] as const)('cuts title and description by %s', async (unit, titleBytes, descriptionBytes) => {
    const wecom = await startWecom({ 'wecom.textcardUnit': unit })

    const { shown } = await sent(wecom, 'textcard', {
      ...card,
      title: '题'.repeat(200),
      description: '述'.repeat(600),
    })

    const size = unit === 'bytes' ? bytes : (text: string) => text.length
    expect(size(shown.title)).toBe(titleBytes)
    expect(size(shown.description)).toBe(descriptionBytes)
  })
})

describe('news', () => {
  const article = {
    title: '中秋福利',
    description: '今天领取',
    url: 'https://example.com/1',
    picurl: 'https://example.com/1.png',
  }
  const news = (...articles: object[]) => ({ articles })

  it('arrives with one to eight articles', async () => {
    const wecom = await startWecom()
    const eight = Array.from({ length: 8 }, () => article)

    expect((await sent(wecom, 'news', { articles: eight })).shown).toEqual({ articles: eight })
    expect((await sent(wecom, 'news', news())).errcode).toBe(44004)
    expect((await sent(wecom, 'news', { articles: [...eight, article] })).errcode).toBe(45008)
  })

  it('names the field that is missing or wrong, in whichever article', async () => {
    const wecom = await startWecom()
    const errcode = async (change: object) =>
      (await sent(wecom, 'news', news(article, { ...article, ...change }))).errcode

    expect(await errcode({ title: undefined })).toBe(41016)
    expect(await errcode({ url: undefined })).toBe(41010)
    expect(await errcode({ url: 'example.com' })).toBe(45034)
    expect(await errcode({ url: `https://${'a'.repeat(2041)}` })).toBe(40039)
    expect(await errcode({ picurl: `https://${'a'.repeat(2041)}` })).toBe(40039)
    expect(await errcode({ description: undefined, picurl: undefined })).toBe(0)
  })

  it('may lead to a mini program instead, whose page wins over the url', async () => {
    const wecom = await startWecom()
    const page = { appid: 'wx1', pagepath: 'pages/index' }

    const both = await sent(wecom, 'news', news({ ...article, ...page }))
    const withoutPage = await sent(wecom, 'news', news({ title: '福利', appid: 'wx1' }))
    const longPage = await sent(wecom, 'news', news({ ...article, appid: 'wx1', pagepath: 'p'.repeat(129) }))

    expect(both.shown.articles[0]).toMatchObject(page)
    expect(both.shown.articles[0]).not.toHaveProperty('url')
    expect(withoutPage.errcode).toBe(41010)
    expect(longPage.errcode).toBe(40035)
  })

  it('cuts titles at 128 and descriptions at 512 bytes', async () => {
    const wecom = await startWecom()

    const { shown } = await sent(
      wecom,
      'news',
      news({ ...article, title: 'a'.repeat(129), description: 'b'.repeat(513) }),
    )

    expect(shown.articles[0]).toMatchObject({ title: 'a'.repeat(128), description: 'b'.repeat(512) })
  })

  it('cannot be kept from being shared', async () => {
    const wecom = await startWecom()

    expect((await sent(wecom, 'news', news(article), { safe: 1 })).errcode).toBe(40074)
    expect((await sent(wecom, 'news', news(article), { safe: '0' })).errcode).toBe(0)
  })
})

describe('other types', () => {
  it.each(['image', 'voice', 'video', 'file'])('%s needs a media_id that was uploaded', async (msgtype) => {
    const wecom = await startWecom()

    expect((await sent(wecom, msgtype, { media_id: 'never-uploaded' })).errcode).toBe(40007)
    expect((await sent(wecom, msgtype, {})).errcode).toBe(41006)
  })

  it('mpnews is judged field by field before its pictures are looked up', async () => {
    const wecom = await startWecom()
    const article = {
      title: '通知',
      thumb_media_id: 'never-uploaded',
      author: '张三',
      content: '<p>正文</p>',
    }
    const errcode = async (change: object) =>
      (await sent(wecom, 'mpnews', { articles: [{ ...article, ...change }] })).errcode

    expect(await errcode({ title: '' })).toBe(41016)
    expect(await errcode({ thumb_media_id: '' })).toBe(41006)
    expect(await errcode({ author: 'a'.repeat(65) })).toBe(45032)
    expect(await errcode({ content: '' })).toBe(44004)
    expect(await errcode({ content: 'a'.repeat(666 * 1024 + 1) })).toBe(45002)
    expect(await errcode({})).toBe(40007)
    expect((await sent(wecom, 'mpnews', { articles: [] })).errcode).toBe(44004)
    expect(
      (await sent(wecom, 'mpnews', { articles: Array.from({ length: 9 }, () => article) })).errcode,
    ).toBe(45008)
  })

  it.each(['markdown_v2', 'action_card', ''])('%j is no type of message/send', async (msgtype) => {
    const wecom = await startWecom()

    expect((await wecom.send({ msgtype })).body).toMatchObject({
      errcode: 40008,
      errmsg: expect.stringMatching(/^invalid message type, hint: /),
    })
  })
})
