import { cutOff, type MessageCheck, refused, type TextLimit } from './check.ts'
import {
  MAX_ARTICLES,
  MAX_AUTHOR_BYTES,
  MAX_BTNTXT_CHARACTERS,
  MAX_DESCRIPTION_BYTES,
  MAX_MARKDOWN_BYTES,
  MAX_MPNEWS_CONTENT_BYTES,
  MAX_NOTICE_ITEMS,
  MAX_NOTICE_KEY_CHARACTERS,
  MAX_NOTICE_PAGE_BYTES,
  MAX_NOTICE_TITLE_CHARACTERS,
  MAX_NOTICE_VALUE_CHARACTERS,
  MAX_PAGEPATH_BYTES,
  MAX_TASKCARD_BUTTONS,
  MAX_TASKCARD_KEY_BYTES,
  MAX_TEXT_BYTES,
  MAX_TITLE_BYTES,
  MAX_URL_BYTES,
  MIN_NOTICE_TITLE_CHARACTERS,
} from './limits.ts'
import type {
  FileMessage,
  MpnewsArticle,
  NewsArticle,
  NoticeItem,
  PlainContent,
  TaskcardButton,
  TaskcardMessage,
  TextcardMessage,
  TextMessage,
  VideoMessage,
} from './message-content.ts'
import { choice, flag, formed, list, object, optional, type Rule, refuseRepeats, text, url } from './rule.ts'

const characters = (limit: number): TextLimit => ({ limit, unit: 'characters', beyond: 'refused' })

const title = text(cutOff(MAX_TITLE_BYTES))
const description = text(cutOff(MAX_DESCRIPTION_BYTES))
const link = url(refused(MAX_URL_BYTES))
const media = object<FileMessage['file']>({ media_id: text() })

const newsArticle = object<NewsArticle>(
  {
    title,
    description: optional(description),
    url: optional(link),
    picurl: optional(link),
    appid: optional(text()),
    pagepath: optional(text(refused(MAX_PAGEPATH_BYTES))),
  },
  checkWhatOpens,
)

const mpnewsArticle = object<MpnewsArticle>({
  title,
  thumb_media_id: text(),
  author: optional(text(refused(MAX_AUTHOR_BYTES))),
  content_source_url: optional(link),
  content: text(refused(MAX_MPNEWS_CONTENT_BYTES)),
  digest: optional(text(cutOff(MAX_DESCRIPTION_BYTES))),
})

const noticeTitle: Rule = {
  check(check, field, value) {
    check.limitedText(field, value, characters(MAX_NOTICE_TITLE_CHARACTERS))
    const actual = typeof value === 'string' ? [...value].length : 0
    if (actual < MIN_NOTICE_TITLE_CHARACTERS) check.refuse(field, ...tooShort(field, actual))
  },
}

const noticeItem = object<NoticeItem>({
  key: text(characters(MAX_NOTICE_KEY_CHARACTERS)),
  value: text(characters(MAX_NOTICE_VALUE_CHARACTERS)),
})

const taskcardButton = object<TaskcardButton>({
  key: text(refused(MAX_TASKCARD_KEY_BYTES)),
  name: text(),
  replace_name: optional(text()),
  color: optional(choice('red', 'blue')),
  is_bold: optional(flag),
})

/** The content of each type but template cards, by 企业微信「发送应用消息」(2025-09-24). */
export const PLAIN_CONTENT: Readonly<Record<PlainContent['msgtype'], Rule>> = {
  text: object<TextMessage['text']>({ content: text(cutOff(MAX_TEXT_BYTES)) }),
  image: media,
  voice: media,
  video: object<VideoMessage['video']>({
    media_id: text(),
    title: optional(title),
    description: optional(description),
  }),
  file: media,
  markdown: object({ content: text(refused(MAX_MARKDOWN_BYTES)) }),
  textcard: object<TextcardMessage['textcard']>({
    title,
    description,
    url: link,
    btntxt: optional(text({ limit: MAX_BTNTXT_CHARACTERS, unit: 'characters', beyond: 'cut_off' })),
  }),
  news: object({ articles: list(newsArticle, { min: 1, max: MAX_ARTICLES }) }),
  mpnews: object({ articles: list(mpnewsArticle, { min: 1, max: MAX_ARTICLES }) }),
  miniprogram_notice: object({
    appid: text(),
    page: optional(text(refused(MAX_NOTICE_PAGE_BYTES))),
    title: noticeTitle,
    description: optional(noticeTitle),
    emphasis_first_item: optional(flag),
    content_item: optional(list(noticeItem, { max: MAX_NOTICE_ITEMS })),
  }),
  taskcard: object<TaskcardMessage['taskcard']>(
    {
      title,
      description,
      url: optional(link),
      task_id: formed(/^[\w\-@.]{1,128}$/, {
        zh: ' 1 到 128 个字符，只含数字、字母与 _-@.',
        en: '1 to 128 of 0-9 A-Z a-z _ - @ and .',
      }),
      btn: list(taskcardButton, { min: 1, max: MAX_TASKCARD_BUTTONS }),
    },
    (check, field, { btn }) => refuseRepeats(check, `${field}.btn`, btn, 'key'),
  ),
}

function checkWhatOpens(
  check: MessageCheck,
  field: string,
  article: Readonly<Record<string, unknown>>,
): void {
  const opensMiniProgram = Boolean(article.appid && article.pagepath)
  if (!opensMiniProgram && !article.url) {
    check.refuse(`${field}.url`, {
      zh: '每篇图文须有 url，或同时有 appid 与 pagepath。',
      en: 'Each article takes a url, or both appid and pagepath.',
    })
  }
  if (opensMiniProgram && article.url) {
    check.warn(`${field}.url`, {
      zh: '同时有 appid 与 pagepath 时，平台忽略 url。',
      en: 'Beside appid and pagepath the platform ignores url.',
    })
  }
}

const tooShort = (field: string, actual: number) =>
  [
    {
      zh: `${field} 至少 ${MIN_NOTICE_TITLE_CHARACTERS} 个字，实际 ${actual} 个字。`,
      en: `${field} takes at least ${MIN_NOTICE_TITLE_CHARACTERS} characters and has ${actual}.`,
    },
    { limit: MIN_NOTICE_TITLE_CHARACTERS, actual, unit: 'characters' },
  ] as const
