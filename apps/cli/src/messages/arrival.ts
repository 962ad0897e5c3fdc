import type { DeliveryView } from '@hongyan/contract'
import { isReached } from '@hongyan/contract'
import { EXIT, type ExitCode } from '../exit-codes.ts'

/** What of a delivery decides whether waiting for it is over. */
export type Arriving = Pick<DeliveryView, 'id' | 'state' | 'final' | 'ceiling' | 'code' | 'after'>

/** Nothing more is worth waiting for: an end, the first confirmed state, or the best this channel can report. */
export function hasArrived({ state, final, ceiling }: Arriving): boolean {
  return final || state === ceiling || state === 'delivered' || state === 'read'
}

/**
 * The deliveries that count, one for each person and account: not the one that a later account took over, and not the
 * second copy for somebody whom the message already names in another way.
 */
function counting<Delivery extends Arriving>(deliveries: readonly Delivery[]): Delivery[] {
  const takenOver = new Set(deliveries.map(({ after }) => after))
  return deliveries.filter(({ id, code }) => !takenOver.has(id) && code !== 'same_person')
}

export interface Progress {
  readonly arrived: number
  readonly total: number
  readonly reached: number
}

export function progressOf(deliveries: readonly Arriving[]): Progress {
  const counted = counting(deliveries)
  const arrived = counted.filter(hasArrived)
  return {
    arrived: arrived.length,
    total: counted.length,
    reached: arrived.filter(({ state }) => isReached(state)).length,
  }
}

/** Done only if everybody has arrived and was reached. */
export function exitCodeOf(deliveries: readonly Arriving[]): ExitCode {
  const { reached, total } = progressOf(deliveries)
  return reached === total ? EXIT.done : EXIT.notAll
}
