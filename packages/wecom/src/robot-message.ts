import { createHash } from 'node:crypto'
import type { CardImage, NewsNoticeCard, TextNoticeCard, Without } from './template-card.ts'

/**
 * The messages of 企业微信「消息推送配置说明」(原“群机器人”, 2025-08-07), in the platform's own field names. Bytes are UTF-8.
 * What is too long is refused by the platform, but for titles and descriptions of articles, which it cuts off.
 */
export type RobotMessage =
  | RobotTextMessage
  | RobotMarkdownMessage
  | RobotMarkdownV2Message
  | RobotImageMessage
  | RobotNewsMessage
  | RobotFileMessage
  | RobotVoiceMessage
  | RobotTemplateCardMessage

/** Plain text. `<@userid>` in it alerts a person, too. */
export interface RobotTextMessage {
  readonly msgtype: 'text'
  readonly text: {
    /** 1 to 2 048 bytes. */
    readonly content: string
    /** Userids, or `@all`. Whoever is not in the group is passed over. */
    readonly mentioned_list?: readonly string[] | undefined
    /** Mobile numbers, or `@all`. */
    readonly mentioned_mobile_list?: readonly string[] | undefined
  }
}

/** Headings, bold, links, inline code, quotes and `<font color="info|comment|warning">`; `<@userid>` alerts a person. */
export interface RobotMarkdownMessage {
  readonly msgtype: 'markdown'
  readonly markdown: {
    /** 1 to 4 096 bytes. */
    readonly content: string
  }
}

/**
 * Also italics, nested lists and quotes, pictures, code blocks and tables, but no colours and no mentions. Clients before
 * 4.1.36 (Android 4.1.38) show plain text.
 */
export interface RobotMarkdownV2Message {
  readonly msgtype: 'markdown_v2'
  readonly markdown_v2: {
    /** 1 to 4 096 bytes. */
    readonly content: string
  }
}

/** A JPG or PNG of at most 2 MB, inside the message: `robotImage(bytes)` writes it. */
export interface RobotImageMessage {
  readonly msgtype: 'image'
  readonly image: RobotImage
}

export interface RobotImage {
  readonly base64: string
  /** Of the bytes before base64, in hexadecimal. */
  readonly md5: string
}

/** One to eight articles. */
export interface RobotNewsMessage {
  readonly msgtype: 'news'
  readonly news: { readonly articles: readonly RobotArticle[] }
}

export interface RobotArticle {
  /** 1 to 128 bytes; cut off beyond. */
  readonly title: string
  /** At most 512 bytes; cut off beyond. */
  readonly description?: string | undefined
  readonly url: string
  /** JPG or PNG. */
  readonly picurl?: string | undefined
}

/** A file that the same robot uploaded. */
export interface RobotFileMessage {
  readonly msgtype: 'file'
  readonly file: { readonly media_id: string }
}

/** A voice message that the same robot uploaded. */
export interface RobotVoiceMessage {
  readonly msgtype: 'voice'
  readonly voice: { readonly media_id: string }
}

/** A notice; a robot gets no callbacks, so that there are no menus and no buttons. */
export interface RobotTemplateCardMessage {
  readonly msgtype: 'template_card'
  readonly template_card: RobotTemplateCard
}

export type RobotTemplateCard =
  | Without<TextNoticeCard, 'action_menu' | 'task_id'>
  | (Without<NewsNoticeCard, 'action_menu' | 'task_id' | 'card_image'> & { readonly card_image: CardImage })

/** A picture as a robot sends it. */
export const robotImage = (bytes: Uint8Array): RobotImage => ({
  base64: Buffer.from(bytes).toString('base64'),
  md5: createHash('md5').update(bytes).digest('hex'),
})
