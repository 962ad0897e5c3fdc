/**
 * The five template cards of 企业微信「发送应用消息」(2025-09-24), 模板卡片消息. A text with an advised length ("about n
 * characters") is sent all the same, with a warning. Cards with buttons, votes or an `action_menu` may only be sent by
 * an app that has a callback URL (43012).
 */
export type TemplateCard =
  | TextNoticeCard
  | NewsNoticeCard
  | ButtonInteractionCard
  | VoteInteractionCard
  | MultipleInteractionCard

/** A template card as an application message. */
export interface TemplateCardMessage {
  readonly msgtype: 'template_card'
  readonly template_card: TemplateCard
  /** Not offered by the platform for this type. */
  readonly safe?: undefined
}

/** A card in the place of one that was sent: it may be of another type, and needs no `task_id`. */
export type UpdatedTemplateCard = Without<TemplateCard, 'task_id'> & {
  readonly task_id?: TaskId | undefined
  /** Instead of the buttons: a grey text that cannot be pressed. */
  readonly replace_text?: string | undefined
}

/** `Omit` for each member of a union. */
export type Without<Union, Field extends PropertyKey> = Union extends unknown ? Omit<Union, Field> : never

/** A notice of text: `main_title.title` or `sub_title_text` must be there. */
export type TextNoticeCard = NoticeBlocks &
  WithMenu & {
    readonly card_type: 'text_notice'
    readonly emphasis_content?: EmphasisContent | undefined
    readonly card_action: CardAction
  } & (
    | { readonly main_title: TitledMainTitle; readonly sub_title_text?: string | undefined }
    | { readonly main_title?: MainTitle | undefined; readonly sub_title_text: string }
  )

/** A notice with a picture: `image_text_area` or `card_image` must be there. */
export type NewsNoticeCard = NoticeBlocks &
  WithMenu & {
    readonly card_type: 'news_notice'
    readonly main_title: TitledMainTitle
    /** At most 4. */
    readonly vertical_content_list?: readonly VerticalContent[] | undefined
    readonly card_action: CardAction
  } & (
    | { readonly image_text_area: ImageTextArea; readonly card_image?: CardImage | undefined }
    | { readonly image_text_area?: undefined; readonly card_image: CardImage }
  )

/** A card with one to six buttons; a press is a `template_card_event`. */
export interface ButtonInteractionCard {
  readonly card_type: 'button_interaction'
  readonly source?: CardSource | undefined
  readonly action_menu?: ActionMenu | undefined
  readonly main_title: TitledMainTitle
  readonly quote_area?: QuoteArea | undefined
  /** About 160 characters. */
  readonly sub_title_text?: string | undefined
  /** At most 6. */
  readonly horizontal_content_list?: readonly HorizontalContent[] | undefined
  readonly card_action?: CardAction | { readonly type: 0 } | undefined
  readonly task_id: TaskId
  readonly button_selection?: ButtonSelection | undefined
  /** 1 to 6. */
  readonly button_list: readonly CardButton[]
}

/** A question with one to twenty options. */
export interface VoteInteractionCard {
  readonly card_type: 'vote_interaction'
  readonly source?: CardSource | undefined
  readonly main_title: TitledMainTitle
  readonly task_id: TaskId
  readonly checkbox: Checkbox
  readonly submit_button?: SubmitButton | undefined
}

/** One to three lists to choose from. */
export interface MultipleInteractionCard {
  readonly card_type: 'multiple_interaction'
  readonly source?: CardSource | undefined
  readonly main_title: TitledMainTitle
  readonly task_id: TaskId
  /** 1 to 3. */
  readonly select_list: readonly SelectList[]
  readonly submit_button: SubmitButton
}

/** Unique within the app; 1 to 128 of `0-9 A-Z a-z _ - @`. It comes back in the callback. */
export type TaskId = string

/** What both notices may show. */
interface NoticeBlocks {
  readonly source?: CardSource | undefined
  readonly quote_area?: QuoteArea | undefined
  /** At most 6. */
  readonly horizontal_content_list?: readonly HorizontalContent[] | undefined
  /** At most 3. */
  readonly jump_list?: readonly Jump[] | undefined
}

/** A notice with a menu is told apart by its `task_id`. */
type WithMenu =
  | { readonly action_menu: ActionMenu; readonly task_id: TaskId }
  | { readonly action_menu?: undefined; readonly task_id?: TaskId | undefined }

/** Who it comes from. */
export interface CardSource {
  /** Best 72×72. */
  readonly icon_url?: string | undefined
  /** About 20 characters. */
  readonly desc?: string | undefined
  /** 0 grey (default), 1 black, 2 red, 3 green. */
  readonly desc_color?: 0 | 1 | 2 | 3 | undefined
}

/** The menu in the corner; a click is a `template_card_menu_event`. */
export interface ActionMenu {
  readonly desc?: string | undefined
  /** 1 to 3, their keys all different; a key has at most 1 024 bytes. */
  readonly action_list: readonly { readonly text: string; readonly key: string }[]
}

export interface MainTitle {
  /** About 36 characters. */
  readonly title?: string | undefined
  /** About 44 characters. */
  readonly desc?: string | undefined
}
export type TitledMainTitle = MainTitle & { readonly title: string }

/** Where a press leads: 1 an address, 2 a mini-program. */
export type CardAction =
  | { readonly type: 1; readonly url: string; readonly appid?: undefined; readonly pagepath?: undefined }
  | {
      readonly type: 2
      readonly appid: string
      readonly pagepath?: string | undefined
      readonly url?: undefined
    }

/** 0 or nothing leads nowhere. */
type Linked =
  | {
      readonly type?: 0 | undefined
      readonly url?: undefined
      readonly appid?: undefined
      readonly pagepath?: undefined
    }
  | CardAction

export type QuoteArea = Linked & {
  readonly title?: string | undefined
  readonly quote_text?: string | undefined
}

export interface EmphasisContent {
  /** About 14 characters. */
  readonly title?: string | undefined
  /** About 22 characters. */
  readonly desc?: string | undefined
}

/** One line of two columns: 0 text, 1 an address, 2 an attachment (`value` is its file name), 3 a member. */
export type HorizontalContent = {
  /** About 5 characters. */
  readonly keyname: string
  /** About 30 characters. */
  readonly value?: string | undefined
} & (
  | {
      readonly type?: 0 | undefined
      readonly url?: undefined
      readonly media_id?: undefined
      readonly userid?: undefined
    }
  | { readonly type: 1; readonly url: string; readonly media_id?: undefined; readonly userid?: undefined }
  | { readonly type: 2; readonly media_id: string; readonly url?: undefined; readonly userid?: undefined }
  | { readonly type: 3; readonly userid: string; readonly url?: undefined; readonly media_id?: undefined }
)

/** A line that leads somewhere; its title has about 18 characters. */
export type Jump = Linked & { readonly title: string }

/** A picture on the left and text beside it. */
export type ImageTextArea = Linked & {
  readonly title?: string | undefined
  readonly desc?: string | undefined
  readonly image_url: string
}

export interface CardImage {
  readonly url: string
  /** Width by height, above 1.3 and below 2.25. Default 1.3. */
  readonly aspect_ratio?: number | undefined
}

export interface VerticalContent {
  /** About 38 characters. */
  readonly title: string
  /** About 160 characters. */
  readonly desc?: string | undefined
}

/** 0 (default) calls back with `key`, 1 opens `url`. */
export type CardButton = {
  /** About 10 characters. */
  readonly text: string
  /** 1 (default) to 4. */
  readonly style?: 1 | 2 | 3 | 4 | undefined
} & (
  | { readonly type?: 0 | undefined; readonly key: string; readonly url?: undefined }
  | { readonly type: 1; readonly url: string; readonly key?: undefined }
)

/** Of a question: `id` at most 128 bytes and unique, `text` about 16 characters. */
export interface CardOption {
  readonly id: string
  readonly text: string
}

export interface ButtonSelection {
  /** At most 1 024 bytes. */
  readonly question_key: string
  readonly title?: string | undefined
  /** 1 to 10. */
  readonly option_list: readonly CardOption[]
  /** Default: the first. */
  readonly selected_id?: string | undefined
}

export interface SelectList extends ButtonSelection {
  /** True: may no longer be changed. Only in an update. */
  readonly disable?: boolean | undefined
}

export interface Checkbox {
  /** At most 1 024 bytes. */
  readonly question_key: string
  /** 0 one (default), 1 several. */
  readonly mode?: 0 | 1 | undefined
  /** 1 to 20. */
  readonly option_list: readonly (CardOption & { readonly is_checked?: boolean | undefined })[]
  /** True: may no longer be changed. Only in an update. */
  readonly disable?: boolean | undefined
}

export interface SubmitButton {
  /** About 10 characters. Default 提交. */
  readonly text?: string | undefined
  /** 1 to 1 024 bytes. */
  readonly key: string
}
