import type { Lane, Outcome, State } from '@hongyan/contract'
import type { Allowance, Debits, LimitKey, LimitSpec, MemberLimit } from './limit.ts'
import type { Because, DeliveryKey, Ending, JsonText, MessageRef, StoredRecipient } from './words.ts'

/** Waiting members of one account, client and lane: what fairness turns between. */
export interface LaneOfWork {
  readonly account: string
  readonly client: string
  readonly lane: Lane
  /** When its first member or replay comes due. */
  readonly dueAt: number
}

/** The message as start and attempt see it. */
export interface SendingMessage extends MessageRef {
  readonly client: string
  readonly lane: Lane
  readonly content: JsonText
  readonly options: JsonText
  readonly accounts: readonly string[]
  readonly acceptedAt: number
  readonly expiresAt: number | null
  /** As the sender counted them. */
  readonly recipients: number
}

export interface Member {
  readonly key: DeliveryKey
  /** Null for a fixed address. */
  readonly platformId: string | null
  readonly recipient: StoredRecipient | null
  readonly vars: JsonText | null
  /** The part this call carries, from 1, and how many there are. */
  readonly part: number
  readonly parts: number
  /** Attempts that were charged to it. */
  readonly tries: number
}

/** The oldest due members that one call may carry together. */
export interface Candidate {
  readonly message: SendingMessage
  readonly variant: string
  /** What a bisection named this group; empty before one. */
  readonly bisect: string
  readonly members: readonly Member[]
  /** More members may still come: chunks of its list, or recipients on this account that are being looked up. */
  readonly growing: boolean
}

export type Choice =
  /** The first `count` members go, if `compose` agrees. Amounts in the order of `limits`. */
  | {
      readonly kind: 'take'
      readonly count: number
      readonly contentHash: string
      /** Other contents that `compose` may choose between, for example with a mark that distinguishes them. */
      readonly alternatives?: readonly string[]
      readonly debits: Debits
    }
  | { readonly kind: 'wait'; readonly until: number }
  /** All members of the candidate end. */
  | ({ readonly kind: 'end' } & Ending)

export type Composition =
  | {
      readonly kind: 'call'
      /** The exact bytes of the request; a replay sends them again. */
      readonly body: string
      readonly bodyHash: string
      /** Of the content as it goes out, with what `distinguish` added. */
      readonly contentHash: string
      readonly options: JsonText
      /** The platform's de-duplication covers a replay until then; null without one. */
      readonly replayUntil: number | null
    }
  | ({ readonly kind: 'end' } & Ending)

export interface StartRequest {
  readonly account: string
  readonly client: string
  readonly lane: Lane
  readonly epoch: number
  readonly now: number
  readonly limits: readonly LimitSpec[]
  /** Members who are over one of them queue until their turn comes, with the code `person_limit`. */
  readonly memberLimits: readonly MemberLimit[]
  /** One call at a time, in the order of acceptance: nothing passes a head that is not due. */
  readonly ordered: boolean
  readonly maxCalls: number
  readonly maxMembers: number
  /** Content put on the app by another message since then counts as seen. */
  readonly seenSince: number
  /** Pure: may be called again if the transaction is. */
  choose(candidate: Candidate, allowances: readonly Allowance[]): Choice
  /**
   * Pure. `members` are those taken; `seen`: whether another message has put `contentHash` on this app; `call`: the
   * number the call will have, for platforms that de-duplicate by an id of ours; `alternativesSeen`: the same of each
   * of the alternatives.
   */
  compose(
    candidate: Candidate,
    seen: boolean,
    call: number,
    alternativesSeen: readonly boolean[],
  ): Composition
}

/** A call that is under way: members, bytes and intent are on disk. */
export interface StartedCall {
  readonly id: number
  readonly account: string
  readonly app: string
  readonly corp: string
  readonly channel: string
  readonly message: SendingMessage
  readonly variant: string
  readonly bisect: string
  readonly members: readonly Member[]
  readonly body: string
  readonly bodyHash: string
  readonly contentHash: string
  readonly options: JsonText
  readonly epoch: number
  readonly attempt: number
  readonly startedAt: number
  readonly firstAttemptAt: number
  /** Attempts whose process died before their outcome. */
  readonly rescues: number
  readonly replayUntil: number | null
  /** What its latest attempt was debited. */
  readonly debited: readonly Debit[]
}

export interface Debit extends LimitKey {
  readonly amount: number
  /** Null for a rate. */
  readonly period: string | null
}

export interface Started {
  readonly calls: readonly StartedCall[]
  /** Present when something waits: the earliest time at which another start may find more. */
  readonly waitUntil?: number
}

export interface ReplayRequest {
  readonly account: string
  readonly epoch: number
  readonly now: number
  readonly limits: readonly LimitSpec[]
  readonly maxCalls: number
  /** Pure. */
  allow(
    call: StartedCall,
    allowances: readonly Allowance[],
  ): { readonly kind: 'replay'; readonly debits: Debits } | { readonly kind: 'wait'; readonly until: number }
}

/** What an attempt brought, kept as it came. */
export interface Evidence extends Because {
  readonly outcome: Outcome
  readonly receipt?: string
  readonly httpStatus?: number
  readonly requestId?: string
  readonly durationMs?: number
}

/** What becomes of the call and its members. */
export type Settlement =
  | {
      /** Accepted: members become `sent`, or queue again for their next part. */
      readonly kind: 'finish'
      readonly receipt?: string
      /** Whether `sent` is the end: the channel's ceiling, or nobody wants a report. */
      readonly final: boolean
      readonly exceptions: readonly ({ readonly idx: number } & Ending)[]
      /** When to ask the platform what became of them. */
      readonly reportAt?: number
    }
  | {
      /** Provably reached nobody: members queue again, or end. Those of a cancelled message are cancelled. */
      readonly kind: 'dissolve'
      readonly groups: readonly {
        readonly members: readonly number[]
        readonly bisect: string
        /** Null keeps their place in the line. */
        readonly notBefore: number | null
      }[]
      readonly ends?: readonly ({ readonly idx: number } & Ending)[]
      /** Adds one to the tries of each member. */
      readonly charge: boolean
      /** Whether the platform counted nothing. */
      readonly refund: boolean
    }
  /** Ambiguous: bytes and members stay as they are until the replay. */
  | { readonly kind: 'keep'; readonly replayAt: number }
  | ({ readonly kind: 'end' } & Ending)

export interface OutcomeInput {
  readonly call: number
  readonly epoch: number
  readonly attempt: number
  readonly now: number
  readonly evidence: Evidence
  readonly settlement: Settlement
  readonly blocks?: readonly (LimitKey & { readonly until: number })[]
  /** Platform ids that the platform called invalid. */
  readonly dropIdentities?: readonly string[]
  /** Recorded for a process that died: counted as a rescue. */
  readonly rescue?: boolean
}

export interface CallOperations {
  /** Where members or replays wait. Cost grows with the lanes of work, not with the members in them. */
  lanes(now: number): Promise<readonly LaneOfWork[]>
  /** Plan, claim and intent in one short transaction: members leave the queue, calls, attempts and debits exist, or none. */
  start(request: StartRequest): Promise<Started>
  /** Kept calls whose replay has come due: same bytes, next attempt, debited again. */
  startReplays(request: ReplayRequest): Promise<Started>
  /**
   * Fenced by call, epoch and attempt. `late`: the call is no longer that attempt's; nothing changes, save that an
   * acceptance settles those of its members that are `unknown`, and the evidence is kept.
   */
  recordOutcome(input: OutcomeInput): Promise<'recorded' | 'late'>
  /** Calls that the given epochs left open in an attempt. */
  openCalls(input: {
    readonly epochs: readonly number[]
    readonly limit: number
  }): Promise<readonly StartedCall[]>
  /** Whether the platform was given this content for this person by another message since then. */
  contentSentTo(input: {
    readonly app: string
    readonly contentHash: string
    readonly platformId: string
    readonly since: number
    readonly except: MessageRef
  }): Promise<boolean>
}

/** A member of a call as it stands now. */
export interface MemberState {
  readonly key: DeliveryKey
  readonly platformId: string | null
  readonly recipient: StoredRecipient | null
  readonly state: State
  readonly final: boolean
  readonly verified: boolean
  readonly part: number
  readonly parts: number
  /** No later call carries this part again: what is said of this call is said of the delivery. */
  readonly newest: boolean
}
