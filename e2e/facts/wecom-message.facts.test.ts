import { expect } from 'vitest'
import type { Bench } from './bench.ts'
import { proveFacts } from './prove.ts'
import { WecomCaller } from './wecom-caller.ts'
import { proveUploads } from './wecom-message-uploads.ts'

const card = { title: '领奖通知', description: '恭喜', url: 'https://example.com/1' }
const article = {
  title: '中秋节礼品领取',
  description: '今年',
  url: 'https://example.com/1',
  picurl: 'https://example.com/1.png',
}
/** Three bytes each in UTF-8, so that bytes and characters differ. */
const HAN = '汉'

proveFacts('wecom.message', (fact) => {
  proveUploads(fact)

  fact('wecom.message.type.text', async (bench) => {
    const wecom = new WecomCaller(bench)
    const text = JSON.parse(bench.body)
    const { json } = await wecom.send({ msgtype: 'text', text })
    const missing = await wecom.send({ msgtype: 'text', text: {} })

    expect(json.errcode).toBe(0)
    expect(wecom.shown()).toEqual(text)
    expect(missing.json.errcode).toBe(44004)
  })

  fact.under({ 'wecom.overlongText': 'truncated' }, 'wecom.message.limit.text.content', async (bench) => {
    expectCutBytes(bench, (await shownOf(bench, 'text', { content: HAN.repeat(bench.figure) })).content)
  })

  fact('wecom.message.type.textcard', async (bench) => {
    const shown = await shownOf(bench, 'textcard', { ...card, btntxt: '更多' })
    const codes = await refusedWithout(bench, 'textcard', card, ['title', 'description', 'url'])

    expect(Object.keys(shown)).toEqual(namesIn(bench.body))
    expect(codes).toEqual([41016, 41033, 41010])
  })

  fact.open('wecom.textcardUnit', 'wecom.message.limit.textcard.title', {
    characters: (bench) => expectCutCharacters(bench, 'title'),
    bytes: async (bench) => expectCutBytes(bench, await overlongCardField(bench, 'title')),
  })

  fact.open('wecom.textcardUnit', 'wecom.message.limit.textcard.description', {
    characters: (bench) => expectCutCharacters(bench, 'description'),
    bytes: async (bench) => expectCutBytes(bench, await overlongCardField(bench, 'description')),
  })

  fact('wecom.message.limit.textcard.url', async (bench) => {
    const codes = await codesOfUrls(bench, (url) => ({ msgtype: 'textcard', textcard: { ...card, url } }))
    const withoutScheme = await new WecomCaller(bench).send({
      msgtype: 'textcard',
      textcard: { ...card, url: 'example.com' },
    })

    expect(codes).toEqual(['accepted', 'refused'])
    expect(withoutScheme.json.errcode).toBe(45034)
  })

  fact('wecom.message.limit.textcard.btntxt', async (bench) => {
    const long = await shownOf(bench, 'textcard', { ...card, btntxt: HAN.repeat(bench.figure + 1) })
    const none = await shownOf(bench, 'textcard', card)

    expect([long.btntxt, none.btntxt]).toEqual([HAN.repeat(bench.figure), '详情'])
  })

  fact('wecom.message.type.news', async (bench) => {
    const mini = { ...article, appid: 'wx1', pagepath: 'pages/index' }
    const page = await shownOf(bench, 'news', { articles: [article] })
    const miniProgram = await shownOf(bench, 'news', { articles: [mini] })
    const missing = await new WecomCaller(bench).send({ msgtype: 'news', news: {} })

    const names = [...articleNames(page), ...articleNames(miniProgram)]
    expect(new Set(names)).toEqual(new Set(namesIn(bench.body).filter((name) => name !== 'articles')))
    expect(missing.json.errcode).not.toBe(0)
  })

  fact('wecom.message.limit.news.articles', async (bench) => {
    const wecom = new WecomCaller(bench)
    const counts = [0, 1, bench.figure, bench.figure + 1]
    const answers = await Promise.all(
      counts.map((count) => wecom.send({ msgtype: 'news', news: { articles: Array(count).fill(article) } })),
    )

    const [none, ...rest] = answers.map(({ json }) => json.errcode)
    expect(none).not.toBe(0)
    expect(rest).toEqual([0, 0, 45008])
  })

  for (const field of ['title', 'description']) {
    fact(`wecom.message.limit.news.${field}`, async (bench) => {
      const overlong = { ...article, [field]: HAN.repeat(bench.figure) }
      const [shown] = articlesOf(await shownOf(bench, 'news', { articles: [overlong] }))

      expectCutBytes(bench, shown?.[field])
    })
  }

  for (const field of ['url', 'picurl']) {
    fact(`wecom.message.limit.news.${field}`, async (bench) => {
      const news = (url: string) => ({ articles: [{ ...article, [field]: url }] })

      expect(await codesOfUrls(bench, (url) => ({ msgtype: 'news', news: news(url) }))).toEqual([
        'accepted',
        'refused',
      ])
    })
  }

  fact('wecom.message.behaviour.news.url-or-appid', async (bench) => {
    const { url: _, ...withoutUrl } = article
    const neither = await new WecomCaller(bench).send({ msgtype: 'news', news: { articles: [withoutUrl] } })
    const both = { ...article, appid: 'wx1', pagepath: 'pages/index' }
    const [shown] = articlesOf(await shownOf(bench, 'news', { articles: [both] }))

    expect(neither.json.errcode).toBe(41010)
    expect(shown).toMatchObject({ appid: 'wx1', pagepath: 'pages/index' })
    expect(shown?.url).toBeUndefined()
  })

  fact('wecom.message.limit.news.pagepath', async (bench) => {
    const wecom = new WecomCaller(bench)
    const withPath = (bytes: number) => ({ ...article, appid: 'wx1', pagepath: 'p'.repeat(bytes) })
    const full = await wecom.send({ msgtype: 'news', news: { articles: [withPath(bench.figure)] } })
    const over = await wecom.send({ msgtype: 'news', news: { articles: [withPath(bench.figure + 1)] } })

    expect(full.json.errcode).toBe(0)
    expect(over.json.errcode).not.toBe(0)
  })

  fact('wecom.message.type.markdown', async (bench) => {
    const body = JSON.parse(bench.body)
    const missing = await new WecomCaller(bench).send({ msgtype: 'markdown', markdown: {} })

    expect(await shownOf(bench, 'markdown', body)).toEqual(body)
    expect(missing.json.errcode).toBe(44004)
  })

  fact.open('wecom.overlongMarkdown', 'wecom.message.limit.markdown.content', {
    45002: async (bench) => {
      const wecom = new WecomCaller(bench)
      const full = await wecom.send({ msgtype: 'markdown', markdown: { content: 'x'.repeat(bench.figure) } })
      const over = await wecom.send({
        msgtype: 'markdown',
        markdown: { content: 'x'.repeat(bench.figure + 1) },
      })

      expect([full.json.errcode, over.json.errcode]).toEqual([0, 45002])
    },
    truncated: async (bench) => {
      expectCutBytes(bench, (await shownOf(bench, 'markdown', { content: HAN.repeat(bench.figure) })).content)
    },
  })

  fact('wecom.message.behaviour.markdown_v2', async (bench) => {
    const { json } = await new WecomCaller(bench).send({
      msgtype: 'markdown_v2',
      markdown_v2: { content: '# x' },
    })

    expect(json.errcode).toBe(40008)
  })
})

/** Sends and answers what the phone shows under the msgtype. */
async function shownOf(bench: Bench, msgtype: string, body: object): Promise<Record<string, unknown>> {
  const wecom = new WecomCaller(bench)
  const { json } = await wecom.send({ msgtype, [msgtype]: body })
  expect(json.errcode).toBe(0)
  return wecom.shown()
}

/** As many whole characters as fit into the figure's bytes. */
function expectCutBytes({ figure }: Bench, shown: unknown): void {
  expect(shown).toBe(HAN.repeat(Math.floor(figure / Buffer.byteLength(HAN))))
}

async function overlongCardField(bench: Bench, field: string): Promise<unknown> {
  return (await shownOf(bench, 'textcard', { ...card, [field]: HAN.repeat(bench.figure + 1) }))[field]
}

async function expectCutCharacters(bench: Bench, field: string): Promise<void> {
  expect(await overlongCardField(bench, field)).toBe(HAN.repeat(bench.figure))
}

async function refusedWithout(
  bench: Bench,
  msgtype: string,
  body: object,
  fields: string[],
): Promise<unknown[]> {
  const wecom = new WecomCaller(bench)
  const sends = fields.map((field) => wecom.send({ msgtype, [msgtype]: { ...body, [field]: undefined } }))
  return (await Promise.all(sends)).map(({ json }) => json.errcode)
}

/** A url of exactly the figure's bytes, and one of a byte more. */
async function codesOfUrls(
  bench: Bench,
  messageWith: (url: string) => Record<string, unknown>,
): Promise<string[]> {
  const wecom = new WecomCaller(bench)
  const full = 'https://example.com/'.padEnd(bench.figure, 'a')
  const answers = [await wecom.send(messageWith(full)), await wecom.send(messageWith(`${full}a`))]
  return answers.map(({ json }) => (json.errcode === 0 ? 'accepted' : 'refused'))
}

/** The field names of a body that the page prints without values. */
function namesIn(body: string): string[] {
  return [...body.matchAll(/"(\w+)"/g)].map(([, name]) => name ?? '')
}

function articlesOf(shown: Record<string, unknown>): Record<string, unknown>[] {
  return Array.isArray(shown.articles) ? shown.articles : []
}

function articleNames(shown: Record<string, unknown>): string[] {
  return articlesOf(shown).flatMap((each) => Object.keys(each))
}
