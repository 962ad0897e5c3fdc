import { createHash } from 'node:crypto'
import { readCard } from './card-forms.ts'
import { refuseByChoice } from './chosen-codes.ts'
import { isRefusal, type Refusal, refuse } from './envelope.ts'
import { pictureType } from './media-kinds.ts'
import type { Reading } from './message-body.ts'
import { ARTICLES } from './message-news.ts'
import type { Params } from './params.ts'
import { byteLength, cutBytes } from './truncation.ts'

/** What reading a robot's message depends on besides the body. */
export interface RobotReading extends Reading {
  readonly limits: { get(name: string): number | null }
  /** Keeps a picture where the phone can show it, and answers its id. */
  keepPicture(bytes: Buffer): string
}

type RobotReader = (body: Params, reading: RobotReading) => object | Refusal

/** UTF-8 bytes; 《消息推送配置说明》, developer.work.weixin.qq.com/document/path/99110, 2025-08-07. */
const MARKDOWN_BYTES = 4096
const NEWS_TITLE_BYTES = 128
const NEWS_DESCRIPTION_BYTES = 512
/** Of the picture itself, before base64. */
const IMAGE_BYTES = 2 * 1024 * 1024
/** The forms of card that need no callback. */
const CARD_TYPES: ReadonlySet<string> = new Set(['text_notice', 'news_notice'])

/** Robots refuse what is too long, where application messages cut it. */
function contentReader(msgtype: string, mostBytes: (reading: RobotReading) => number | null): RobotReader {
  return (body, reading) => {
    const content = body.text('content')
    if (!content) return refuse('wecom.robot.empty', 44004)
    const most = mostBytes(reading)
    if (most === null || byteLength(content) <= most) return { ...body.all, content }
    const reason = `${msgtype}.content exceed max length ${most}. invalid Request Parameter`
    return refuse('wecom.robot.tooLong', 40058, { reason })
  }
}

const readImage: RobotReader = (body, { keepPicture, profiles }) => {
  const [base64, md5] = [body.text('base64'), body.text('md5')]
  if (!base64) return missingField('image.base64')
  if (!md5) return missingField('image.md5')
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length > IMAGE_BYTES) {
    return refuse(
      'wecom.robot.imageTooLarge',
      profiles.get('wecom.tooLargeMedia') === 'by_kind' ? 40009 : 45001,
    )
  }
  if (createHash('md5').update(bytes).digest('hex') !== md5.toLowerCase()) {
    return refuse('wecom.robot.imageMd5', 301019)
  }
  if (!pictureType(bytes)) return refuse('wecom.robot.imageFormat', 40004)
  // The picture itself would fill the group's memory: it is kept once and named by its id.
  return { md5, media_id: keepPicture(bytes) }
}

const readNews: RobotReader = (body) => {
  const sent = body.objects('articles')
  if (sent.length === 0 || sent.length > ARTICLES) return arraySize('news.articles', ARTICLES)
  const articles: object[] = []
  for (const article of sent) {
    if (!article.text('title')) return missingField('news.articles.title')
    if (!article.text('url')) return missingField('news.articles.url')
    articles.push({
      title: cutBytes(article.text('title'), NEWS_TITLE_BYTES),
      description: cutBytes(article.text('description'), NEWS_DESCRIPTION_BYTES),
      url: article.text('url'),
      picurl: article.text('picurl'),
    })
  }
  return { articles }
}

function uploadReader(kind: 'file' | 'voice'): RobotReader {
  return (body, { useMedia }) => {
    const media = useMedia(body.text('media_id'), kind)
    return isRefusal(media) ? media : { media_id: media.id }
  }
}

/** A robot has no callbacks: menus and tasks are not looked at, and the cards with buttons do not exist. */
const readRobotCard: RobotReader = (body, reading) => {
  if (!CARD_TYPES.has(body.text('card_type'))) return refuse('wecom.card.typeUnknown', 42031)
  const card = readCard(body, reading)
  if (isRefusal(card)) return card
  const { action_menu: _menu, task_id: _task, image_text_area: _area, ...shown } = card
  if (card.card_type === 'news_notice' && !card.card_image) return refuse('wecom.card.imageMissing', 42044)
  return shown
}

export const robotReaders: ReadonlyMap<string, RobotReader> = new Map([
  ['text', contentReader('text', ({ limits }) => limits.get('wecom.robotTextBytes'))],
  ['markdown', contentReader('markdown', () => MARKDOWN_BYTES)],
  ['markdown_v2', contentReader('markdown_v2', () => MARKDOWN_BYTES)],
  ['image', readImage],
  ['news', readNews],
  ['file', uploadReader('file')],
  ['voice', uploadReader('voice')],
  ['template_card', readRobotCard],
])

/** In the words of the platform's general validator, recorded on other interfaces of the same back end. */
function missingField(field: string): Refusal {
  return refuseByChoice('wecom.robot.fieldMissing', {
    reason: `missing field \`${field}\`. invalid Request Parameter`,
  })
}

function arraySize(field: string, most: number): Refusal {
  return refuseByChoice('wecom.robot.arraySize', {
    reason: `field \`${field}\` expect array size in [1, ${most}]. invalid Request Parameter`,
  })
}
