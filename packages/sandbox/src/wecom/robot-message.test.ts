import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { cards, menu } from './test-cards.ts'
import { files, formOf } from './test-files.ts'
import { HOUR_MS, startWecom, type WecomUnderTest } from './test-kit.ts'

const MB = 1024 * 1024

async function post(wecom: WecomUnderTest, msgtype: string, content: object, robot = 0) {
  const key = wecom.corp.robots[robot]?.key
  return (await wecom.post(`/cgi-bin/webhook/send?key=${key}`, { msgtype, [msgtype]: content })).body
}

async function upload(wecom: WecomUnderTest, type: string, file: File, key = wecom.corp.robots[0]?.key) {
  const path = `/cgi-bin/webhook/upload_media?key=${key}&type=${type}`
  return (await wecom.get(path, { method: 'POST', body: formOf(file) })).body
}

/** What the robot's group sees last. */
function newest(wecom: WecomUnderTest): unknown {
  const group = wecom.control.robotGroup('wecom', wecom.corp.robots[0]?.name ?? '')
  return new Map(Object.entries(group.at(-1) ?? {})).get('message')
}

const article = { title: '福利', description: '今天', url: 'https://x/1', picurl: 'https://x/1.png' }

async function picture(size = 100, begin = files.image('a.png', size)) {
  const bytes = Buffer.from(await begin.arrayBuffer())
  return { base64: bytes.toString('base64'), md5: createHash('md5').update(bytes).digest('hex'), bytes }
}

describe('a message of a robot', () => {
  it('shows markdown_v2 of 4096 bytes, with nobody called to attention, and refuses more', async () => {
    const wecom = await startWecom()
    const content = '| 表 | 格 |\n|--|--|\n<@zhangsan>'

    expect(await post(wecom, 'markdown_v2', { content })).toMatchObject({ errcode: 0 })
    expect(wecom.control.robotGroup('wecom', 'alerts')).toMatchObject([
      { message: { markdown_v2: { content } }, mentions: { everyone: false, userids: [] } },
    ])
    expect((await post(wecom, 'markdown_v2', { content: 'x'.repeat(4096) })).errcode).toBe(0)
    expect(await post(wecom, 'markdown_v2', { content: 'x'.repeat(4097) })).toMatchObject({
      errcode: 40058,
      errmsg: expect.stringMatching(
        /^markdown_v2\.content exceed max length 4096\. invalid Request Parameter/,
      ),
    })
  })

  it('shows a picture that its md5 belongs to', async () => {
    const wecom = await startWecom()
    const { base64, md5, bytes } = await picture()

    expect(await post(wecom, 'image', { base64, md5: md5.toUpperCase() })).toMatchObject({ errcode: 0 })

    const [kept] = wecom.control.media('wecom')
    expect(newest(wecom)).toMatchObject({ image: { media_id: kept?.id } })
    expect(wecom.control.mediaBytes('wecom', kept?.id ?? '')).toEqual(bytes)
  })

  it('refuses a picture that is too large, of another kind or not what its md5 says', async () => {
    const wecom = await startWecom()
    const code = async (content: object) => (await post(wecom, 'image', content)).errcode
    const good = await picture()

    expect(await code(await picture(2 * MB))).toBe(0)
    expect(await code(await picture(2 * MB + 1))).toBe(45001)
    expect(await code(await picture(20, files.file()))).toBe(40004)
    expect(await code({ ...good, md5: 'f'.repeat(32) })).toBe(301019)
    expect(await code({ ...good, base64: '' })).toBe(40058)
    expect(await code({ ...good, md5: undefined })).toBe(40058)
    wecom.control.setProfile({ 'wecom.tooLargeMedia': 'by_kind' })
    expect(await code(await picture(2 * MB + 1))).toBe(40009)
  })

  it('shows one to eight articles, cut where they are too long', async () => {
    const wecom = await startWecom()
    const articles = (count: number, change: object = {}) => ({
      articles: Array.from({ length: count }, () => ({ ...article, ...change })),
    })
    const long = { title: 'a'.repeat(129), description: 'b'.repeat(513) }

    expect((await post(wecom, 'news', articles(8))).errcode).toBe(0)
    expect(newest(wecom)).toMatchObject({ news: articles(8) })
    expect((await post(wecom, 'news', articles(1, long))).errcode).toBe(0)
    expect(newest(wecom)).toMatchObject({
      news: articles(1, { title: 'a'.repeat(128), description: 'b'.repeat(512) }),
    })
    for (const count of [0, 9]) {
      expect(await post(wecom, 'news', articles(count))).toMatchObject({
        errcode: 40058,
        errmsg: expect.stringMatching(/^field `news\.articles` expect array size in \[1, 8\]\. invalid/),
      })
    }
    expect((await post(wecom, 'news', articles(1, { title: '' }))).errmsg).toMatch(
      /^missing field `news\.articles\.title`\. invalid Request Parameter, hint: /,
    )
    expect((await post(wecom, 'news', articles(1, { url: '' }))).errcode).toBe(40058)
  })

  it('shows notices as cards, without what needs a callback', async () => {
    const wecom = await startWecom()
    const code = async (card: object) => (await post(wecom, 'template_card', card)).errcode

    expect(await code({ ...cards.text_notice, action_menu: menu, task_id: 't' })).toBe(0)
    expect(newest(wecom)).toMatchObject({ template_card: cards.text_notice })
    expect(newest(wecom)).not.toHaveProperty('template_card.action_menu')
    expect(await code(cards.news_notice)).toBe(0)
    expect(await code({ ...cards.news_notice, card_image: undefined })).toBe(42044)
    expect(
      await code({ ...cards.news_notice, card_image: undefined, image_text_area: { image_url: 'x' } }),
    ).toBe(42044)
    expect(await code({ ...cards.text_notice, card_action: undefined })).toBe(42045)
    expect(await code(cards.button_interaction)).toBe(42031)
  })

  it('may carry only what this robot uploaded in the last three days', async () => {
    const wecom = await startWecom()
    const media_id = (await upload(wecom, 'file', files.file())).media_id
    const voice = (await upload(wecom, 'voice', files.voice())).media_id
    const ofApp = await wecom.mediaId('file')
    const code = async (id: unknown, robot = 0, msgtype = 'file') =>
      (await post(wecom, msgtype, { media_id: id }, robot)).errcode

    expect(await code(media_id)).toBe(0)
    expect(await code(voice, 0, 'voice')).toBe(0)
    expect(await code(media_id, 1)).toBe(40007)
    expect(await code(voice)).toBe(40007)
    expect(await code(ofApp)).toBe(40007)
    expect(await code('')).toBe(41006)
    const byApp = await wecom.send({ msgtype: 'file', file: { media_id } })
    expect(byApp.body.errcode).toBe(40007)
    const attached = { type: 2, keyname: '附件', media_id }
    const card = { ...cards.text_notice, horizontal_content_list: [attached] }
    expect((await post(wecom, 'template_card', card)).errcode).toBe(0)
    wecom.control.advance(72 * HOUR_MS)
    expect(await code(media_id)).toBe(40007)
  })
})

describe('webhook/upload_media', () => {
  it('answers like an upload of an app, but says ok', async () => {
    expect(await upload(await startWecom(), 'file', files.file())).toEqual({
      errcode: 0,
      errmsg: 'ok',
      type: 'file',
      media_id: expect.stringMatching(/^[\w-]{44}$/),
      created_at: '1772416800',
    })
  })

  it('notices an empty file before a wrong key, and both before the type', async () => {
    const wecom = await startWecom()
    const empty = new File([], 'a.txt')

    expect(await upload(wecom, 'file', empty, 'unknown')).toMatchObject({
      errcode: 44001,
      errmsg: expect.stringMatching(/^empty media data, /),
    })
    expect(await upload(wecom, 'thumb', files.file(), 'unknown')).toMatchObject({
      errcode: 40058,
      errmsg: expect.stringMatching(/^invalid param 'key', /),
    })
    expect(await upload(wecom, 'image', files.image())).toMatchObject({ errcode: 40005 })
  })

  it.each([
    ['file', files.file('a', 20 * MB), files.file('a', 20 * MB + 1), 45001],
    ['file', new File(['123456'], 'a'), new File(['12345'], 'a'), 40006],
    ['voice', files.voice('a', 3000), files.voice('a', 3001), 45007],
    ['voice', files.voice(), files.file(), 301017],
  ] as const)('holds a %s to its limits', async (type, good, bad, errcode) => {
    const wecom = await startWecom()

    expect(await upload(wecom, type, good)).toMatchObject({ errcode: 0 })
    expect(await upload(wecom, type, bad)).toMatchObject({ errcode })
  })
})
