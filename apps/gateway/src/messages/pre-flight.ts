import { type Content, Refusal, type Text, type Vars } from '@hongyan/contract'
import type { OpenAccount } from '../accounts/directory.ts'
import type { Refusal as ContentRefusal } from '../channels/channel.ts'
import { valueOfField } from '../channels/sender-field.ts'
import type { DeliveryPlanner } from './new-deliveries.ts'
import { type Addressee, concerns } from './recipients.ts'

/**
 * Holds the content against every account that will carry it, as the given recipients will see it.
 *
 * @throws Refusal with the first account that cannot carry it, and why
 */
export function checkContent(
  content: Content,
  planner: DeliveryPlanner,
  accounts: readonly OpenAccount[],
  addressees: readonly Addressee[],
): void {
  const check = (account: OpenAccount, vars: Vars | undefined) => {
    const rendering = planner.render(account, vars)
    if (rendering.kind === 'refused') throw refusalOf(rendering.refusal, content, account)
  }
  for (const account of accounts) {
    if (account.channel.recipients === 'fixed') check(account, undefined)
    for (const { recipient, vars } of addressees) {
      if (concerns(recipient, account)) check(account, vars)
    }
  }
}

function refusalOf(refusal: ContentRefusal, content: Content, account: OpenAccount): Refusal {
  const value = valueOfField(content, refusal.field)
  return new Refusal(PROBLEM[refusal.code], {
    field: refusal.field,
    value,
    detail: detailOf(refusal, value, account),
    next: nextOf(refusal, content),
  })
}

const PROBLEM = {
  content_not_carried: 'content_not_carried',
  content_too_long: 'content_too_long',
  content_invalid: 'malformed',
} as const

/** How long the sender's own value is, beside what the platform counts: in its message there is more than that. */
function detailOf({ code, sentence, remedy }: ContentRefusal, value: unknown, account: OpenAccount): Text {
  if (code !== 'content_too_long') {
    return {
      zh: `${account.name}：${sentence.zh}。${remedy.zh}`,
      en: `${account.name}: ${sentence.en}. ${remedy.en}`,
    }
  }
  const bytes = typeof value === 'string' ? Buffer.byteLength(value) : undefined
  return {
    zh: `${account.name}：${bytes === undefined ? '' : `此处有 ${bytes} 字节；平台的 `}${remedy.zh}`,
    en: `${account.name}: ${bytes === undefined ? '' : `${bytes} bytes here; the platform’s `}${remedy.en}`,
  }
}

/** The catalogue's advice is for a text; other fields cannot be split. */
function nextOf({ code, field }: ContentRefusal, { type }: Content): Text | undefined {
  if (type === 'native' && code !== 'content_not_carried') return BY_PLATFORM
  const isText = field === 'content.text' && (type === 'text' || type === 'markdown')
  return code === 'content_too_long' && !isText ? SHORTEN : undefined
}

const SHORTEN: Text = { zh: '缩短到上限以内。', en: 'Shorten it to the limit.' }
const BY_PLATFORM: Text = {
  zh: '按平台的文档改正；POST /v1/preview 可以先看结果。',
  en: 'Correct it by the platform’s documents; POST /v1/preview shows the result.',
}
