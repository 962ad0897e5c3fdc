import * as z from 'zod'
import { MEDIA_KINDS, MediaId } from './media-view.ts'
import { JsonObject } from './text.ts'

/** No channel carries more; each channel's own limits are far lower and are checked when the message is accepted. */
const MAX_TEXT_CHARACTERS = 100_000
const MAX_TITLE_CHARACTERS = 500
/** Both platforms end addresses at 2 048 bytes or before. */
const MAX_URL_CHARACTERS = 2048

const Title = z.string().min(1).max(MAX_TITLE_CHARACTERS)
const Body = z.string().min(1).max(MAX_TEXT_CHARACTERS)
export const Url = z
  .string()
  .max(MAX_URL_CHARACTERS)
  .regex(/^https?:\/\/[^\s]+$/i)
  .describe('http:// or https://')

const TextContent = z.strictObject({ type: z.literal('text'), text: Body })

/** The common part of both platforms' Markdown: headings, bold, links, quotes, code. */
const MarkdownContent = z.strictObject({
  type: z.literal('markdown'),
  title: Title.describe(
    'Shown in the list of conversations and in notifications, where the platform has a place for it.',
  ),
  text: Body,
})

const LinkContent = z.strictObject({
  type: z.literal('link'),
  title: Title,
  text: Body,
  url: Url,
  picture: Url.optional(),
})

const Button = z.strictObject({ title: z.string().min(1).max(64), url: Url })

const CardContent = z.strictObject({
  type: z.literal('card'),
  title: Title,
  text: Body.describe('Markdown.'),
  buttons: z.array(Button).min(1).max(6).describe('With one, the whole card leads there.'),
  layout: z.enum(['row', 'column']).default('column').describe('How several buttons stand.'),
})

const Article = z.strictObject({
  title: Title,
  description: z.string().max(MAX_TEXT_CHARACTERS).optional(),
  url: Url,
  picture: Url.optional(),
})

const NewsContent = z.strictObject({ type: z.literal('news'), articles: z.array(Article).min(1).max(8) })

const FormRow = z.strictObject({ key: z.string().min(1).max(500), value: z.string().max(2000) })

/** A structured notice: rows of name and value, as approvals show them. */
const FormContent = z.strictObject({
  type: z.literal('form'),
  title: Title,
  rows: z.array(FormRow).min(1).max(30),
  text: z.string().max(MAX_TEXT_CHARACTERS).optional().describe('Below the rows.'),
  url: Url.optional(),
})

const ImageContent = z.strictObject({ type: z.literal('image'), media: MediaId })

const FileContent = z.strictObject({ type: z.literal('file'), media: MediaId })

/** Both platforms take a minute at most. Unit: seconds. */
const MAX_VOICE_SECONDS = 60
const VoiceContent = z.strictObject({
  type: z.literal('voice'),
  media: MediaId,
  seconds: z.int().min(1).max(MAX_VOICE_SECONDS).describe('How long it is; shown before it is played.'),
})

const VideoContent = z.strictObject({
  type: z.literal('video'),
  media: MediaId,
  title: Title.optional(),
  text: z.string().max(MAX_TEXT_CHARACTERS).optional(),
})

/** The platform's own JSON, by channel, passed on unchanged once the channel has validated it. */
const NativeContent = z.strictObject({
  type: z.literal('native'),
  bodies: z
    .record(z.string(), JsonObject)
    .describe('By channel name, for example {"wecom.app": {"msgtype": "text", "text": {"content": "…"}}}.'),
})

export const Content = z
  .discriminatedUnion('type', [
    TextContent,
    MarkdownContent,
    LinkContent,
    CardContent,
    NewsContent,
    FormContent,
    ImageContent,
    FileContent,
    VoiceContent,
    VideoContent,
    NativeContent,
  ])
  .meta({ id: 'Content' })
export type Content = z.infer<typeof Content>
export type ContentType = Content['type']
/** A file, which the platform is given before the message. */
export type MediaContent = Extract<Content, { media: string }>

/** The kinds that every channel renders or refuses by its degrade table; `native` is nobody's to translate. */
export const PORTABLE_TYPES = [
  'text',
  'markdown',
  'link',
  'card',
  'news',
  'form',
  ...MEDIA_KINDS,
] as const satisfies ContentType[]
export const CONTENT_TYPES = [...PORTABLE_TYPES, 'native'] as const satisfies ContentType[]
