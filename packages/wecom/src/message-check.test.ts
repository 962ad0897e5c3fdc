import { InvalidInputError } from '@hongyan/platform-call'
import { describe, expect, it } from 'vitest'
import type { Truncation } from './check.ts'
import type { AppMessage } from './message.ts'
import { checkMessage } from './message-check.ts'
import type { NewsArticle } from './message-content.ts'

const ENDPOINT = 'POST /cgi-bin/message/send'
const check = (message: AppMessage, truncation?: Truncation) => checkMessage(message, ENDPOINT, truncation)

/** The error for a message, which may break the types as JavaScript can. */
function refusalOf(message: object, truncation?: Truncation): InvalidInputError {
  try {
    check(message as AppMessage, truncation) // What JavaScript callers may pass.
  } catch (error) {
    if (error instanceof InvalidInputError) return error
    throw error
  }
  throw new Error(`Expected a refusal of ${JSON.stringify(message).slice(0, 200)}.`)
}

const text = { msgtype: 'text', text: { content: 'x' } } as const
const many = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
const textcard = { title: 't', description: 'd', url: 'https://x/1' }
const cardWith = (fields: Partial<typeof textcard> & { btntxt?: string }): AppMessage => ({
  touser: ['a'],
  msgtype: 'textcard',
  textcard: { ...textcard, ...fields },
})
const newsOf = (...articles: NewsArticle[]): AppMessage => ({
  touser: ['a'],
  msgtype: 'news',
  news: { articles },
})
const article = { title: 't', url: 'https://x/1' }

describe('receivers', () => {
  it('may be 1 000 members, 100 departments and 100 tags', () => {
    const message = { ...text, touser: many(1000).map(String), toparty: many(100), totag: many(100) }

    expect(check(message)).toEqual([])
  })

  it.each([
    { field: 'touser', to: { touser: many(1001).map(String) }, limit: 1000 },
    { field: 'toparty', to: { toparty: many(101) }, limit: 100 },
    { field: 'totag', to: { totag: many(101) }, limit: 100 },
  ])('beyond the limit of $field are refused with limit and number', ({ field, to, limit }) => {
    expect(refusalOf({ ...text, ...to })).toMatchObject({
      kind: 'invalid',
      endpoint: ENDPOINT,
      field,
      limit,
      actual: limit + 1,
      unit: 'items',
    })
  })

  it.each([
    { why: 'nobody is named', to: {}, field: 'touser' },
    { why: 'all lists are empty', to: { touser: [], toparty: [], totag: [] }, field: 'touser' },
    { why: '@all has departments beside it', to: { touser: '@all', toparty: [1] }, field: 'touser' },
    { why: '@all hides in a list', to: { touser: ['zhangsan', ' @ALL'] }, field: 'touser[1]' },
    { why: 'a userid holds a bar', to: { touser: ['zhangsan|lisi'] }, field: 'touser[0]' },
    { why: 'a userid is empty', to: { touser: ['zhangsan', ''] }, field: 'touser[1]' },
    { why: 'a userid is blank', to: { touser: [' '] }, field: 'touser[0]' },
    { why: 'a userid is a number', to: { touser: [42] }, field: 'touser[0]' },
    { why: 'userids come as one text', to: { touser: 'zhangsan|lisi' }, field: 'touser' },
    { why: 'departments come as one text', to: { toparty: '1|2' }, field: 'toparty' },
    { why: 'a department comes without a list', to: { toparty: 2 }, field: 'toparty' },
    { why: 'a department is no number', to: { toparty: [1, '2'] }, field: 'toparty[1]' },
    { why: 'a tag is not whole', to: { totag: [1.5] }, field: 'totag[0]' },
  ])('are refused when $why', ({ to, field }) => {
    expect(refusalOf({ ...text, ...to }).field).toBe(field)
  })

  it('may be everybody in range, if @all stands alone', () => {
    expect(check({ ...text, touser: '@all' })).toEqual([])
  })
})

describe('a text', () => {
  const ofBytes = (bytes: number): AppMessage => ({
    touser: ['a'],
    msgtype: 'text',
    text: { content: '鸿'.repeat(Math.floor(bytes / 3)) + 'x'.repeat(bytes % 3) },
  })

  it('may have 2 048 bytes of UTF-8', () => {
    expect(check(ofBytes(2048))).toEqual([])
  })

  it('that the platform would cut off silently is refused', () => {
    const refusal = refusalOf(ofBytes(2049))

    expect(refusal).toMatchObject({ field: 'text.content', limit: 2048, actual: 2049, unit: 'bytes' })
    expect(refusal.message).toContain('cuts off the rest and still answers ok')
    expect(refusal.remedy.zh).toBe(
      'text.content 为 2049 字节，上限 2048 字节，超出部分会被平台截断，且仍返回成功。请缩短或拆分。',
    )
  })

  it('that would be cut off passes with a warning, if the sender chose so', () => {
    expect(check(ofBytes(2049), 'warn')).toEqual([
      {
        field: 'text.content',
        limit: 2048,
        actual: 2049,
        unit: 'bytes',
        zh: 'text.content 为 2049 字节，上限 2048 字节，超出部分会被平台截断，且仍返回成功。',
        en: 'text.content has 2049 bytes, the limit is 2048; the platform cuts off the rest and still answers ok.',
      },
    ])
  })

  it.each([
    { given: { text: { content: '' } }, field: 'text.content' },
    { given: { text: {} }, field: 'text.content' },
    { given: { text: { content: 5 } }, field: 'text.content' },
    { given: {}, field: 'text' },
  ])('is refused without content: $given', ({ given, field }) => {
    expect(refusalOf({ touser: ['a'], msgtype: 'text', ...given }).field).toBe(field)
  })

  it('with a field the platform does not know is refused, not sent without it', () => {
    const refusal = refusalOf({ ...text, touser: ['a'], text: { content: 'x', contents: 'y' } })

    expect(refusal).toMatchObject({
      field: 'text.contents',
      remedy: { en: expect.stringContaining('it has content') },
    })
  })
})

describe('a markdown', () => {
  it('beyond 2 048 bytes is refused, also for senders who accept truncation', () => {
    const markdown = { touser: ['a'], msgtype: 'markdown', markdown: { content: 'x'.repeat(2049) } }

    expect(refusalOf(markdown, 'warn')).toMatchObject({
      field: 'markdown.content',
      limit: 2048,
      actual: 2049,
    })
  })
})

describe('a textcard', () => {
  it('may fill its limits', () => {
    const url = `https://x/${'u'.repeat(2048 - 10)}`

    expect(
      check(cardWith({ title: 't'.repeat(128), description: '鸿'.repeat(170), url, btntxt: '查看详情' })),
    ).toEqual([])
  })

  it.each([
    { field: 'textcard.title', card: { title: '鸿'.repeat(43) }, limit: 128, actual: 129, unit: 'bytes' },
    {
      field: 'textcard.description',
      card: { description: 'd'.repeat(513) },
      limit: 512,
      actual: 513,
      unit: 'bytes',
    },
    { field: 'textcard.btntxt', card: { btntxt: '查看全部详情' }, limit: 4, actual: 6, unit: 'characters' },
    {
      field: 'textcard.url',
      card: { url: `https://${'u'.repeat(2041)}` },
      limit: 2048,
      actual: 2049,
      unit: 'bytes',
    },
  ])('with too long a $field is refused', ({ card, ...size }) => {
    expect(refusalOf(cardWith(card))).toMatchObject(size)
  })

  it.each(['www.example.com', 'ftp://x', '//x/1', 'https://', ''])('with the url “%s” is refused', (url) => {
    expect(refusalOf(cardWith({ url })).field).toBe('textcard.url')
  })

  it('without a description is refused, as the platform would', () => {
    expect(refusalOf(cardWith({ description: '' })).field).toBe('textcard.description')
  })
})

describe('a news message', () => {
  it('takes one to eight articles', () => {
    expect(check(newsOf(...Array(8).fill(article)))).toEqual([])
    expect(refusalOf(newsOf(...Array(9).fill(article)))).toMatchObject({
      field: 'news.articles',
      limit: 8,
      actual: 9,
    })
    expect(refusalOf(newsOf())).toMatchObject({ field: 'news.articles', limit: 1, actual: 0 })
    expect(refusalOf({ touser: ['a'], msgtype: 'news', news: {} }).field).toBe('news.articles')
  })

  it.each([
    { field: 'news.articles[1]', bad: null },
    { field: 'news.articles[1].title', bad: { ...article, title: '' } },
    { field: 'news.articles[1].title', bad: { ...article, title: 't'.repeat(129) } },
    { field: 'news.articles[1].description', bad: { ...article, description: 'd'.repeat(513) } },
    { field: 'news.articles[1].picurl', bad: { ...article, picurl: 'x.png' } },
    { field: 'news.articles[1].url', bad: { title: 't' } },
    { field: 'news.articles[1].url', bad: { title: 't', appid: 'wx1' } },
    { field: 'news.articles[1].pagepath', bad: { title: 't', appid: 'wx1', pagepath: 'p'.repeat(129) } },
  ])('names $field of the article that breaks it', ({ field, bad }) => {
    expect(refusalOf({ touser: ['a'], msgtype: 'news', news: { articles: [article, bad] } }).field).toBe(
      field,
    )
  })

  it('warns of a url that the platform ignores', () => {
    expect(check(newsOf({ ...article, appid: 'wx1', pagepath: 'p' }))).toMatchObject([
      { field: 'news.articles[0].url' },
    ])
    expect(check(newsOf({ title: 't', appid: 'wx1', pagepath: 'p' }))).toEqual([])
  })
})

describe('options', () => {
  it.each([
    { field: 'safe', message: { ...text, safe: 2 } },
    { field: 'safe', message: { ...newsOf(article), safe: 1 } },
    { field: 'safe', message: { ...cardWith({}), safe: 1 } },
    { field: 'safe', message: { msgtype: 'markdown', markdown: { content: 'x' }, safe: 1 } },
    { field: 'enable_id_trans', message: { ...text, enable_id_trans: true } },
    { field: 'enable_duplicate_check', message: { ...text, enable_duplicate_check: 2 } },
    { field: 'duplicate_check_interval', message: { ...text, duplicate_check_interval: 14_401 } },
    { field: 'duplicate_check_interval', message: { ...text, duplicate_check_interval: 0 } },
    { field: 'msgtype', message: { msgtype: 'markdown_v2', markdown_v2: { content: 'x' } } },
    { field: 'msgtype', message: { msgtype: 'constructor' } },
    { field: 'msgtype', message: {} },
  ])('refuse $field in $message.msgtype', ({ field, message }) => {
    expect(refusalOf({ touser: ['a'], ...message }).field).toBe(field)
  })

  it('allow a confidential text and four hours of duplicate check', () => {
    const options = { safe: 1, enable_duplicate_check: 1, duplicate_check_interval: 14_400 } as const

    expect(check({ touser: ['a'], ...text, ...options })).toEqual([])
  })

  it('warn of an interval without the check, and of ids in markdown, which stay as typed', () => {
    expect(check({ touser: ['a'], ...text, duplicate_check_interval: 60 })).toMatchObject([
      { field: 'duplicate_check_interval' },
    ])
    expect(
      check({
        touser: ['a'],
        msgtype: 'markdown',
        markdown: { content: '$userName=a$' },
        enable_id_trans: 1,
      }),
    ).toMatchObject([{ field: 'enable_id_trans' }])
  })
})
