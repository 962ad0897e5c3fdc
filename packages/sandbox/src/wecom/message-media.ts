import { Refusal } from './envelope.ts'
import type { JsonFields } from './json-fields.ts'
import type { BodyReader } from './message-body.ts'
import { ARTICLES } from './message-news.ts'
import { byteLength } from './truncation.ts'

/** Bytes; 《发送应用消息》, 90236, 2025-09-24. */
const AUTHOR_BYTES = 64
const CONTENT_BYTES = 666 * 1024

/** image, voice, video and file name an upload; the corp has none, so every id is unknown. */
export const readMediaBody: BodyReader = (body) => unknownMedia(body.text('media_id'))

/** The articles are judged before their pictures are looked up. */
export const readMpnews: BodyReader = (body) => {
  const articles = body.objects('articles')
  if (articles.length === 0) return Refusal.of(44004, 'wecom.mpnews.empty')
  if (articles.length > ARTICLES) return Refusal.of(45008, 'wecom.mpnews.tooManyArticles')
  for (const article of articles) {
    const refused = checkArticle(article)
    if (refused) return refused
  }
  return unknownMedia(articles[0]?.text('thumb_media_id') ?? '')
}

function checkArticle(article: JsonFields): Refusal | undefined {
  if (!article.text('title')) return Refusal.of(41016, 'wecom.mpnews.titleMissing')
  if (!article.text('thumb_media_id')) return Refusal.of(41006, 'wecom.media.idMissing')
  if (byteLength(article.text('author')) > AUTHOR_BYTES)
    return Refusal.of(45032, 'wecom.mpnews.authorTooLong')
  if (!article.text('content')) return Refusal.of(44004, 'wecom.mpnews.contentEmpty')
  if (byteLength(article.text('content')) > CONTENT_BYTES)
    return Refusal.of(45002, 'wecom.mpnews.contentTooLong')
  return undefined
}

function unknownMedia(mediaId: string): Refusal {
  return mediaId ? Refusal.of(40007, 'wecom.media.unknown') : Refusal.of(41006, 'wecom.media.idMissing')
}
