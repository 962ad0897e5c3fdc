/**
 * What a group robot posts through its webhook or in reply to a message, in the platform's own field names. `at` names
 * only members of the group, and only those whose number or userid also stands in the text as `@…`.
 * Source: 钉钉「自定义机器人发送群消息」, 2026-08-22, and 「机器人发送消息的消息类型」, 2026-08-22.
 */
export type RobotMessage = (
  | (RobotTextMessage & Mentioning)
  | (RobotMarkdownMessage & Mentioning)
  | (RobotActionCardMessage & Mentioning)
  | (RobotLinkMessage & NotMentioning)
  | (RobotFeedCardMessage & NotMentioning)
) & {
  /** Repeat with the same value after an unclear end: the message appears once. */
  readonly msgUuid?: string | undefined
}

interface Mentioning {
  readonly at?: RobotAt | undefined
}

/** These types alert nobody. */
interface NotMentioning {
  readonly at?: undefined
}

export interface RobotTextMessage {
  readonly msgtype: 'text'
  readonly text: { readonly content: string }
}

export interface RobotMarkdownMessage {
  readonly msgtype: 'markdown'
  readonly markdown: {
    /** Shown in the list of conversations. */
    readonly title: string
    /** A picture's URL may be a media id. */
    readonly text: string
  }
}

/** One link, with a picture if wanted. */
export interface RobotLinkMessage {
  readonly msgtype: 'link'
  readonly link: {
    readonly title: string
    readonly text: string
    readonly messageUrl: string
    readonly picUrl?: string | undefined
  }
}

/** Markdown with one button over the whole card, or with several. */
export interface RobotActionCardMessage {
  readonly msgtype: 'actionCard'
  readonly actionCard: RobotSingleActionCard | RobotButtonsActionCard
}

interface RobotActionCardContent {
  /** Shown in the list of conversations. */
  readonly title: string
  /** Markdown. */
  readonly text: string
  /** `'0'`: buttons one below the other; `'1'`: side by side. */
  readonly btnOrientation?: '0' | '1' | undefined
  /** `'1'` hides the robot's picture. */
  readonly hideAvatar?: '0' | '1' | undefined
}

/** The whole card leads to one place. */
export interface RobotSingleActionCard extends RobotActionCardContent {
  readonly singleTitle: string
  readonly singleURL: string
  /** Would be ignored beside the single button. */
  readonly btns?: undefined
}

export interface RobotButtonsActionCard extends RobotActionCardContent {
  readonly btns: readonly { readonly title: string; readonly actionURL: string }[]
  readonly singleTitle?: undefined
  readonly singleURL?: undefined
}

/** Several links with pictures, below each other. */
export interface RobotFeedCardMessage {
  readonly msgtype: 'feedCard'
  readonly feedCard: {
    readonly links: readonly {
      readonly title: string
      readonly messageURL: string
      readonly picURL: string
    }[]
  }
}

/** At most 50 people. */
export interface RobotAt {
  readonly atMobiles?: readonly string[] | undefined
  readonly atUserIds?: readonly string[] | undefined
  /** Everybody in the group; needs no mention in the text. */
  readonly isAtAll?: boolean | undefined
}
