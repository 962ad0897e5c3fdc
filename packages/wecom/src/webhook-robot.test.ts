import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { startPlatform } from '../../../e2e/setup/literal-platform.ts'
import { type RobotMessage, robotImage } from './robot-message.ts'
import { KEY, NOTICE, OK, PICTURE, PNG, platformAndRobot, robotOf, SEND } from './test-robot.ts'
import { checkRobotMessage, createWecomRobot } from './webhook-robot.ts'

describe('a robot posts', () => {
  it.each<RobotMessage>([
    {
      msgtype: 'text',
      text: {
        content: '广州今日天气',
        mentioned_list: ['wangqing', '@all'],
        mentioned_mobile_list: ['13800001111', '@all'],
      },
    },
    { msgtype: 'markdown', markdown: { content: '实时新增<font color="warning">132例</font> <@wangqing>' } },
    { msgtype: 'markdown_v2', markdown_v2: { content: '| 姓名 |\n| --- |\n| 张三 |' } },
    { msgtype: 'image', image: robotImage(PNG) },
    {
      msgtype: 'news',
      news: {
        articles: [
          { title: '中秋节礼品领取', description: '今年', url: 'https://x/1', picurl: 'https://x/p.png' },
        ],
      },
    },
    { msgtype: 'file', file: { media_id: '3a8asd892asd8asd' } },
    { msgtype: 'voice', voice: { media_id: 'MEDIA_ID' } },
    { msgtype: 'template_card', template_card: NOTICE },
    { msgtype: 'template_card', template_card: PICTURE },
  ])('$msgtype as documented, its key in the query', async (message) => {
    const { platform, robot } = await platformAndRobot()

    const { warnings } = await robot.send(message)

    expect(warnings).toEqual([])
    const seen = platform.last(SEND)
    expect(seen).toMatchObject({ method: 'POST', query: { key: KEY } })
    expect(JSON.parse(seen.body)).toEqual(message)
  })

  it('by its key alone, below the prefix of a base URL', async () => {
    const platform = await startPlatform(() => OK)

    await robotOf({ key: KEY, baseUrl: `${platform.url}/wecom` }).send({
      msgtype: 'text',
      text: { content: 'x' },
    })

    expect(platform.last(`/wecom${SEND}`).query).toEqual({ key: KEY })
  })

  it('the same bytes, prepared and repeated', async () => {
    const { platform, robot } = await platformAndRobot()
    const prepared = robot.prepare({ msgtype: 'text', text: { content: 'x' } })
    expect(platform.requests).toEqual([])

    await robot.sendPrepared(prepared)

    expect(platform.last(SEND).body).toBe('{"msgtype":"text","text":{"content":"x"}}')
  })
})

describe('at its edge a content passes, one past it is refused by name', () => {
  const n = (length: number) => 'n'.repeat(length)
  const article = { title: 't', url: 'https://x' }
  const news = (fields: object) => ({ msgtype: 'news', news: { articles: [{ ...article, ...fields }] } })
  const rows = (size: number, row: object) => Array(size).fill(row)
  const card = (fields: object, of: object = NOTICE) => ({
    msgtype: 'template_card',
    template_card: { ...of, ...fields },
  })
  const picture = (size: number) => ({
    msgtype: 'image',
    image: robotImage(Buffer.concat([PNG, Buffer.alloc(size - PNG.length)])),
  })

  it.each<[string, number, (size: number) => object]>([
    ['text.content', 2048, (size) => ({ msgtype: 'text', text: { content: n(size) } })],
    ['markdown.content', 4096, (size) => ({ msgtype: 'markdown', markdown: { content: n(size) } })],
    ['markdown_v2.content', 4096, (size) => ({ msgtype: 'markdown_v2', markdown_v2: { content: n(size) } })],
    ['image.base64', 2 * 1024 * 1024, picture],
    ['news.articles', 8, (size) => ({ msgtype: 'news', news: { articles: rows(size, article) } })],
    ['news.articles[0].title', 128, (size) => news({ title: n(size) })],
    ['news.articles[0].description', 512, (size) => news({ description: n(size) })],
    [
      'template_card.horizontal_content_list',
      6,
      (size) => card({ horizontal_content_list: rows(size, { keyname: 'k' }) }),
    ],
    ['template_card.jump_list', 3, (size) => card({ jump_list: rows(size, { title: 't' }) })],
    [
      'template_card.vertical_content_list',
      4,
      (size) => card({ vertical_content_list: rows(size, { title: 't' }) }, PICTURE),
    ],
  ])('%s: %i', async (field, limit, messageOf) => {
    const { platform, robot } = await platformAndRobot()
    const send = (size: number) => robot.send(messageOf(size) as RobotMessage) // What JavaScript callers may pass.

    expect(await failureOf(send(limit + 1))).toMatchObject({
      kind: 'invalid',
      field,
      limit,
      actual: limit + 1,
    })
    expect(platform.requests).toEqual([])
    expect(await send(limit)).toEqual({ warnings: [] })
  })

  it.each<[string, number, (text: string) => object]>([
    ['source.desc', 13, (desc) => card({ source: { desc } })],
    ['main_title.title', 26, (title) => card({ main_title: { title } })],
    ['main_title.desc', 30, (desc) => card({ main_title: { desc } })],
    ['emphasis_content.title', 10, (title) => card({ emphasis_content: { title } })],
    ['emphasis_content.desc', 15, (desc) => card({ emphasis_content: { desc } })],
    ['sub_title_text', 112, (sub_title_text) => card({ sub_title_text })],
    ['horizontal_content_list[0].keyname', 5, (keyname) => card({ horizontal_content_list: [{ keyname }] })],
    [
      'horizontal_content_list[0].value',
      26,
      (value) => card({ horizontal_content_list: [{ keyname: 'k', value }] }),
    ],
    ['jump_list[0].title', 13, (title) => card({ jump_list: [{ title }] })],
    ['vertical_content_list[0].title', 26, (title) => card({ vertical_content_list: [{ title }] }, PICTURE)],
    [
      'vertical_content_list[0].desc',
      112,
      (desc) => card({ vertical_content_list: [{ title: 't', desc }] }, PICTURE),
    ],
  ])('template_card.%s of more than %i characters goes out with a warning', (field, limit, messageOf) => {
    const warningsOf = (size: number) => checkRobotMessage(messageOf('鸿'.repeat(size)) as RobotMessage) // As above.

    expect(warningsOf(limit)).toEqual([])
    expect(warningsOf(limit + 1)).toMatchObject([
      { field: `template_card.${field}`, limit, actual: limit + 1 },
    ])
  })

  it('a title that would be cut off passes with a warning, if the sender chose so', async () => {
    const { robot } = await platformAndRobot()

    const { warnings } = await robot.send(news({ title: n(129) }) as RobotMessage, { truncation: 'warn' }) // As above.

    expect(warnings).toMatchObject([{ field: 'news.articles[0].title', limit: 128, actual: 129 }])
  })
})

describe('what a robot cannot post is refused', () => {
  const image = robotImage(PNG)

  it.each<[string, string, object]>([
    [
      'a type of apps',
      'msgtype',
      { msgtype: 'textcard', textcard: { title: 't', description: 'd', url: 'https://x' } },
    ],
    ['an empty text', 'text.content', { msgtype: 'text', text: { content: '' } }],
    ['no content', 'markdown', { msgtype: 'markdown' }],
    [
      'mentions as one text',
      'text.mentioned_list',
      { msgtype: 'text', text: { content: 'x', mentioned_list: '@all' } },
    ],
    ['a wrong md5', 'image.md5', { msgtype: 'image', image: { ...image, md5: '0' } }],
    [
      'a picture that is none',
      'image.base64',
      { msgtype: 'image', image: robotImage(Buffer.from('GIF89a')) },
    ],
    [
      'an article without url',
      'news.articles[0].url',
      { msgtype: 'news', news: { articles: [{ title: 't' }] } },
    ],
    [
      'a card with buttons',
      'template_card.card_type',
      { msgtype: 'template_card', template_card: { card_type: 'button_interaction' } },
    ],
    [
      'a card with a menu',
      'template_card.action_menu',
      { msgtype: 'template_card', template_card: { ...NOTICE, action_menu: {} } },
    ],
    [
      'a picture card without picture',
      'template_card.card_image',
      { msgtype: 'template_card', template_card: { ...PICTURE, card_image: undefined } },
    ],
  ])('%s', async (_what, field, message) => {
    const { platform, robot } = await platformAndRobot()

    expect(await failureOf(robot.send(message as RobotMessage))).toMatchObject({ kind: 'invalid', field }) // As above.
    expect(platform.requests).toEqual([])
  })

  it('colours and mentions in markdown_v2 are only warned of', () => {
    const warnings = checkRobotMessage({ msgtype: 'markdown_v2', markdown_v2: { content: '<@zhangsan>' } })

    expect(warnings).toMatchObject([{ field: 'markdown_v2.content' }])
  })
})

describe('the platform refuses', () => {
  it.each([
    { errcode: 93000, errmsg: 'invalid webhook url', kind: 'rejected', en: 'Copy the address' },
    { errcode: 45009, errmsg: 'api freq out of limit', kind: 'throttled', en: 'Slow down' },
    {
      errcode: 40058,
      errmsg: 'markdown.content exceed max length 4096. invalid Request Parameter',
      kind: 'rejected',
      en: 'parameter',
    },
    { errcode: 44004, errmsg: 'empty content', kind: 'rejected', en: 'required' },
  ])('$errcode is $kind, and the key shows nowhere', async ({ errcode, errmsg, kind, en }) => {
    const { robot } = await platformAndRobot({ errcode, errmsg: `${errmsg} key=${KEY}` })

    const failure = await failureOf(robot.send({ msgtype: 'text', text: { content: 'x' } }))

    expect(failure).toMatchObject({
      kind,
      code: String(errcode),
      remedy: { en: expect.stringContaining(en) },
    })
    expect(JSON.stringify(failure) + String(failure)).not.toContain(KEY)
  })
})

it.each<[string, string, () => unknown]>([
  ['no URL', 'webhook', () => createWecomRobot({ webhook: KEY })],
  [
    'another address of the platform',
    'webhook',
    () => createWecomRobot({ webhook: `https://x/cgi-bin/message/send?key=${KEY}` }),
  ],
  ['an address without key', 'webhook', () => createWecomRobot({ webhook: `https://x${SEND}` })],
  ['an empty key', 'key', () => createWecomRobot({ key: '' })],
])('%s is refused as a robot', async (_what, field, create) => {
  expect(await failureOf(Promise.resolve().then(create))).toMatchObject({ kind: 'invalid', field })
})
