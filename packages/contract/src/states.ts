/**
 * What a delivery goes through. `sent`: the platform accepted it. `delivered`: the platform names this person as
 * reached. `read`: named as having read it. The other ends carry a reason. `scheduled` is kept free for schedules.
 */
export const STATES = [
  'scheduled',
  'resolving',
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'invalid',
  'forbidden',
  'failed',
  'suppressed',
  'expired',
  'cancelled',
  'unknown',
] as const
export type State = (typeof STATES)[number]

/** Every legal move. What is not listed is a bug, and the store refuses it. */
export const MOVES = {
  scheduled: ['resolving', 'cancelled', 'expired'],
  resolving: ['queued', 'invalid', 'failed', 'suppressed', 'expired', 'cancelled'],
  queued: ['sending', 'invalid', 'forbidden', 'failed', 'suppressed', 'expired', 'cancelled'],
  // Back to queued only when the request provably did not reach anybody.
  sending: ['sent', 'queued', 'invalid', 'forbidden', 'failed', 'unknown'],
  // Back to queued when the report says that a minute limit dropped it: provably not received.
  sent: ['delivered', 'read', 'queued', 'invalid', 'forbidden', 'failed', 'unknown'],
  delivered: ['read'],
  read: [],
  invalid: [],
  forbidden: [],
  failed: [],
  suppressed: [],
  expired: [],
  cancelled: [],
  // Late evidence may settle what was unknown.
  unknown: ['sent', 'delivered', 'read', 'queued', 'invalid', 'forbidden', 'failed'],
} as const satisfies Record<State, readonly State[]>

export function mayMove(from: State, to: State): boolean {
  const moves: readonly State[] = MOVES[from]
  return moves.includes(to)
}

/** Accepted by the platform or better: what a sender counts as gone out. */
export const REACHED_STATES = ['sent', 'delivered', 'read'] as const satisfies State[]
/** Nothing has left for the platform yet. */
export const WAITING_STATES = ['scheduled', 'resolving', 'queued'] as const satisfies State[]

export const isReached = (state: State): boolean => REACHED_STATES.some((reached) => reached === state)

/** How good news can get on a channel: the best state that its platform ever reports. */
export const CEILINGS = ['sent', 'delivered', 'read'] as const satisfies State[]
export type Ceiling = (typeof CEILINGS)[number]

/** Taking back, beside the state. `impossible`: the channel cannot; `too_late`: its window has closed. */
export const RECALLS = ['none', 'requested', 'recalled', 'failed', 'too_late', 'impossible'] as const
export type Recall = (typeof RECALLS)[number]

/** How one attempt of a call ended; `ambiguous`: it left and no usable answer came. */
export const OUTCOMES = ['accepted', 'rejected', 'throttled', 'not_sent', 'ambiguous'] as const
export type Outcome = (typeof OUTCOMES)[number]
