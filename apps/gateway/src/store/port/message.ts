import type { Lane } from '@hongyan/contract'
import type { Ending, JsonText, MessageRef, NamedRecipient } from './words.ts'

/** A message to accept. The store looks into none of the JSON. */
export interface NewMessage {
  /** UUIDv7; its time lies in `day`. */
  readonly id: string
  readonly day: number
  readonly client: string
  readonly apiKey: string | null
  /** Unique per client for as long as `prune` keeps it. */
  readonly idempotencyKey: string | null
  /** Tells a repeat from another request under the same key. */
  readonly requestHash: string
  readonly now: number
  readonly lane: Lane
  readonly content: JsonText
  /** Route, policies, verification: what the pipeline needs again later. */
  readonly options: JsonText
  readonly accounts: readonly string[]
  readonly expiresAt: number | null
  /** Recipients as the sender counted them. */
  readonly recipients: number
  /** Title and text, for the search of the console. The store normalises it. */
  readonly searchText: string
}

export interface NewDelivery {
  readonly idx: number
  readonly account: string
  /** Null for a fixed address. */
  readonly recipient: NamedRecipient | null
  readonly vars: JsonText | null
  /** Empty without variables, else a hash of those used: equal variants have equal content. */
  readonly variant: string
  /** Platform calls that must carry it, one after the other. */
  readonly parts: number
  /** `resolving` where a platform has to be asked who this is; else an end that was known at once. */
  readonly state: 'queued' | 'resolving' | Ending
  /** How the platform calls the recipient; null while resolving. */
  readonly platformId: string | null
  /** One per person on one account of one message, for example the folded user id; null where two are no repeat. */
  readonly personKey: string | null
  /** The delivery whose end started this one. */
  readonly after?: number
  /** Not before then; business milliseconds. Default: at once. */
  readonly notBefore?: number
}

export interface AcceptInput {
  readonly message: NewMessage
  /** The first ones, at most 1 000. */
  readonly deliveries: readonly NewDelivery[]
  /** The rest of a large list in chunks, kept as they are until `appendRecipients`. */
  readonly later: readonly JsonText[]
}

export type Accepted =
  | { readonly kind: 'accepted' | 'repeated'; readonly message: MessageRef; readonly recipients: number }
  /** The key belongs to a message with another body. */
  | { readonly kind: 'key_reused'; readonly message: MessageRef }

/** A part of a large list that waits to become deliveries. */
export interface LaterChunk {
  readonly message: MessageRef
  /** From 0; chunks of one message come in order. */
  readonly seq: number
  readonly recipients: JsonText
  /** The first number that is free for the deliveries of this chunk. */
  readonly nextIdx: number
  readonly client: string
  readonly lane: Lane
  readonly content: JsonText
  readonly options: JsonText
  readonly accounts: readonly string[]
  readonly expiresAt: number | null
}

export interface MessageOperations {
  /** Message, idempotency key, deliveries, queue and event in one transaction, on disk when it resolves. */
  accept(input: AcceptInput): Promise<Accepted>
  /** The oldest chunk that no message has taken in yet. */
  laterChunk(): Promise<LaterChunk | undefined>
  /**
   * Puts the deliveries in the place of their chunk. Answers false, and writes nothing, if somebody has done it
   * before: the chunk's row is the cursor of the expansion.
   */
  appendRecipients(input: {
    readonly message: MessageRef
    readonly seq: number
    readonly deliveries: readonly NewDelivery[]
    readonly now: number
  }): Promise<boolean>
  /** Ends what has not started. What started later than this call began may be among `alreadyStarted`. */
  cancel(message: MessageRef, now: number): Promise<{ cancelled: number; alreadyStarted: number }>
  /** Ends what is past its message's `expiresAt`, at most `limit` deliveries; answers how many. */
  expire(now: number, limit: number): Promise<number>
}
