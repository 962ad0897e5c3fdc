import type { Stub } from '../stub.ts'
import { MANY_SEATS, PERSON_TIMES_PER_SEAT, type ShippedGateway } from './shipped.ts'

/** Connections of those who only fill the queue. */
const CONNECTIONS = 32

/**
 * Uses up what the account may send a day with a single seat, and leaves it at that: whatever is accepted from now on
 * waits for the limit. It warms the whole way up, too.
 */
export async function holdBack(gateway: ShippedGateway, stub: Stub): Promise<void> {
  await stub.restart(0)
  await gateway.setSeats(MANY_SEATS)
  await gateway.post(PERSON_TIMES_PER_SEAT, CONNECTIONS)
  await stub.sendsPerSecond(PERSON_TIMES_PER_SEAT)
  await gateway.setSeats(1)
}

/** Calls per second from the first to the last of so many that wait. What the platform counts must be exactly these. */
export async function drain(
  gateway: ShippedGateway,
  stub: Stub,
  { calls, delayMs }: { readonly calls: number; readonly delayMs: number },
): Promise<number> {
  await gateway.post(calls, CONNECTIONS)
  await stub.restart(delayMs)
  await gateway.setSeats(MANY_SEATS)
  const callsPerSecond = await stub.sendsPerSecond(calls)
  await gateway.setSeats(1)
  return callsPerSecond
}
