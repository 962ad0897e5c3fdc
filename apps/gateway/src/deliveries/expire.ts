import type { Clock } from '../clock.ts'
import type { Store } from '../store/store.ts'
import type { NextTurn } from './loop.ts'

/** Deliveries ended in one transaction: few enough that nobody waits for it. */
const PAGE = 500

/** Ends what has not started by the time its sender set. */
export async function expireDeliveries(
  store: Pick<Store, 'expire'>,
  clock: Pick<Clock, 'now'>,
): Promise<NextTurn> {
  return (await store.expire(clock.now(), PAGE)) === PAGE ? 'now' : undefined
}
