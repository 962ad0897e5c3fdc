import type { Lane, Outcome, Recall, State } from '@hongyan/contract'
import type { Because, MessageRef, StoredRecipient } from './words.ts'

export interface MessageRow extends MessageRef {
  readonly client: string
  readonly accounts: readonly string[]
  readonly lane: Lane
  /** JSON; null once its retention has passed. */
  readonly content: string | null
  readonly options: string
  readonly acceptedAt: number
  readonly expiresAt: number | null
  readonly cancelledAt: number | null
  readonly recipients: number
  readonly deliveries: number
  /** Kept by deltas; `pending` are not final, and recipients of a large list that are not yet deliveries. */
  readonly counts: Readonly<Partial<Record<State, number>>>
  readonly pending: number
}

export interface DeliveryRow extends Because {
  readonly message: string
  readonly idx: number
  readonly account: string
  readonly app: string
  readonly channel: string
  readonly recipient: StoredRecipient | null
  /** The value of the recipient was erased. */
  readonly platformId: string | null
  readonly state: State
  readonly final: boolean
  readonly verified: boolean
  readonly recall: Recall
  readonly tries: number
  readonly receipt: string | null
  readonly sameAs: number | null
  readonly after: number | null
  readonly createdAt: number
  readonly changedAt: number
  /** While it waits. */
  readonly notBefore: number | null
  readonly sentAt: number | null
  readonly readAt: number | null
}

export interface AttemptRow extends Because {
  readonly call: number
  readonly attempt: number
  readonly part: number
  readonly members: number
  readonly startedAt: number
  readonly endedAt: number | null
  readonly outcome: Outcome | null
  readonly httpStatus: number | null
  readonly requestId: string | null
  readonly receipt: string | null
  readonly late: boolean
}

export interface MessageQuery {
  readonly limit: number
  readonly after?: string
  readonly client?: string
  readonly account?: string
  /** Part of the title or text; also inside Chinese text, in any width and case. */
  readonly search?: string
}

export interface StoredPage<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** One transition of one or many deliveries of one message on one account. */
export interface StoredEvent {
  /** Resumes after this event. */
  readonly cursor: string
  readonly at: number
  readonly message: string
  readonly client: string
  readonly type: 'message.accepted' | 'delivery.state' | 'delivery.recall'
  readonly account: string | null
  readonly from: State | null
  /** The state, or for `delivery.recall` the recall. */
  readonly to: State | Recall | null
  readonly final: boolean
  readonly code: string | null
  /** The deliveries it concerns. */
  readonly deliveries: readonly number[]
  /** For `message.accepted`. */
  readonly recipients: number | null
}

export interface PersonRow {
  readonly id: number
  readonly recipient: StoredRecipient
  readonly identities: readonly {
    readonly corp: string
    readonly platformId: string | null
    readonly validUntil: number
  }[]
}

export interface ViewOperations {
  message(id: string): Promise<MessageRow | undefined>
  messages(query: MessageQuery): Promise<StoredPage<MessageRow>>
  delivery(message: string, idx: number): Promise<DeliveryRow | undefined>
  deliveries(
    message: string,
    query: {
      readonly limit: number
      readonly after?: string
      readonly state?: State
      readonly account?: string
    },
  ): Promise<StoredPage<DeliveryRow>>
  /** Of every call that ever carried it, oldest first. */
  attempts(message: string, idx: number): Promise<readonly AttemptRow[]>
  person(recipient: StoredRecipient): Promise<PersonRow | undefined>
  /** Deliveries to a person, newest first. */
  deliveriesOf(
    person: number,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<StoredPage<DeliveryRow>>
  /** Blanks the person everywhere; what happened stays countable. */
  erasePerson(person: number, now: number): Promise<boolean>
  /** In the order of commit: nothing that commits later gets an earlier place. */
  readEvents(query: {
    readonly after?: string
    readonly message?: string
    readonly limit: number
  }): Promise<readonly StoredEvent[]>
  /** The cursor after all that there is now. */
  latestEvent(): Promise<string>
  /** Waiting members by account and lane, each counted up to `atMost`. */
  backlog(atMost: number): Promise<
    readonly {
      readonly account: string
      readonly lane: Lane
      readonly waiting: number
      readonly dueAt: number
    }[]
  >
}

/** Everything older than these business instants goes. */
export interface Retention {
  /** Request bodies and contents of messages that are over. */
  readonly bodiesBefore: number
  /** Messages, deliveries, attempts, events. */
  readonly historyBefore: number
  readonly auditBefore: number
  readonly idempotencyBefore: number
  /** Repeats of content further back than any platform's window. */
  readonly contentSeenBefore: number
  /** Messages to a member further back than any platform counts. */
  readonly turnsBefore: number
}
