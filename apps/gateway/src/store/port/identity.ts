import type { Lane } from '@hongyan/contract'
import type { NewDelivery } from './message.ts'
import type { Because, DeliveryKey, MessageRef, NamedRecipient } from './words.ts'

/** What a platform said of a person in a corp, and until when that is believed. */
export interface Identity {
  /** Null: the corp has no such person. */
  readonly platformId: string | null
  /** Of a miss: what the platform said. */
  readonly because: Because
  readonly checkedAt: number
  readonly validUntil: number
}

/** What a look-up has brought. */
export interface LearnedIdentity extends Pick<Identity, 'platformId' | 'validUntil'> {
  readonly recipient: NamedRecipient
  readonly because?: Because
}

/** A delivery whose recipient has to be looked up. */
export interface Unresolved {
  readonly key: DeliveryKey
  readonly message: MessageRef
  readonly account: string
  readonly app: string
  readonly corp: string
  readonly client: string
  readonly lane: Lane
  readonly recipient: NamedRecipient
  /** For the next account of `route: first`. */
  readonly vars: string | null
  readonly variant: string
  readonly parts: number
  readonly accounts: readonly string[]
  readonly options: string
  readonly expiresAt: number | null
  /** From the cache, if still valid. */
  readonly identity: Identity | undefined
}

export type Resolution =
  | {
      readonly key: DeliveryKey
      readonly to: 'queued'
      readonly platformId: string
      /** If the message already reaches this person on this account, it ends `suppressed`, `same_person`. */
      readonly personKey: string | null
      /** Default: as if it had been known at once, so that those of one message start together. */
      readonly notBefore?: number
    }
  | ({
      readonly key: DeliveryKey
      readonly to: 'invalid' | 'failed' | 'suppressed'
      /** Its number is given by the store; `after` names this delivery. */
      readonly next?: Omit<NewDelivery, 'idx' | 'after'>
    } & Because)
  /** Asked for again then. */
  | { readonly key: DeliveryKey; readonly to: 'resolving'; readonly dueAt: number }

export interface IdentityOperations {
  /** The oldest due ones, urgent first, invisible to others for `claimMs`. */
  unresolved(input: {
    readonly now: number
    readonly limit: number
    readonly claimMs: number
    /** Who claims them. */
    readonly epoch: number
  }): Promise<readonly Unresolved[]>
  /** Keeps what was learned, and moves the deliveries that waited for it. */
  recordIdentities(input: {
    readonly corp: string
    readonly now: number
    readonly found: readonly LearnedIdentity[]
    readonly results: readonly Resolution[]
  }): Promise<void>
}
