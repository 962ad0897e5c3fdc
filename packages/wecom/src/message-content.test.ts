import { InvalidInputError } from '@hongyan/platform-call'
import { describe, expect, it } from 'vitest'
import type { AppMessage, AppMessageContent } from './message.ts'
import { checkMessage } from './message-check.ts'
import type { MpnewsArticle } from './message-content.ts'
import { clientOf, startPlatformWithToken } from './test-kit.ts'

const TO = { touser: ['zhangsan'] } as const
const article: MpnewsArticle = { title: 'Title', thumb_media_id: 'MEDIA_ID', content: 'Content' }
const mpnews = (fields: Partial<MpnewsArticle>): AppMessageContent => ({
  msgtype: 'mpnews',
  mpnews: { articles: [{ ...article, ...fields }] },
})
const notice = { appid: 'wx123123123123123', title: '会议室预订', description: '4月27日 16:16' } as const
const noticeOf = (fields: object) => ({
  msgtype: 'miniprogram_notice',
  miniprogram_notice: { ...notice, ...fields },
})
const task = {
  title: '赵明登的礼物申请',
  description: '价格：25元',
  task_id: 'taskid123',
  btn: [{ key: 'k', name: '批准' }],
}
const taskOf = (fields: object) => ({ msgtype: 'taskcard', taskcard: { ...task, ...fields } })

/** The field that stops a message, which may break the types as JavaScript can; undefined if nothing does. */
function refusedField(content: object): { field: string; limit?: number | undefined } | undefined {
  const message: object = { ...TO, ...content }
  try {
    checkMessage(message as AppMessage, 'send') // What JavaScript callers may pass.
  } catch (error) {
    if (error instanceof InvalidInputError) return error
    throw error
  }
  return undefined
}

it.each<{ content: AppMessageContent; body: string }>([
  {
    content: { msgtype: 'image', image: { media_id: 'MEDIA_ID' }, safe: 1 },
    body: '"msgtype":"image","agentid":1000002,"image":{"media_id":"MEDIA_ID"},"safe":1',
  },
  {
    content: { msgtype: 'voice', voice: { media_id: 'MEDIA_ID' } },
    body: '"msgtype":"voice","agentid":1000002,"voice":{"media_id":"MEDIA_ID"}',
  },
  {
    content: {
      msgtype: 'video',
      video: { title: 'Title', description: 'Description', media_id: 'MEDIA_ID' },
    },
    body: '"msgtype":"video","agentid":1000002,"video":{"media_id":"MEDIA_ID","title":"Title","description":"Description"}',
  },
  {
    content: { msgtype: 'file', file: { media_id: 'MEDIA_ID' } },
    body: '"msgtype":"file","agentid":1000002,"file":{"media_id":"MEDIA_ID"}',
  },
  {
    content: {
      ...mpnews({ author: 'Author', content_source_url: 'https://x/1', digest: 'Digest' }),
      safe: 2,
    } as AppMessageContent,
    body: '"msgtype":"mpnews","agentid":1000002,"mpnews":{"articles":[{"title":"Title","thumb_media_id":"MEDIA_ID","author":"Author","content_source_url":"https://x/1","content":"Content","digest":"Digest"}]},"safe":2',
  },
  {
    content: {
      msgtype: 'miniprogram_notice',
      miniprogram_notice: {
        ...notice,
        page: 'pages/index?a=1',
        emphasis_first_item: true,
        content_item: [{ key: '会议室', value: '402' }],
      },
    },
    body: '"msgtype":"miniprogram_notice","agentid":1000002,"miniprogram_notice":{"appid":"wx123123123123123","page":"pages/index?a=1","title":"会议室预订","description":"4月27日 16:16","emphasis_first_item":true,"content_item":[{"key":"会议室","value":"402"}]}',
  },
  {
    content: {
      msgtype: 'taskcard',
      taskcard: {
        ...task,
        btn: [{ key: 'key111', name: '批准', replace_name: '已批准', color: 'red', is_bold: true }],
      },
    },
    body: '"msgtype":"taskcard","agentid":1000002,"taskcard":{"title":"赵明登的礼物申请","description":"价格：25元","task_id":"taskid123","btn":[{"key":"key111","name":"批准","replace_name":"已批准","color":"red","is_bold":true}]}',
  },
])('$content.msgtype goes out as documented', async ({ content, body }) => {
  const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok', msgid: 'm' }))

  await clientOf(platform).messages.send({ ...TO, ...content })

  expect(platform.last('/cgi-bin/message/send').body).toBe(`{"touser":"zhangsan",${body}}`)
})

describe('at its edge a content passes, one past it is refused by name', () => {
  const n = (length: number) => 'n'.repeat(length)
  const items = (length: number) => Array.from({ length }, (_, index) => ({ key: String(index), value: 'v' }))
  const buttons = (length: number) =>
    Array.from({ length }, (_, index) => ({ key: String(index), name: 'b' }))

  it.each<[string, number, (size: number) => object]>([
    ['video.title', 128, (size) => ({ msgtype: 'video', video: { media_id: 'm', title: n(size) } })],
    [
      'video.description',
      512,
      (size) => ({ msgtype: 'video', video: { media_id: 'm', description: n(size) } }),
    ],
    [
      'mpnews.articles',
      8,
      (size) => ({ msgtype: 'mpnews', mpnews: { articles: Array(size).fill(article) } }),
    ],
    ['mpnews.articles[0].title', 128, (size) => mpnews({ title: n(size) })],
    ['mpnews.articles[0].author', 64, (size) => mpnews({ author: n(size) })],
    ['mpnews.articles[0].content', 666 * 1024, (size) => mpnews({ content: n(size) })],
    ['mpnews.articles[0].digest', 512, (size) => mpnews({ digest: n(size) })],
    ['miniprogram_notice.page', 1024, (size) => noticeOf({ page: n(size) })],
    ['miniprogram_notice.title', 12, (size) => noticeOf({ title: '会'.repeat(size) })],
    ['miniprogram_notice.description', 12, (size) => noticeOf({ description: '会'.repeat(size) })],
    ['miniprogram_notice.content_item', 10, (size) => noticeOf({ content_item: items(size) })],
    [
      'miniprogram_notice.content_item[0].key',
      10,
      (size) => noticeOf({ content_item: [{ key: n(size), value: 'v' }] }),
    ],
    [
      'miniprogram_notice.content_item[0].value',
      30,
      (size) => noticeOf({ content_item: [{ key: 'k', value: n(size) }] }),
    ],
    ['taskcard.title', 128, (size) => taskOf({ title: n(size) })],
    ['taskcard.description', 512, (size) => taskOf({ description: n(size) })],
    ['taskcard.btn', 2, (size) => taskOf({ btn: buttons(size) })],
    ['taskcard.btn[0].key', 128, (size) => taskOf({ btn: [{ key: n(size), name: 'b' }] })],
  ])('%s: %i', (field, limit, contentOf) => {
    expect(refusedField(contentOf(limit))).toBeUndefined()
    expect(refusedField(contentOf(limit + 1))).toMatchObject({ field, limit })
  })

  it.each<[string, object]>([
    ['taskcard.task_id', taskOf({ task_id: n(129) })],
    ['taskcard.url', taskOf({ url: `https://${n(2041)}` })],
    ['miniprogram_notice.title', noticeOf({ title: '三个字' })],
  ])('%s, as well', (field, content) => {
    expect(refusedField(content)).toMatchObject({ field })
  })
})

it.each<[string, object]>([
  ['image.media_id', { msgtype: 'image', image: { media_id: '' } }],
  ['voice', { msgtype: 'voice' }],
  ['safe', { msgtype: 'voice', voice: { media_id: 'm' }, safe: 1 }],
  ['safe', { msgtype: 'image', image: { media_id: 'm' }, safe: 2 }],
  ['touser', { ...noticeOf({}), touser: '@all' }],
  ['taskcard.task_id', taskOf({ task_id: 'white space' })],
  [
    'taskcard.btn[1].key',
    taskOf({
      btn: [
        { key: 'k', name: 'a' },
        { key: 'k', name: 'b' },
      ],
    }),
  ],
  ['miniprogram_notice.emphasis_first_item', noticeOf({ emphasis_first_item: 1 })],
])('what the platform would not take is refused: %s in %j', (field, content) => {
  expect(refusedField(content)).toMatchObject({ field })
})
