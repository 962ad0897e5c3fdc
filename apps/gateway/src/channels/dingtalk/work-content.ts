import type { JsonObject, MediaContent } from '@hongyan/contract'
import {
  ADVISED_FORM_ROWS,
  checkWorkMessage,
  MAX_CARD_TITLE_CHARACTERS,
  type WorkMessage,
} from '@hongyan/dingtalk'
import { heading, link, paragraphs, picture } from '../markdown.ts'
import { marked } from '../marking.ts'
import type { MessageForm, WrittenContent } from '../rendering.ts'

type Of<Type extends WrittenContent['type']> = Extract<WrittenContent, { type: Type }>

/** The messages of a work notification. */
export const workForm: MessageForm = {
  channel: 'dingtalk.work',
  compose: (content) => ({ ...compose(content) }),
  adopt: (body) => body,
  composeMedia,
  // A sender's own JSON may be of any form; the client looks at every field and trusts no type.
  check: (message) => checkWorkMessage(message as unknown as WorkMessage),
  mark: (message, mark) => marked(message, mark, MARK_PLACES),
}

/** Where a mark stands: the last text that is always shown. Of `oa` only the title is never cut short. */
const MARK_PLACES = {
  text: ['text.content'],
  markdown: ['markdown.text'],
  link: ['link.text'],
  action_card: ['action_card.markdown'],
  oa: ['oa.body.title', 'oa.body.content'],
} as const

function compose(content: WrittenContent): JsonObject {
  switch (content.type) {
    case 'text':
      return { msgtype: 'text', text: { content: content.text } }
    case 'markdown':
      return markdown(content.title, content.text)
    case 'link':
      return composeLink(content)
    case 'card':
      return composeCard(content)
    case 'news':
      return composeNews(content)
    case 'form':
      return composeForm(content)
  }
}

const markdown = (title: string, text: string): JsonObject => ({
  msgtype: 'markdown',
  markdown: { title, text },
})

/** A link message must have a picture; without one a card leads to the same place. */
function composeLink({ title, text, url, picture: picUrl }: Of<'link'>): JsonObject {
  if (picUrl !== undefined) return { msgtype: 'link', link: { messageUrl: url, picUrl, title, text } }
  return actionCard(title, text, { single_title: '查看详情', single_url: url })
}

function composeCard({ title, text, buttons, layout }: Of<'card'>): JsonObject {
  const [first, ...others] = buttons
  if (first && others.length === 0) {
    return actionCard(title, text, { single_title: first.title, single_url: first.url })
  }
  const btn_json_list = buttons.map((button) => ({ title: button.title, action_url: button.url }))
  return actionCard(title, text, { btn_orientation: layout === 'row' ? '1' : '0', btn_json_list })
}

/** `title` is only for the list of conversations and short; the card itself shows the whole one. */
function actionCard(title: string, text: string, buttons: JsonObject): JsonObject {
  const listed = title.length <= MAX_CARD_TITLE_CHARACTERS ? { title } : {}
  const card = { ...listed, markdown: paragraphs(heading(title), text), ...buttons }
  return { msgtype: 'action_card', action_card: card }
}

function composeNews({ articles }: Of<'news'>): JsonObject {
  const blocks = articles.map((article) =>
    paragraphs(
      article.picture && picture(article.picture),
      heading(link(article.title, article.url)),
      article.description,
    ),
  )
  return markdown(articles[0]?.title ?? '', paragraphs(...blocks))
}

/** An `oa` message leads somewhere and shows six rows; whatever needs less or more goes out as Markdown. */
function composeForm({ title, rows, text, url }: Of<'form'>): JsonObject {
  if (url !== undefined && rows.length <= ADVISED_FORM_ROWS) {
    const form = rows.map(({ key, value }) => ({ key: withColon(key), value }))
    const body = { title, form, ...(text && { content: text }) }
    return { msgtype: 'oa', oa: { message_url: url, head: { bgcolor: 'FF3296FA', text: '通知' }, body } }
  }
  const lines = rows.map(({ key, value }) => `**${withColon(key)}** ${value}`)
  return markdown(title, paragraphs(heading(title), ...lines, text, url && link('查看详情', url)))
}

/** There is no message type for videos. */
function composeMedia(content: MediaContent, handle: string): JsonObject | undefined {
  switch (content.type) {
    case 'image':
    case 'file':
      return { msgtype: content.type, [content.type]: { media_id: handle } }
    case 'voice':
      return { msgtype: 'voice', voice: { media_id: handle, duration: String(content.seconds) } }
    case 'video':
      return undefined
  }
}

const withColon = (key: string): string => (/[:：]$/.test(key) ? key : `${key}：`)
