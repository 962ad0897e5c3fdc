import type { Content, JsonObject, Text } from '@hongyan/contract'
import { isPlatformCallError, type Warning } from '@hongyan/platform-call'
import type { Part, Refusal, Rendering, RenderOptions } from './channel.ts'
import { LONGEST_MARK } from './mark.ts'
import { isText, shorten, split, type TextContent } from './overflow/overflow.ts'
import { sameness } from './sameness.ts'
import { senderField } from './sender-field.ts'

export type PortableContent = Exclude<Content, { type: 'native' }>

/** What a channel knows about its messages; from it follow rendering, splitting and marking. */
export interface MessageForm {
  readonly channel: string
  /** The platform's message for a portable content. */
  compose(content: PortableContent): JsonObject
  /** The platform's message as a sender wrote it. */
  adopt(body: JsonObject): JsonObject
  /** @throws InvalidInputError if the message breaks a documented limit */
  check(message: JsonObject): readonly Warning[]
  /** The message with a mark where a reader sees it. */
  mark(message: JsonObject, mark: string): JsonObject
}

/** Renders content by a channel's form. What the platform would refuse or cut off is refused here. */
export function renderBy(form: MessageForm, content: Content, options: RenderOptions): Rendering {
  const message = messageOf(form, content)
  if (!message) return { kind: 'refused', refusal: notCarried(form.channel) }
  const checked = tryMessage(form, content, message, options)
  if (checked.kind === 'fits') {
    return { kind: 'rendered', parts: [partOf(message)], warnings: checked.warnings }
  }
  if (checked.refusal.code !== 'content_too_long') return { kind: 'refused', refusal: checked.refusal }
  return renderOverflow(form, content, options) ?? { kind: 'refused', refusal: checked.refusal }
}

/** The same part with a mark; its sameness changes with it. */
export const distinguishBy = (form: MessageForm, part: Part, mark: string): Part =>
  partOf(form.mark(part.message, mark))

const partOf = (message: JsonObject): Part => ({ message, sameness: sameness(message) })

function messageOf(form: MessageForm, content: Content): JsonObject | undefined {
  if (content.type !== 'native') return form.compose(content)
  const body = content.bodies[form.channel]
  return body && form.adopt(body)
}

type Trial =
  | { readonly kind: 'fits'; readonly warnings: readonly Text[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

function tryMessage(
  form: MessageForm,
  content: Content,
  message: JsonObject,
  { roomForMark }: RenderOptions,
): Trial {
  try {
    const warnings = form.check(message)
    if (roomForMark) form.check(form.mark(message, LONGEST_MARK))
    return { kind: 'fits', warnings: warnings.map(({ zh, en }) => ({ zh, en })) }
  } catch (error) {
    if (!isPlatformCallError(error) || error.kind !== 'invalid') throw error
    const { limit, actual, unit, remedy } = error
    const field = senderField(content, form.channel, error.field)
    if (limit === undefined || actual === undefined || actual < limit) {
      return { kind: 'refused', refusal: { code: 'content_invalid', field, sentence: INVALID, remedy } }
    }
    const refusal: Refusal = {
      code: 'content_too_long',
      field,
      sentence: TOO_LONG,
      remedy,
      limit,
      actual,
      unit: unit ?? 'characters',
    }
    return { kind: 'refused', refusal }
  }
}

/** What is too long for one message, as the sender wants it: in parts, or its beginning. */
function renderOverflow(form: MessageForm, content: Content, options: RenderOptions): Rendering | undefined {
  if (!isText(content)) return undefined
  const trialOf = (piece: PortableContent) => tryMessage(form, piece, form.compose(piece), options)
  const contents = overflowing(content, options, (piece) => trialOf(piece).kind === 'fits')
  if (!contents) return undefined
  const warnings = contents.map(trialOf).flatMap((trial) => (trial.kind === 'fits' ? trial.warnings : []))
  const parts = contents.map((piece) => partOf(form.compose(piece)))
  return { kind: 'rendered', parts, warnings: distinct(warnings) }
}

function overflowing(
  content: TextContent,
  { overflow, moreUrl }: RenderOptions,
  fits: (content: TextContent) => boolean,
): readonly TextContent[] | undefined {
  if (overflow === 'split') return split(content, fits)
  const beginning = overflow === 'link' && moreUrl !== undefined ? shorten(content, moreUrl, fits) : undefined
  return beginning && [beginning]
}

const distinct = (texts: readonly Text[]): Text[] => [
  ...new Map(texts.map((text) => [JSON.stringify(text), text])).values(),
]

const notCarried = (channel: string): Refusal => ({
  code: 'content_not_carried',
  field: 'content',
  sentence: {
    zh: `native 内容里没有给 ${channel} 的消息体`,
    en: `The native content has no body for ${channel}`,
  },
  remedy: {
    zh: `在 content.bodies 中加上 "${channel}"，或不使用该账号。`,
    en: `Add "${channel}" to content.bodies, or leave the account out.`,
  },
})

const TOO_LONG: Text = {
  zh: '内容超过平台上限',
  en: 'The content is longer than the platform takes',
}
const INVALID: Text = {
  zh: '平台不接受这样的内容',
  en: 'The platform does not take such content',
}
