import { type Refusal, refuse } from './envelope.ts'
import type { BodyReader } from './message-body.ts'
import { ARTICLES } from './message-news.ts'
import type { Params } from './params.ts'
import { byteLength } from './truncation.ts'

/** Bytes; 《发送应用消息》, 90236, 2025-09-24. */
const AUTHOR_BYTES = 64
const CONTENT_BYTES = 666 * 1024

/** image, voice, video and file name an upload; the corp has none, so every id is unknown. */
export const readMediaBody: BodyReader = (body) => unknownMedia(body.text('media_id'))

/** The articles are judged before their pictures are looked up. */
export const readMpnews: BodyReader = (body) => {
  const articles = body.objects('articles')
  if (articles.length === 0) return refuse('wecom.mpnews.empty', 44004)
  if (articles.length > ARTICLES) return refuse('wecom.mpnews.tooManyArticles', 45008)
  for (const article of articles) {
    const refused = checkArticle(article)
    if (refused) return refused
  }
  return unknownMedia(articles[0]?.text('thumb_media_id') ?? '')
}

function checkArticle(article: Params): Refusal | undefined {
  if (!article.text('title')) return refuse('wecom.mpnews.titleMissing', 41016)
  if (!article.text('thumb_media_id')) return refuse('wecom.media.idMissing', 41006)
  if (byteLength(article.text('author')) > AUTHOR_BYTES) return refuse('wecom.mpnews.authorTooLong', 45032)
  if (!article.text('content')) return refuse('wecom.mpnews.contentEmpty', 44004)
  if (byteLength(article.text('content')) > CONTENT_BYTES) return refuse('wecom.mpnews.contentTooLong', 45002)
  return undefined
}

function unknownMedia(mediaId: string): Refusal {
  return mediaId ? refuse('wecom.media.unknown', 40007) : refuse('wecom.media.idMissing', 41006)
}
