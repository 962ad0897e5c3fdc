import type { MediaKind, ReasonCode, RecipientKind, Text } from '@hongyan/contract'
import type { CallerOptions, CallHooks, Clock, TimeBudget, TokenStore } from '@hongyan/platform-call'
import type { LookUpKind, Part, ReplayRule } from './channel.ts'

/** How sessions reach a platform: shared by all accounts of a process. */
export interface Way {
  readonly dispatcher: CallerOptions['dispatcher']
  /** One token per app, however many sessions and processes use it. */
  readonly tokens: TokenStore
  /** Business time. */
  readonly clock: Clock
  /** Where the platform is, if not at its own address; from the configuration only, since secrets go there. */
  readonly baseUrl?: string | undefined
  readonly budget?: Partial<TimeBudget> | undefined
  readonly hooks?: CallHooks | undefined
}

/** An account ready to talk to its platform. No method throws for what a platform answers; only bugs throw. */
export interface Session {
  /** Fixes the bytes of a call. Synchronous, asks nobody, and gives equal bytes for equal input. */
  prepare(request: SendRequest): Prepared
  /** Sends prepared bytes, once or again. */
  send(body: string): Promise<Outcome>
  /** Whom a mobile or e-mail belongs to. Only for the kinds of `channel.app.lookUps`. */
  lookUp(kind: LookUpKind, value: string): Promise<LookUp>
  /** What became of the people of a call. Only where the channel has a `report` rule. */
  report(receipt: string): Promise<Report>
  /** Takes a call back from everybody. Only where the channel has a `recall` rule. */
  recall(receipt: string): Promise<RecallOutcome>
  /**
   * The app's access token, for other systems of the company; `refused` is one that the platform refused. Absent where
   * the credential has no token. Throws the errors of the platform call.
   */
  token?(refused: string | undefined): Promise<{ readonly value: string; readonly expiresAt: number }>
  /** Gives the platform a file that messages can name. Only for the kinds of `channel.media`. */
  upload?(file: MediaFile): Promise<Upload>
  /** Tries the account without sending to anybody. */
  diagnose(): Promise<readonly Check[]>
}

/** Whom a call is for: ids of one kind, everyone, or whoever is behind a fixed address. */
export type Addressees =
  | {
      readonly kind: Exclude<RecipientKind, 'mobile' | 'email' | 'everyone'>
      readonly ids: readonly string[]
    }
  | { readonly kind: 'everyone' }
  | { readonly kind: 'fixed' }

export interface SendRequest {
  readonly part: Part
  readonly to: Addressees
  /** Unique to the call and kept over its replays; the platform's own de-duplication id is made from it. */
  readonly callId: string
  /** Ask the platform to drop a byte-identical copy. Off for repeats that are meant. */
  readonly deduplicate: boolean
}

export interface Prepared {
  /** The exact JSON that goes over the wire. */
  readonly body: string
  /** How this very body may be repeated after an ambiguous end. */
  readonly replay: ReplayRule
}

/** What the platform says, in our code and in its own words. */
export interface Finding {
  readonly code: ReasonCode
  readonly platformCode?: string | undefined
  /** The platform's literal text. */
  readonly platformText?: string | undefined
  /** What to do, where the platform's code says more than ours. */
  readonly remedy?: Text | undefined
}

/** What an answer looked like, for the record of the attempt. */
export interface Evidence {
  readonly httpStatus?: number | undefined
  readonly requestId?: string | undefined
}

/** How an attempt ended. */
export type Outcome = Evidence &
  (
    | {
        readonly kind: 'accepted'
        /** The platform's handle; null where it gives none. */
        readonly receipt: string | null
        /** Whom it refused although it took the call. */
        readonly exceptions: readonly PersonException[]
      }
    | {
        /** Not executed; the same bytes will be refused again. */
        readonly kind: 'rejected'
        readonly finding: Finding
        readonly blames: Blame
        /** Where the answer names them: nobody else need be suspected. */
        readonly exceptions: readonly PersonException[]
      }
    | {
        /** Not executed, for now. */
        readonly kind: 'throttled'
        readonly finding: Finding
        readonly retryAfterMs: number | undefined
        /** Scopes of `channel.limits` that are exhausted; empty if the answer does not say which. */
        readonly scopes: readonly string[]
      }
    | { readonly kind: 'not_sent'; readonly finding: Finding }
    | { readonly kind: 'ambiguous'; readonly finding: Finding }
  )

/** Whose fault a rejection may be. Only `recipients` is a reason to try the call in halves. */
export type Blame = 'recipients' | 'content' | 'app'

/** One person of a call who did not get it. */
export interface PersonException {
  /** As it was sent. */
  readonly platformId: string
  readonly state: 'invalid' | 'forbidden' | 'failed'
  readonly finding: Finding
}

export type LookUp =
  | { readonly kind: 'found'; readonly platformId: string }
  | { readonly kind: 'missing'; readonly finding: Finding }
  | { readonly kind: 'later'; readonly finding: Finding; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'refused'; readonly finding: Finding }

export type Report =
  | {
      readonly kind: 'findings'
      /** Only those whom the platform names; of the others it says nothing (yet). */
      readonly people: readonly PersonReport[]
    }
  /** Not ready, or not to be had at the moment. */
  | { readonly kind: 'later'; readonly finding: Finding; readonly retryAfterMs: number | undefined }
  /** There is none and will be none. */
  | { readonly kind: 'refused'; readonly finding: Finding }

/** What the platform says of one person. `dropped`: held back by a limit of a minute, hence provably not received. */
export type PersonReport =
  | { readonly platformId: string; readonly state: 'delivered' | 'read' }
  | {
      readonly platformId: string
      readonly state: 'invalid' | 'forbidden' | 'failed' | 'dropped'
      readonly finding: Finding
    }

export type RecallOutcome =
  | { readonly kind: 'recalled' }
  | { readonly kind: 'too_late' | 'failed'; readonly finding: Finding }
  | { readonly kind: 'later'; readonly finding: Finding; readonly retryAfterMs: number | undefined }

/** A file on its way to a platform. */
export interface MediaFile {
  readonly kind: MediaKind
  /** As the recipient sees it. */
  readonly name: string
  /** Unit: bytes. */
  readonly size: number
  /** The file from its beginning, a piece at a time; a second call begins anew. */
  bytes(): AsyncIterable<Uint8Array>
}

export type Upload =
  | {
      readonly kind: 'uploaded'
      /** What messages name it by. */
      readonly handle: string
      /** Null: the platform keeps it. */
      readonly validUntil: number | null
    }
  | { readonly kind: 'later'; readonly finding: Finding; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'refused'; readonly finding: Finding }

/** One thing that `diagnose` tried. */
export interface Check {
  readonly name: 'token' | 'address' | 'permission' | 'agent' | 'webhook'
  readonly ok: boolean
  readonly sentence: Text
  readonly finding?: Finding | undefined
}
