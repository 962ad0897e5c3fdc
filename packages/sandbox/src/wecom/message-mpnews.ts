import { isRefusal, type Refusal, refuse } from './envelope.ts'
import type { BodyReader, Reading } from './message-body.ts'
import { ARTICLES } from './message-news.ts'
import type { Params } from './params.ts'
import { byteLength, cutBytes } from './truncation.ts'

/** Bytes; 《发送应用消息》, 90236, 2025-09-24. Only the digest is said to be cut. */
const TITLE_BYTES = 128
const AUTHOR_BYTES = 64
const CONTENT_BYTES = 666 * 1024
const DIGEST_BYTES = 512

export const readMpnews: BodyReader = (body, reading) => {
  const sent = body.objects('articles')
  if (sent.length === 0) return refuse('wecom.mpnews.empty', 44004)
  if (sent.length > ARTICLES) return refuse('wecom.mpnews.tooManyArticles', 45008)
  // All articles are judged before any picture is looked up.
  for (const fields of sent) {
    const refused = checkArticle(fields, reading)
    if (refused) return refused
  }
  const articles: object[] = []
  for (const fields of sent) {
    const picture = reading.useMedia(fields.text('thumb_media_id'), 'image')
    if (isRefusal(picture)) return picture
    articles.push(shown(fields, reading))
  }
  return { articles }
}

function checkArticle(fields: Params, { profiles }: Reading): Refusal | undefined {
  const title = fields.text('title')
  if (!title) return refuse('wecom.mpnews.titleMissing', 41016)
  if (byteLength(title) > TITLE_BYTES && profiles.get('wecom.overlongMpnewsTitle') === '45002') {
    return refuse('wecom.mpnews.titleTooLong', 45002)
  }
  if (!fields.text('thumb_media_id')) return refuse('wecom.media.idMissing', 41006)
  if (byteLength(fields.text('author')) > AUTHOR_BYTES) return refuse('wecom.mpnews.authorTooLong', 45032)
  if (!fields.text('content')) return refuse('wecom.mpnews.contentEmpty', 44004)
  if (byteLength(fields.text('content')) > CONTENT_BYTES) return refuse('wecom.mpnews.contentTooLong', 45002)
  return undefined
}

function shown(fields: Params, { translate }: Reading): object {
  return {
    title: translate(cutBytes(fields.text('title'), TITLE_BYTES)),
    thumb_media_id: fields.text('thumb_media_id'),
    author: fields.text('author'),
    content_source_url: fields.text('content_source_url'),
    content: translate(fields.text('content')),
    digest: translate(cutBytes(fields.text('digest'), DIGEST_BYTES)),
  }
}
