import type { PlainContent } from './message-content.ts'
import type { TemplateCardMessage } from './template-card.ts'

/**
 * The messages of 企业微信「发送应用消息」(2025-09-24) in the platform's own field names, except that lists are arrays here
 * and are joined with `|` on the wire. Bytes are UTF-8. A field marked "cut off" is shortened silently by the platform
 * while the answer stays `ok`, so that beyond it a message is refused here (see `SendChoices.truncation`).
 */
export type AppMessage = Recipients & SendOptions & AppMessageContent

/**
 * Who receives: at least one of the three, or `'@all'` alone (everybody in the app's visible range; the platform would
 * ignore departments and tags beside it).
 */
export type Recipients =
  | { readonly touser: '@all'; readonly toparty?: undefined; readonly totag?: undefined }
  | {
      readonly touser: readonly string[]
      readonly toparty?: Ids | undefined
      readonly totag?: Ids | undefined
    }
  | {
      readonly touser?: readonly string[] | undefined
      readonly toparty: Ids
      readonly totag?: Ids | undefined
    }
  | {
      readonly touser?: readonly string[] | undefined
      readonly toparty?: Ids | undefined
      readonly totag: Ids
    }

/** Department ids (≤ 100) or tag ids (≤ 100). Userids: ≤ 1000, compared by the platform without regard to case. */
type Ids = readonly number[]

/** What holds for every message type. */
export interface SendOptions {
  /**
   * 1: replace `$userName=…$` and its like (see `userNamePlaceholder`) in `text.content`; in title and description of
   * `textcard`, `taskcard`, `news` and `miniprogram_notice` (there also in the items' values); in title, digest and
   * content of `mpnews`; in the texts of `template_card`; not in `markdown`. What cannot be resolved stays as typed.
   * Meant for third-party apps. Default 0.
   */
  readonly enable_id_trans?: 0 | 1 | undefined
  /**
   * 1: the same request body within `duplicate_check_interval` does not reach anybody again. WeCom has no other
   * protection for repeating a call whose end is unknown, and it compares the body as JSON: repeat the very bytes, by
   * `prepare` and `sendPrepared`. A suppressed repeat is answered like a success. Default 0.
   */
  readonly enable_duplicate_check?: 0 | 1 | undefined
  /** Seconds, at most 14 400 (4 h). Default 1 800. */
  readonly duplicate_check_interval?: number | undefined
}

/** One content per message type. */
export type AppMessageContent = PlainContent | TemplateCardMessage

/** Shown as the name of the person, where `enable_id_trans` is 1. */
export const userNamePlaceholder = (userid: string): string => `$userName=${userid}$`

/** Shown as the alias of the person, where `enable_id_trans` is 1. */
export const userAliasPlaceholder = (userid: string): string => `$userAlias=${userid}$`

/** Shown as the alias of the person, or as the name if there is none, where `enable_id_trans` is 1. */
export const userAliasOrNamePlaceholder = (userid: string): string => `$userAliasOrName=${userid}$`

/** Shown as the name of the department, where `enable_id_trans` is 1. */
export const departmentNamePlaceholder = (id: number): string => `$departmentName=${id}$`
