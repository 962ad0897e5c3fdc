import { isRefusal, type Refusal, refuse } from './envelope.ts'
import type { BodyReader, Reading } from './message-body.ts'
import { checkPicurl, checkUrl } from './message-url.ts'
import type { Params } from './params.ts'
import { byteLength, cutBytes } from './truncation.ts'

/** 《发送应用消息》, 90236, 2025-09-24. Titles and descriptions beyond are cut, more articles refused. */
export const ARTICLES = 8
const TITLE_BYTES = 128
const DESCRIPTION_BYTES = 512
const PAGEPATH_BYTES = 128

export const readNews: BodyReader = (body, reading) => {
  const sent = body.objects('articles')
  if (sent.length === 0) return refuse('wecom.news.empty', 44004)
  if (sent.length > ARTICLES) return refuse('wecom.news.tooManyArticles', 45008)
  const articles: object[] = []
  for (const fields of sent) {
    const article = readArticle(fields, reading)
    if (isRefusal(article)) return article
    articles.push(article)
  }
  return { articles }
}

function readArticle(fields: Params, { translate }: Reading): object | Refusal {
  const title = fields.text('title')
  if (!title) return refuse('wecom.news.titleMissing', 41016)
  const target = readTarget(fields)
  if (isRefusal(target)) return target
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
function readTarget(fields: Params): object | Refusal {
  const appid = fields.text('appid')
  const pagepath = fields.text('pagepath')
  if (appid && pagepath) {
    if (byteLength(pagepath) > PAGEPATH_BYTES) return refuse('wecom.news.pagepathTooLong', 40035)
    return { appid, pagepath }
  }
  const url = fields.text('url')
  return checkUrl(url) ?? { url }
}
