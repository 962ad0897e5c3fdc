import { cutOff, MessageCheck } from '../check.ts'
import { MAX_TEXT_BYTES } from '../limits.ts'
import { list, object, optional, type Rule, text, written } from '../rule.ts'
import type { UpdatedTemplateCard } from '../template-card.ts'
import { templateCard } from '../template-card-rules.ts'
import { cdata } from './xml.ts'

/**
 * An answer inside the callback's own HTTP response: 企业微信「被动回复消息格式」. Its pages disagree whether the updates
 * are taken after `template_card_event`; `messages.updateCard` with the event's ResponseCode is, in any case.
 */
export type PassiveReply =
  | { readonly MsgType: 'text' /** At most 2 048 bytes; cut off beyond. */; readonly Content: string }
  | { readonly MsgType: 'image'; readonly Image: ReplyMedia }
  | { readonly MsgType: 'voice'; readonly Voice: ReplyMedia }
  | { readonly MsgType: 'video'; readonly Video: ReplyVideo }
  | { readonly MsgType: 'news'; readonly Articles: readonly ReplyArticle[] }
  /** Changes the buttons of the card that was pressed, for the one who pressed. */
  | { readonly MsgType: 'update_button'; readonly Button: { readonly ReplaceName: string } }
  /** Puts another card in place of the one that was pressed, for the one who pressed; written as for sending. */
  | { readonly MsgType: 'update_template_card'; readonly TemplateCard: UpdatedTemplateCard }
  /** @deprecated With the task cards themselves. */
  | { readonly MsgType: 'update_taskcard'; readonly TaskCard: { readonly ReplaceName: string } }

export interface ReplyMedia {
  readonly MediaId: string
}
export interface ReplyVideo extends ReplyMedia {
  readonly Title?: string | undefined
  readonly Description?: string | undefined
}
export interface ReplyArticle {
  readonly Title: string
  readonly Description?: string | undefined
  readonly PicUrl?: string | undefined
  readonly Url: string
}

const media = object<ReplyMedia>({ MediaId: text() })
const button = object({ ReplaceName: text() })
const article = object<ReplyArticle>({
  Title: text(),
  Description: optional(text()),
  PicUrl: optional(text()),
  Url: text(),
})

/** The field of each type, and what it must be. */
const BODIES: Readonly<Record<PassiveReply['MsgType'], readonly [field: string, rule: Rule]>> = {
  text: ['Content', text(cutOff(MAX_TEXT_BYTES))],
  image: ['Image', media],
  voice: ['Voice', media],
  video: [
    'Video',
    object<ReplyVideo>({ MediaId: text(), Title: optional(text()), Description: optional(text()) }),
  ],
  news: ['Articles', list(article, { min: 1, max: Number.POSITIVE_INFINITY })],
  update_button: ['Button', button],
  update_template_card: ['TemplateCard', templateCard('update')],
  update_taskcard: ['TaskCard', button],
}

/**
 * The plain XML of a reply, sender and receiver the other way round than in the callback.
 *
 * @param at seconds
 * @throws InvalidInputError
 */
export function writeReply(reply: PassiveReply, to: { userid: string; corpid: string; at: number }): string {
  const check = new MessageCheck('callback reply')
  check.object('reply', reply)
  if (!Object.hasOwn(BODIES, reply.MsgType)) check.refuse('reply.MsgType', UNKNOWN_TYPE)
  const [field, rule] = BODIES[reply.MsgType]
  const content: unknown = Reflect.get(reply, field)
  rule.check(check, `reply.${field}`, content)
  const body = written(rule, content)
  return element('xml', [
    element('ToUserName', cdata(to.userid)),
    element('FromUserName', cdata(to.corpid)),
    element('CreateTime', String(to.at)),
    element('MsgType', cdata(reply.MsgType)),
    ...(Array.isArray(body) ? writeArticles(body) : [writeValue(field, body)]),
  ])
}

const writeArticles = (articles: readonly unknown[]): string[] => [
  element('ArticleCount', String(articles.length)),
  element(
    'Articles',
    articles.map((item) => writeValue('item', item)),
  ),
]

/** Objects become elements, lists are repeated, texts become CDATA; what is not there is left out. */
function writeValue(name: string, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map((item) => writeValue(name, item)).join('')
  if (typeof value === 'object') {
    return element(
      name,
      Object.entries(value).map(([key, inner]) => writeValue(tagOf(key), inner)),
    )
  }
  return element(name, typeof value === 'string' ? cdata(value) : String(value))
}

const element = (name: string, content: string | readonly string[]): string =>
  `<${name}>${typeof content === 'string' ? content : content.join('')}</${name}>`

/**
 * A card's JSON names in the reply's manner: `sub_title_text` is `SubTitleText`. `keyname` is documented as `KeyName`;
 * that `appid`, `pagepath` and `userid` are spelt likewise is a guess, to be settled by a reply on the real platform.
 */
const tagOf = (name: string): string =>
  IRREGULAR.get(name) ?? name.replace(/(?:^|_)([a-z])/g, (_match, letter: string) => letter.toUpperCase())

const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['keyname', 'KeyName'],
  ['appid', 'AppId'],
  ['pagepath', 'PagePath'],
  ['userid', 'UserId'],
])

const UNKNOWN_TYPE = {
  zh: `被动回复的 MsgType 只能是 ${Object.keys(BODIES).join('、')}。`,
  en: `A reply’s MsgType is one of ${Object.keys(BODIES).join(', ')}.`,
}
