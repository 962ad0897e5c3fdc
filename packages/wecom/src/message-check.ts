import type { Warning } from '@hongyan/platform-call'
import { MessageCheck, type TextLimit, type Truncation } from './check.ts'
import {
  MAX_ARTICLES,
  MAX_BTNTXT_CHARACTERS,
  MAX_DESCRIPTION_BYTES,
  MAX_DUPLICATE_CHECK_INTERVAL_S,
  MAX_MARKDOWN_BYTES,
  MAX_PAGEPATH_BYTES,
  MAX_TEXT_BYTES,
  MAX_TITLE_BYTES,
  MAX_TOPARTY,
  MAX_TOTAG,
  MAX_TOUSER,
  MAX_URL_BYTES,
} from './limits.ts'
import type { AppMessage, NewsArticle, NewsMessage, TextcardMessage } from './message.ts'

const cutOff = (limit: number): TextLimit => ({ limit, unit: 'bytes', beyond: 'cut_off' })
const refused = (limit: number): TextLimit => ({ limit, unit: 'bytes', beyond: 'refused' })

/**
 * Holds a message against the documented limits, without a client and without sending; returns what is merely advised.
 *
 * @param endpoint named in the error
 *
 * @throws InvalidInputError naming the first field that breaks a limit
 */
export function checkMessage(
  message: AppMessage,
  endpoint: string,
  truncation?: Truncation,
): readonly Warning[] {
  const check = new MessageCheck(endpoint, truncation)
  check.oneOf('truncation', truncation, ['refuse', 'warn'])
  check.object('message', message)
  checkRecipients(check, message)
  checkContent(check, message)
  checkOptions(check, message)
  return check.warnings
}

/** `Recipients` as it may come from JavaScript, where nothing kept `@all` alone. */
interface AnyRecipients {
  readonly touser?: '@all' | readonly string[] | undefined
  readonly toparty?: readonly number[] | undefined
  readonly totag?: readonly number[] | undefined
}

function checkRecipients(check: MessageCheck, { touser, toparty, totag }: AnyRecipients): void {
  if (touser === '@all') {
    if (!toparty?.length && !totag?.length) return
    check.refuse('touser', {
      zh: '“@all”不能与 toparty、totag 同时使用：平台会忽略后两者。',
      en: '"@all" stands alone: the platform ignores toparty and totag beside it.',
    })
  }
  checkUserids(check, touser ?? [])
  checkIds(check, 'toparty', toparty ?? [], MAX_TOPARTY)
  checkIds(check, 'totag', totag ?? [], MAX_TOTAG)
  if (!touser?.length && !toparty?.length && !totag?.length) {
    check.refuse('touser', {
      zh: 'touser、toparty、totag 至少要有一个。发给可见范围内的所有人请写 touser: "@all"。',
      en: 'Give at least one of touser, toparty and totag. For everybody in the visible range write touser: "@all".',
    })
  }
}

function checkUserids(check: MessageCheck, touser: readonly string[]): void {
  check.list('touser', touser, { max: MAX_TOUSER })
  for (const [index, userid] of touser.entries()) {
    check.text(`touser[${index}]`, userid)
    const name = userid.trim().toLowerCase()
    if (name !== '' && name !== '@all' && !userid.includes('|')) continue
    // A bar would split one userid into two receivers, and a listed "@all" would reach the whole company.
    check.refuse(`touser[${index}]`, {
      zh: 'userid 不能含“|”，不能为空白，也不能是“@all”。发给所有人请写 touser: "@all"。',
      en: 'A userid has no "|", is not blank and is not "@all". For everybody write touser: "@all".',
    })
  }
}

function checkIds(check: MessageCheck, field: string, ids: readonly number[], max: number): void {
  check.list(field, ids, { max })
  for (const [index, id] of ids.entries()) {
    if (Number.isSafeInteger(id) && id > 0) continue
    check.refuse(`${field}[${index}]`, {
      zh: `${field} 须为正整数 id。`,
      en: `${field} holds positive whole numbers.`,
    })
  }
}

function checkContent(check: MessageCheck, message: AppMessage): void {
  switch (message.msgtype) {
    case 'text':
      check.limitedText('text.content', message.text?.content, cutOff(MAX_TEXT_BYTES))
      break
    case 'markdown':
      check.limitedText('markdown.content', message.markdown?.content, refused(MAX_MARKDOWN_BYTES))
      break
    case 'textcard':
      checkTextcard(check, message.textcard)
      break
    case 'news':
      checkNews(check, message.news)
      break
    default:
      check.refuse('msgtype', {
        zh: 'msgtype 只能是 text、markdown、textcard、news；其他类型请用 call() 发送平台原文 JSON。',
        en: 'msgtype is text, markdown, textcard or news; send other types as the platform’s JSON by call().',
      })
  }
}

function checkTextcard(check: MessageCheck, textcard: TextcardMessage['textcard'] | undefined): void {
  check.limitedText('textcard.title', textcard?.title, cutOff(MAX_TITLE_BYTES))
  check.limitedText('textcard.description', textcard?.description, cutOff(MAX_DESCRIPTION_BYTES))
  checkUrl(check, 'textcard.url', textcard?.url)
  const btntxt: TextLimit = { limit: MAX_BTNTXT_CHARACTERS, unit: 'characters', beyond: 'cut_off' }
  check.optionalText('textcard.btntxt', textcard?.btntxt, btntxt)
}

function checkNews(check: MessageCheck, news: NewsMessage['news'] | undefined): void {
  const articles = news?.articles ?? []
  check.list('news.articles', articles, { min: 1, max: MAX_ARTICLES })
  for (const [index, article] of articles.entries()) checkArticle(check, `news.articles[${index}]`, article)
}

function checkArticle(check: MessageCheck, at: string, article: NewsArticle): void {
  check.object(at, article)
  check.limitedText(`${at}.title`, article.title, cutOff(MAX_TITLE_BYTES))
  check.optionalText(`${at}.description`, article.description, cutOff(MAX_DESCRIPTION_BYTES))
  if (article.picurl !== undefined) checkUrl(check, `${at}.picurl`, article.picurl)
  check.optionalText(`${at}.pagepath`, article.pagepath, refused(MAX_PAGEPATH_BYTES))
  if (article.url !== undefined) checkUrl(check, `${at}.url`, article.url)
  const opensMiniProgram = Boolean(article.appid && article.pagepath)
  if (!opensMiniProgram && !article.url) {
    check.refuse(`${at}.url`, {
      zh: '每篇图文须有 url，或同时有 appid 与 pagepath。',
      en: 'Each article takes a url, or both appid and pagepath.',
    })
  }
  if (opensMiniProgram && article.url) {
    check.warn(`${at}.url`, {
      zh: '同时有 appid 与 pagepath 时，平台忽略 url。',
      en: 'Beside appid and pagepath the platform ignores url.',
    })
  }
}

function checkUrl(check: MessageCheck, field: string, url: unknown): void {
  check.limitedText(field, url, refused(MAX_URL_BYTES))
  if (typeof url === 'string' && /^https?:\/\/./i.test(url)) return
  check.refuse(field, {
    zh: `${field} 须以 http:// 或 https:// 开头。`,
    en: `${field} must begin with http:// or https://.`,
  })
}

function checkOptions(check: MessageCheck, message: AppMessage): void {
  check.oneOf('safe', message.safe, [0, 1])
  // Elsewhere the platform does not offer it; a message meant to be confidential must not go out open.
  if (message.safe === 1 && message.msgtype !== 'text') check.refuse('safe', ONLY_TEXT_IS_SAFE)
  check.oneOf('enable_id_trans', message.enable_id_trans, [0, 1])
  check.oneOf('enable_duplicate_check', message.enable_duplicate_check, [0, 1])
  if (message.enable_id_trans === 1 && message.msgtype === 'markdown') {
    check.warn('enable_id_trans', {
      zh: '平台不转译 markdown 中的 id，占位符会原样显示。',
      en: 'The platform does not translate ids in markdown: placeholders show as typed.',
    })
  }
  const interval = message.duplicate_check_interval
  if (interval === undefined) return
  check.range('duplicate_check_interval', interval, {
    min: 1,
    max: MAX_DUPLICATE_CHECK_INTERVAL_S,
    unit: 'seconds',
  })
  if (message.enable_duplicate_check === 1) return
  check.warn('duplicate_check_interval', {
    zh: '未开启 enable_duplicate_check，此间隔不起作用。',
    en: 'Without enable_duplicate_check the interval has no effect.',
  })
}

const ONLY_TEXT_IS_SAFE = {
  zh: '这些类型中只有 text 支持保密（safe: 1）。请去掉 safe，或改发 text。',
  en: 'Of these types only text can be confidential (safe: 1). Leave it out, or send text.',
}
