/** A group conversation as its members see it. */
export interface Chat {
  /** The platform's id of it. */
  readonly id: string
  readonly name: string
  readonly owner: string
  readonly members: readonly string[]
  /** Oldest first; the newest thousand. */
  readonly messages: readonly ChatMessage[]
}

export interface ChatMessage {
  /** Unix milliseconds, business time. */
  readonly receivedAt: number
  readonly message: object
}
