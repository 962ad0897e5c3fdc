import type { ReasonCode, RecipientKind, State } from '@hongyan/contract'

/** A stored delivery. Day and number come from its message, so that no look-up needs a search. */
export interface DeliveryKey {
  /** Business day of the message, counted from 1970-01-01 in Asia/Shanghai. */
  readonly day: number
  /** Number of the message. */
  readonly number: number
  /** From 1, in the order of creation. */
  readonly idx: number
}

/** A stored message. */
export interface MessageRef {
  /** UUIDv7. */
  readonly id: string
  readonly day: number
  readonly number: number
}

/** Whom a delivery goes to; `value` is null once the person has been erased. */
export interface StoredRecipient {
  readonly kind: RecipientKind
  /** Null where the recipient names none. */
  readonly platform: string | null
  readonly value: string | null
}

/** A recipient as it comes in: nobody has been erased yet. */
export interface NamedRecipient extends StoredRecipient {
  readonly value: string
}

/** Why a delivery is in its state, in our words and the platform's. */
export interface Because {
  readonly code?: ReasonCode
  readonly platformCode?: string
  /** The platform's literal text. */
  readonly platformText?: string
}

/** The end of a delivery, or a pause of it, with the reason. */
export interface Ending extends Because {
  readonly state: State
  /** Nothing more is expected; late evidence may still come. */
  readonly final: boolean
}

/** Text that the store keeps without looking into it. */
export type JsonText = string
