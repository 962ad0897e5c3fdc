import { Refusal } from './envelope.ts'
import type { JsonFields } from './json-fields.ts'
import type { BodyReader, Reading } from './message-body.ts'
import { checkPicurl, checkUrl } from './message-url.ts'
import { byteLength, cutBytes } from './truncation.ts'

/** 《发送应用消息》, 90236, 2025-09-24. Titles and descriptions beyond are cut, more articles refused. */
export const ARTICLES = 8
export const TITLE_BYTES = 128
export const DESCRIPTION_BYTES = 512
const PAGEPATH_BYTES = 128

export const readNews: BodyReader = (body, reading) => {
  const sent = body.objects('articles')
  if (sent.length === 0) return Refusal.of(44004, 'wecom.news.empty')
  if (sent.length > ARTICLES) return Refusal.of(45008, 'wecom.news.tooManyArticles')
  const articles: object[] = []
  for (const fields of sent) {
    const article = readArticle(fields, reading)
    if (article instanceof Refusal) return article
    articles.push(article)
  }
  return { articles }
}

function readArticle(fields: JsonFields, { translate }: Reading): object | Refusal {
  const title = fields.text('title')
  if (!title) return Refusal.of(41016, 'wecom.news.titleMissing')
  const target = readTarget(fields)
  if (target instanceof Refusal) return target
  const picurl = fields.text('picurl')
  const refused = checkPicurl(picurl)
  if (refused) return refused
  return {
    title: translate(cutBytes(title, TITLE_BYTES)),
    description: translate(cutBytes(fields.text('description'), DESCRIPTION_BYTES)),
    ...target,
    picurl,
  }
}

/** A page of a mini program wins over the url; without it the url is required. */
function readTarget(fields: JsonFields): object | Refusal {
  const appid = fields.text('appid')
  const pagepath = fields.text('pagepath')
  if (appid && pagepath) {
    if (byteLength(pagepath) > PAGEPATH_BYTES) return Refusal.of(40035, 'wecom.news.pagepathTooLong')
    return { appid, pagepath }
  }
  const url = fields.text('url')
  return checkUrl(url) ?? { url }
}
