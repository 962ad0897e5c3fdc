import type { JsonObject, MediaContent } from '@hongyan/contract'
import { type AppMessage, checkMessage } from '@hongyan/wecom'
import { bold, link } from '../markdown.ts'
import { marked } from '../marking.ts'
import type { MessageForm, WrittenContent } from '../rendering.ts'

type Of<Type extends WrittenContent['type']> = Extract<WrittenContent, { type: Type }>

/** The application messages of WeCom. */
export const appForm: MessageForm = {
  channel: 'wecom.app',
  compose,
  composeMedia,
  adopt: withoutAddress,
  check: (message) => checkMessage(forSomebody(message), 'POST /cgi-bin/message/send'),
  mark: (message, mark) => marked(message, mark, MARK_PLACES),
}

const MARK_PLACES = {
  text: ['text.content'],
  markdown: ['markdown.content'],
  textcard: ['textcard.description'],
  news: ['news.articles.description', 'news.articles.title'],
  video: ['video.description', 'video.title'],
} as const

/** Receivers, agent and duplicate check belong to the call, not to the content. */
function withoutAddress(body: JsonObject): JsonObject {
  const { touser, toparty, totag, agentid, enable_duplicate_check, duplicate_check_interval, ...content } =
    body
  return content
}

function forSomebody(message: JsonObject): AppMessage {
  // A sender's own JSON may be of any form; the client looks at every field and trusts no type.
  return { ...message, touser: ['somebody'] } as unknown as AppMessage
}

function compose(content: WrittenContent): JsonObject {
  switch (content.type) {
    case 'text':
      return { msgtype: 'text', text: { content: content.text } }
    case 'markdown':
      return markdown(content.text)
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

const markdown = (text: string): JsonObject => ({ msgtype: 'markdown', markdown: { content: text } })

/** A text card has no place for a picture, an article has. */
function composeLink({ title, text, url, picture }: Of<'link'>): JsonObject {
  if (picture === undefined) return { msgtype: 'textcard', textcard: { title, description: text, url } }
  return { msgtype: 'news', news: { articles: [{ title, description: text, url, picurl: picture }] } }
}

function composeCard({ title, text, buttons, layout }: Of<'card'>): JsonObject {
  const links = buttons.map((button) => link(button.title, button.url))
  return markdown([bold(title), text, links.join(layout === 'row' ? '　' : '\n')].join('\n'))
}

function composeNews({ articles }: Of<'news'>): JsonObject {
  const shown = articles.map(({ title, description, url, picture }) => ({
    title,
    ...(description !== undefined && { description }),
    url,
    ...(picture !== undefined && { picurl: picture }),
  }))
  return { msgtype: 'news', news: { articles: shown } }
}

function composeForm({ title, rows, text, url }: Of<'form'>): JsonObject {
  const lines = rows.map(({ key, value }) => `>${key}：${value}`)
  const more = url === undefined ? [] : [link('查看详情', url)]
  return markdown([bold(title), ...lines, ...(text ? [text] : []), ...more].join('\n'))
}

function composeMedia(content: MediaContent, handle: string): JsonObject {
  if (content.type !== 'video') return { msgtype: content.type, [content.type]: { media_id: handle } }
  const { title, text } = content
  const words = { ...(title !== undefined && { title }), ...(text !== undefined && { description: text }) }
  return { msgtype: 'video', video: { media_id: handle, ...words } }
}
