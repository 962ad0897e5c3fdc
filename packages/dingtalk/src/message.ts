/**
 * What a work notification may contain, in the platform's own field names. Source of every shape and figure:
 * 钉钉「消息类型与数据格式」, 2026-03-06. Characters are UTF-16 units. The whole message as JSON is at most 2 048 bytes
 * (钉钉「发送工作通知」, 2026-05-29): about 650 Chinese characters.
 */
export type WorkMessage =
  | TextMessage
  | ImageMessage
  | VoiceMessage
  | FileMessage
  | LinkMessage
  | MarkdownMessage
  | ActionCardMessage
  | OaMessage

/** Plain text. */
export interface TextMessage {
  readonly msgtype: 'text'
  readonly text: {
    /** Advised: at most 500 characters. */
    readonly content: string
  }
}

/** A picture, uploaded as `image`. Advised: 600 × 400 px. */
export interface ImageMessage {
  readonly msgtype: 'image'
  readonly image: { readonly media_id: string }
}

/** A recording, uploaded as `voice`: AMR, at most 2 MB. */
export interface VoiceMessage {
  readonly msgtype: 'voice'
  readonly voice: {
    readonly media_id: string
    /** Whole seconds as text, `'1'` to `'59'`. */
    readonly duration: string
  }
}

/** A file, uploaded as `file`: here at most 10 MB, though an upload takes 20. */
export interface FileMessage {
  readonly msgtype: 'file'
  readonly file: { readonly media_id: string }
}

/** Headings, quotes, bold, italics, links, images and lists. Write a line break as two spaces, `\n`, two spaces. */
export interface MarkdownMessage {
  readonly msgtype: 'markdown'
  readonly markdown: {
    /** Shown in the list of conversations. */
    readonly title: string
    readonly text: string
  }
}

/** One link with picture. The only type whose fields are camelCase. */
export interface LinkMessage {
  readonly msgtype: 'link'
  readonly link: {
    /** Where a click leads. */
    readonly messageUrl: string
    /** A media id (`@l…`) or a URL. */
    readonly picUrl: string
    /** Advised: at most 100 characters. */
    readonly title: string
    /** Advised: at most 500 characters. */
    readonly text: string
  }
}

/** Markdown with one button over the whole card, or with several. */
export interface ActionCardMessage {
  readonly msgtype: 'action_card'
  readonly action_card: SingleActionCard | ButtonsActionCard
}

interface ActionCardContent {
  /** Shown in the list of conversations. At most 64 characters. */
  readonly title?: string | undefined
  /** Advised: at most 1 000 characters. */
  readonly markdown: string
}

/** The whole card leads to one place. */
export interface SingleActionCard extends ActionCardContent {
  /** At most 20 characters. */
  readonly single_title: string
  /** At most 500 characters. */
  readonly single_url: string
  readonly btn_orientation?: undefined
  readonly btn_json_list?: undefined
}

/** Several buttons. */
export interface ButtonsActionCard extends ActionCardContent {
  /** `'0'`: one below the other; `'1'`: side by side. */
  readonly btn_orientation: '0' | '1'
  /** As JSON at most 1 000 characters. */
  readonly btn_json_list: readonly ActionCardButton[]
  readonly single_title?: undefined
  readonly single_url?: undefined
}

export interface ActionCardButton {
  /** At most 20 characters. */
  readonly title: string
  /** At most 700 characters; more than 500 is warned of, because the platform contradicts itself. */
  readonly action_url: string
}

/** The structured notice of approvals and the like. */
export interface OaMessage {
  readonly msgtype: 'oa'
  readonly oa: {
    /** Where a click leads: a URL, or `eapp://…` if the sending app is a mini-program. */
    readonly message_url: string
    /** Where a click leads on a computer. Default: as `message_url`. */
    readonly pc_message_url?: string | undefined
    readonly head: {
      /** Exactly eight hex digits, opacity before colour, without `0x`: `FFBBBBBB`. */
      readonly bgcolor: string
      /** A work notification shows the app's name in its place. Advised: at most 10 characters. */
      readonly text: string
    }
    /** Only for at most five `userid_list`, without departments and `to_all_user`. */
    readonly status_bar?:
      | {
          readonly status_value?: string | undefined
          /** Advised: `0xFF` and six hex digits. Default: black. */
          readonly status_bg?: string | undefined
        }
      | undefined
    readonly body: {
      /** Advised: at most 50 characters. */
      readonly title?: string | undefined
      /** Only the first six rows are shown. */
      readonly form?: readonly OaFormRow[] | undefined
      /** A large figure with its unit. */
      readonly rich?: { readonly num?: string | undefined; readonly unit?: string | undefined } | undefined
      /** Only the first three lines are shown. */
      readonly content?: string | undefined
      /** A media id (`@l…`). Advised: 600 × 400 px. */
      readonly image?: string | undefined
      /** Shown as it is. */
      readonly file_count?: string | undefined
      readonly author?: string | undefined
    }
  }
}

export interface OaFormRow {
  readonly key: string
  readonly value: string
}
