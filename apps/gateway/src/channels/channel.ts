import type {
  Ceiling,
  Content,
  ContentType,
  JsonObject,
  LimitOwner,
  MediaKind,
  RecipientKind,
  Text,
} from '@hongyan/contract'
import type * as z from 'zod'
import type { Session, Way } from './session.ts'

/**
 * One way of delivering: `dingtalk.work`, `wecom.app` … Everything here is data or a pure function, so that a message
 * can be checked, planned and rendered without any platform call, also inside a transaction. What talks to the
 * platform is the `Session` that `open` gives.
 *
 * A new channel on a known platform is one file with such a value and one line in `index.ts`.
 */
export interface Channel {
  /** `<platform>.<way>`. */
  readonly name: string
  readonly platform: string
  readonly title: Text
  readonly app: AppKind
  /** An account's own settings, beside its app's credential. */
  readonly options: z.ZodObject
  /** Whom one call can name, and how many of each kind; `fixed`: the credential is the address. */
  readonly recipients: 'fixed' | Recipients
  /** How good news can get here. */
  readonly ceiling: Ceiling
  /** Messages of one account go out one after the other. */
  readonly ordered: boolean
  /** How each kind of content goes out, and what is lost by it. */
  readonly renderings: Readonly<Record<ContentType, RenderingRule>>
  readonly budgets: readonly Budget[]
  /** The files it takes; a kind that is not named is none of them. */
  readonly media: Readonly<Partial<Record<MediaKind, MediaRule>>>
  readonly limits: readonly Limit[]
  /** Minutes of each hour that bulk sending keeps off, because the platform asks for it. */
  readonly busyMinutes: BusyMinutes | null
  /** Inside it the platform swallows content that another message already brought. */
  readonly repeats: RepeatRule
  /** How a call without answer may be repeated byte for byte. What was really prepared says `Prepared.replay`. */
  readonly replay: ReplayRule
  readonly report: ReportRule | null
  readonly recall: RecallRule | null

  /** A person's id in the form in which the platform compares ids: two equal keys are one person. */
  personKey(platformId: string): string
  /** Why an id cannot be one of this platform; undefined if it can, and for kinds that are no ids of a platform. */
  checkId(kind: RecipientKind, value: string): Text | undefined
  /** Most ids of a kind that one call with this part takes; 0 if it cannot go to such recipients at all. */
  capacity(part: Part, kind: RecipientKind): number
  /** Content in the platform's own form, for nobody in particular; variables have been filled in before. */
  render(content: Content, options: RenderOptions): Rendering
  /** The same part with a visible mark appended; fits if it was rendered with `roomForMark`. */
  distinguish(part: Part, mark: string): Part
  /** @throws ZodError if credentials or options are not of the form that `app` and `options` describe */
  open(account: AccountSettings, way: Way): Session
}

/** What kind of credential an app is, and what its channels share. */
export interface AppKind {
  /** `dingtalk.app`, `wecom.app`, `dingtalk.webhook`. */
  readonly name: string
  readonly platform: string
  readonly title: Text
  /** A group robot counts its limits for itself and belongs to no known corp. */
  readonly owner: 'app' | 'robot'
  /** Fields carry `FieldNote` as their meta; secrets are `writeOnly`. */
  readonly credentials: z.ZodObject
  /** The organisation that a credential belongs to; null where it does not say. */
  corpOf(credentials: JsonObject): string | null
  /** Persons that can be looked up by mobile or e-mail. */
  readonly lookUps: readonly LookUpKind[]
}

export type LookUpKind = 'mobile' | 'email'

/** Where a person finds a value. `label` and `where` are shown beside the field in forms and on the command line. */
export interface FieldNote {
  readonly label: Text
  /** The way through the platform's admin pages. */
  readonly where: Text
  readonly writeOnly?: boolean
}

export interface AccountSettings {
  readonly credentials: JsonObject
  readonly options: JsonObject
}

/** Most ids of each kind that one call takes. A call names one kind only, so that its report can be told apart. */
export type Recipients = Readonly<Partial<Record<RecipientKind, number>>>

export interface RenderingRule {
  /** The platform's message type; null if the channel cannot carry this kind. */
  readonly as: string | null
  /** The message type instead of `as`, in the cases that `degraded` names. */
  readonly otherwise?: string
  /** What is lost on the way, and when. */
  readonly degraded?: Text
}

/** What a file must be, so that the platform takes it. */
export interface MediaRule {
  readonly maxBytes: number
  readonly minBytes?: number
  /** Of its name, lower case without a dot; absent if any will do. */
  readonly endings?: readonly string[]
  readonly source: Source
}

/** A length that the platform sets. */
export interface Budget {
  /** What is measured: a field by its path, the whole message, or the whole request body. */
  readonly measure: string
  readonly size: number
  readonly unit: 'bytes' | 'characters'
  /** What the platform does beyond it; content that would be cut off is refused here. */
  readonly beyond: 'rejected' | 'truncated'
  readonly source: Source
}

/** The platform's page, and when it was read or last changed. */
export interface Source {
  readonly page: string
  readonly date: string
}

/** Which platform interface a call uses. */
export type Operation = 'send' | 'lookUp' | 'report' | 'recall' | 'upload'

/** A rate in a sliding window, or an allowance per calendar day or month in Asia/Shanghai. */
export type Limit = {
  readonly owner: LimitOwner
  /** Limits of one owner with the same scope share one count, also across channels. */
  readonly scope: string
  readonly unit: 'calls' | 'recipients'
  readonly limit: number
  /** The operations that draw on it. */
  readonly on: readonly Operation[]
  /** Draws only for calls that name one of these kinds. Default: all. */
  readonly recipients?: readonly RecipientKind[]
  /** `limit` is for each seat of the corp (account option `seats`). */
  readonly perSeat?: true
  /** The account option that replaces `limit`, for editions that have bought more. */
  readonly option?: string
  /** What the platform does beyond it. */
  readonly beyond: Text
  readonly source: Source
} & ({ readonly windowMs: number } | { readonly period: 'day' | 'month' })

export interface BusyMinutes {
  readonly minutes: readonly number[]
  readonly source: Source
}

/** `same_day`: the calendar day in Asia/Shanghai. */
export type RepeatRule =
  | { readonly kind: 'none' }
  | { readonly kind: 'same_day' }
  | { readonly kind: 'window'; readonly windowMs: number }

/** `same_day`: the same calendar day in Asia/Shanghai, and not within the last moments of it, as clocks differ. */
export type ReplayRule =
  | { readonly kind: 'none' }
  | { readonly kind: 'same_day'; readonly stopBeforeMidnightMs: number }
  | { readonly kind: 'window'; readonly windowMs: number }

export interface ReportRule {
  /** How long after sending the platform answers. */
  readonly windowMs: number
  /** A call to more people than this has no report. */
  readonly maxPeople: number
}

export interface RecallRule {
  readonly windowMs: number
}

export interface RenderOptions {
  readonly overflow: 'reject' | 'split' | 'link'
  /** Where the whole text can be read; with `overflow: 'link'`. */
  readonly moreUrl?: string | undefined
  /** What the platform gave for a file; before it is uploaded something stands in its place. */
  readonly handleOf?: ((media: string) => string) | undefined
  /** Leaves room so that `distinguish` stays inside every budget. */
  readonly roomForMark: boolean
}

/** One platform message without its recipients. Plain JSON: equal content has equal JSON. */
export interface Part {
  /** The platform's own message object. */
  readonly message: JsonObject
  /** Equal for two parts that the platform might hold to be the same content, whatever their form. */
  readonly sameness: string
}

export type Rendering =
  | {
      readonly kind: 'rendered'
      /** At least one; several only with `overflow: 'split'`, to be sent in this order. */
      readonly parts: readonly Part[]
      /** What may not arrive as it was meant. */
      readonly warnings: readonly Text[]
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Why content cannot go out on a channel. */
export interface Refusal {
  readonly code: 'content_not_carried' | 'content_too_long' | 'content_invalid'
  /** The field of the message that has to change, for example `content.text`. */
  readonly field: string
  readonly sentence: Text
  readonly remedy: Text
  readonly limit?: number
  readonly actual?: number
  readonly unit?: string
}
