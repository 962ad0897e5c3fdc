import type { JsonObject } from '@hongyan/contract'
import { checkRobotMessage, type RobotMessage } from '@hongyan/dingtalk'
import { heading, link, paragraphs, picture } from '../markdown.ts'
import { marked } from '../marking.ts'
import type { MessageForm, WrittenContent } from '../rendering.ts'

/** The messages of a custom group robot: text, and Markdown for everything else. */
export const webhookForm: MessageForm = {
  channel: 'dingtalk.webhook',
  compose,
  // The id that drops repeats is the gateway's to give.
  adopt: ({ msgUuid: _, ...body }) => body,
  check: (message) => checkRobotMessage(withLongestUuid(message)),
  mark: (message, mark) => marked(message, mark, { text: ['text.content'], markdown: ['markdown.text'] }),
}

/** A call's id counts towards the body's length; 64 characters are more than it ever has. */
function withLongestUuid(message: JsonObject): RobotMessage {
  // A sender's own JSON may be of any form; the client looks at every field and trusts no type.
  return { ...message, msgUuid: '-'.repeat(64) } as unknown as RobotMessage
}

function compose(content: WrittenContent): JsonObject {
  switch (content.type) {
    case 'text':
      return { msgtype: 'text', text: { content: content.text } }
    case 'markdown':
      return markdown(content.title, content.text)
    case 'link': {
      const { title, text, url, picture: image } = content
      return markdown(title, paragraphs(heading(link(title, url)), text, image && picture(image)))
    }
    case 'card': {
      const buttons = content.buttons.map((button) => link(button.title, button.url))
      return markdown(content.title, paragraphs(heading(content.title), content.text, buttons.join('　')))
    }
    case 'news': {
      const blocks = content.articles.map(({ title, url, description, picture: image }) =>
        paragraphs(image && picture(image), heading(link(title, url)), description),
      )
      return markdown(content.articles[0]?.title ?? '', paragraphs(...blocks))
    }
    case 'form': {
      const { title, rows, text, url } = content
      const lines = rows.map(({ key, value }) => `**${key}** ${value}`)
      return markdown(title, paragraphs(heading(title), ...lines, text, url && link('查看详情', url)))
    }
  }
}

const markdown = (title: string, text: string): JsonObject => ({
  msgtype: 'markdown',
  markdown: { title, text },
})
