/** A platform's rate: so many calls or recipients in any window of this length. */
export interface Rate {
  readonly limit: number
  readonly windowMs: number
  /** What one full call takes of it: 1 for calls, the most members of a call for recipients. */
  readonly fullCall: number
}

/** A token bucket: it holds `capacity` and gains `refillPerMs`. */
export interface Bucket {
  readonly capacity: number
  readonly refillPerMs: number
}

/**
 * The urgent floor, one call of the others, and a little more, so that a turn that comes late loses nothing of the
 * refill. More would only raise the burst that the refill has to make room for.
 */
const FULL_CALLS_HELD = 2.3
/** Where a full call refills within this, an alarm need not find one ready. Unit: ms. */
const QUICK_REFILL_MS = 1000
/** One call, and what refills while a turn is late. */
const QUICK_CALLS_HELD = 1.3
/** A high rate may come in bursts of so much time, because a transaction for every single call would be slower. Unit: ms. */
const BURST_MS = 50
/** A call debited now may arrive a little later than the next one: two in a hundred, at least this long. */
const JITTER_SHARE = 0.02
const MIN_JITTER_MS = 50

/**
 * The largest bucket that cannot break the rate in any sliding window. A bucket lets capacity + refill × window
 * through. Calls and recipients are whole, so that sum may come up to, but not reach, one more than the limit.
 */
export function bucketOf({ limit, windowMs, fullCall }: Rate): Bucket {
  const perMs = limit / windowMs
  const held = (fullCall / perMs <= QUICK_REFILL_MS ? QUICK_CALLS_HELD : FULL_CALLS_HELD) * fullCall
  const wanted = Math.max(held, Math.floor(perMs * BURST_MS))
  const capacity = Math.min(wanted, Math.max(limit / 2, Math.min(fullCall, limit)))
  return { capacity, refillPerMs: (limit + 1 - capacity) / withJitter(windowMs) }
}

/** A window by our clock that is sure to hold one of the platform's. */
export const withJitter = (windowMs: number): number =>
  windowMs + Math.max(windowMs * JITTER_SHARE, MIN_JITTER_MS)

/** What of a bucket a lane may not touch: bulk leaves one full call, so that an alarm finds it at once. */
export function floorOf(lane: string, bucket: Bucket, fullCall: number): number {
  return lane === 'bulk' && bucket.capacity >= 2 * fullCall ? fullCall : 0
}

/** When the bucket will have gained what is missing. */
export const refilledAt = (bucket: Bucket, tokens: number, wanted: number, now: number): number =>
  now + Math.max(1, Math.ceil((wanted - tokens) / bucket.refillPerMs))
