import type { Recall, State } from '@hongyan/contract'
import type { MemberState, SendingMessage } from './call.ts'
import type { Because, DeliveryKey, MessageRef } from './words.ts'

/** An accepted call, for what is asked of the platform afterwards. */
export interface AcceptedCall {
  readonly call: number
  readonly receipt: string | null
  readonly account: string
  readonly app: string
  readonly corp: string
  readonly channel: string
  readonly options: string
  readonly sentAt: number
  /** Attempts it took: more than one means that an earlier one was ambiguous. */
  readonly attempts: number
  readonly contentHash: string
  readonly message: SendingMessage
  readonly members: readonly MemberState[]
}

export interface DueReport extends AcceptedCall {
  /** Reports recorded so far. */
  readonly polls: number
  /** Somebody waits for this message. */
  readonly wanted: boolean
}

/** A change that a report brings, made only if the delivery is still in `from`. */
export interface Move extends Because {
  readonly key: DeliveryKey
  readonly from: State
  readonly to: State
  readonly final: boolean
  readonly readAt?: number
  /** With `to: 'queued'`: when it may start again. */
  readonly requeueAt?: number
}

export interface DueRecall extends AcceptedCall {
  readonly tries: number
}

export type RecallResult =
  | {
      readonly kind: 'done'
      readonly recall: Exclude<Recall, 'none' | 'requested'>
      /** Those for whom it went otherwise. */
      readonly exceptions?: readonly { readonly idx: number; readonly recall: Exclude<Recall, 'none'> }[]
    }
  | { readonly kind: 'again'; readonly at: number }

export interface ReportOperations {
  /** Due first, invisible to others for `claimMs`. */
  dueReports(input: {
    readonly now: number
    readonly limit: number
    readonly claimMs: number
    /** Who claims them. */
    readonly epoch: number
  }): Promise<readonly DueReport[]>
  /** Somebody waits: the reports of this message come due at once. */
  wantReport(message: MessageRef, now: number): Promise<void>
  recordReport(input: {
    readonly call: number
    readonly now: number
    readonly moves: readonly Move[]
    /** Named by the platform, whether or not they move. */
    readonly verified: readonly number[]
    /** Platform ids that the platform called invalid: who they were is forgotten. */
    readonly dropIdentities?: readonly string[]
    /** When to ask again; without it nothing more is asked, and the members are final. */
    readonly next?: number
    /** Whether this was a query that counts as a poll. */
    readonly polled: boolean
  }): Promise<void>
  /** Cancels what has not started and marks the rest; calls still under way are recalled once accepted. */
  requestRecall(
    message: MessageRef,
    now: number,
  ): Promise<{ cancelled: number; requested: number; impossible: number }>
  dueRecalls(input: {
    readonly now: number
    readonly limit: number
    readonly claimMs: number
    /** Who claims them. */
    readonly epoch: number
  }): Promise<readonly DueRecall[]>
  recordRecall(input: {
    readonly call: number
    readonly now: number
    readonly result: RecallResult
  }): Promise<void>
}
