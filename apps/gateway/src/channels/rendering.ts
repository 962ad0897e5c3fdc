import type { Content, ContentType, JsonObject, MediaContent, Text } from '@hongyan/contract'
import { isPlatformCallError, type Warning } from '@hongyan/platform-call'
import type { Part, Refusal, Rendering, RenderOptions } from './channel.ts'
import { LONGEST_MARK } from './mark.ts'
import { isText, shorten, split, type TextContent } from './overflow/overflow.ts'
import { sameness } from './sameness.ts'
import { senderField } from './sender-field.ts'

/** All of it is in the message itself. */
export type WrittenContent = Exclude<Content, { type: 'native' } | MediaContent>

/** What a channel knows about its messages; from it follow rendering, splitting and marking. */
export interface MessageForm {
  readonly channel: string
  /** The platform's message for a portable content. */
  compose(content: WrittenContent): JsonObject
  /** The message that shows a file, by what the platform gave for it; undefined if this kind is not carried. */
  composeMedia?(content: MediaContent, handle: string): JsonObject | undefined
  /** The platform's message as a sender wrote it. */
  adopt(body: JsonObject): JsonObject
  /** @throws InvalidInputError if the message breaks a documented limit */
  check(message: JsonObject): readonly Warning[]
  /** The message with a mark where a reader sees it. */
  mark(message: JsonObject, mark: string): JsonObject
}

/** Renders content by a channel's form. What the platform would refuse or cut off is refused here. */
export function renderBy(form: MessageForm, content: Content, options: RenderOptions): Rendering {
  const message = messageOf(form, content, options)
  if (!message) return { kind: 'refused', refusal: notCarried(content.type, form.channel) }
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

function messageOf(form: MessageForm, content: Content, { handleOf }: RenderOptions): JsonObject | undefined {
  if (content.type === 'native') {
    const body = content.bodies[form.channel]
    return body && form.adopt(body)
  }
  if (!('media' in content)) return form.compose(content)
  return form.composeMedia?.(content, handleOf?.(content.media) ?? NOT_UPLOADED)
}

/** Stands for a file that has not been uploaded, in a message that is only looked at. */
const NOT_UPLOADED = 'MEDIA_ID'

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
  const trialOf = (piece: TextContent) => tryMessage(form, piece, form.compose(piece), options)
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

function notCarried(type: ContentType, channel: string): Refusal {
  const texts = type === 'native' ? noBodyFor(channel) : noSuchKind(type, channel)
  return { code: 'content_not_carried', field: 'content', ...texts }
}

const noBodyFor = (channel: string): Pick<Refusal, 'sentence' | 'remedy'> => ({
  sentence: {
    zh: `native 内容里没有给 ${channel} 的消息体`,
    en: `The native content has no body for ${channel}`,
  },
  remedy: {
    zh: `在 content.bodies 中加上 "${channel}"，或不使用该账号。`,
    en: `Add "${channel}" to content.bodies, or leave the account out.`,
  },
})

const noSuchKind = (type: ContentType, channel: string): Pick<Refusal, 'sentence' | 'remedy'> => ({
  sentence: {
    zh: `${channel} 没有 ${type} 这种消息`,
    en: `${channel} has no messages of the kind ${type}`,
  },
  remedy: {
    zh: '换一种内容（例如带下载地址的 link），或不使用该账号。',
    en: 'Use another kind (a link to the file, for example), or leave the account out.',
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
