import type { Warning } from '@hongyan/platform-call'
import { MessageCheck, type Truncation } from './check.ts'
import { MAX_DUPLICATE_CHECK_INTERVAL_S, MAX_TOPARTY, MAX_TOTAG, MAX_TOUSER } from './limits.ts'
import type { AppMessage, AppMessageContent } from './message.ts'
import { PLAIN_CONTENT } from './message-content-rules.ts'
import { id, list, type Rule } from './rule.ts'
import { templateCard } from './template-card-rules.ts'

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
  list(id, { max: MAX_TOPARTY }).check(check, 'toparty', toparty ?? [])
  list(id, { max: MAX_TOTAG }).check(check, 'totag', totag ?? [])
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

/** What each type's content must be, and how it is written. */
export const APP_CONTENT: Readonly<Record<AppMessageContent['msgtype'], Rule>> = {
  ...PLAIN_CONTENT,
  template_card: templateCard('send'),
}

function checkContent(check: MessageCheck, message: AppMessage): void {
  const { msgtype } = message
  if (!Object.hasOwn(APP_CONTENT, msgtype)) check.refuse('msgtype', UNKNOWN_TYPE)
  APP_CONTENT[msgtype].check(check, msgtype, contentOf(message))
  if (msgtype === 'miniprogram_notice' && message.touser === '@all') check.refuse('touser', NOT_TO_ALL)
}

/** The field that the type names. */
export function contentOf(message: { readonly msgtype: string }): unknown {
  const content: unknown = Reflect.get(message, message.msgtype)
  return content
}

function checkOptions(check: MessageCheck, message: AppMessage): void {
  checkSafe(check, message)
  check.oneOf('enable_id_trans', message.enable_id_trans, [0, 1])
  check.oneOf('enable_duplicate_check', message.enable_duplicate_check, [0, 1])
  if (message.enable_id_trans === 1 && UNTRANSLATED.includes(message.msgtype)) {
    check.warn('enable_id_trans', {
      zh: `平台不转译 ${message.msgtype} 中的 id，占位符会原样显示。`,
      en: `The platform does not translate ids in ${message.msgtype}: placeholders show as typed.`,
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

/** Types with `safe`, and what it may be (企业微信「发送应用消息」, 2025-09-24). */
const SAFE: Partial<Record<AppMessageContent['msgtype'], readonly number[]>> = {
  text: [0, 1],
  image: [0, 1],
  video: [0, 1],
  file: [0, 1],
  mpnews: [0, 1, 2],
}

/** Where the platform offers none, a message meant to be confidential must not go out open. */
export function checkSafe(
  check: MessageCheck,
  { msgtype, safe }: { msgtype: AppMessageContent['msgtype']; safe?: unknown },
): void {
  const allowed = SAFE[msgtype]
  check.oneOf('safe', safe, allowed ?? [0])
  if (allowed || safe === undefined) return
  check.warn('safe', {
    zh: `${msgtype} 没有保密选项，平台会忽略 safe。`,
    en: `${msgtype} knows no safe; the platform ignores it.`,
  })
}

/** Types in whose content ids are never translated; the others name their fields in `SendOptions`. */
const UNTRANSLATED: readonly string[] = ['markdown', 'image', 'voice', 'video', 'file']

const NOT_TO_ALL = {
  zh: '小程序通知不能发给“@all”，请列出成员、部门或标签。',
  en: 'A mini-program notice cannot go to "@all": name members, departments or tags.',
}
const UNKNOWN_TYPE = {
  zh: `msgtype 只能是 ${Object.keys(APP_CONTENT).join('、')}；其他类型请用 call() 发送平台原文 JSON。`,
  en: `msgtype is one of ${Object.keys(APP_CONTENT).join(', ')}; send other types as the platform’s JSON by call().`,
}
