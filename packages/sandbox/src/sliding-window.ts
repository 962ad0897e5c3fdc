/** When one owner's events happened, oldest first; events of one instant share an element. */
interface Track {
  times: number[]
  amounts: number[]
  /** Elements before it are forgotten but not yet cut off. */
  head: number
  total: number
}

/** Owners are looked through for silent ones when so many, and twice as many as last time, have gathered. */
const SWEEP_FROM = 10_000

/**
 * Counts the events of many owners within a moving span of time, exactly: no buckets that let twice the
 * limit through at their border. The caller names the start of the span at each question, so that one window
 * serves a rolling span and a natural day alike; what lies before it is forgotten. One window, one span.
 */
export class SlidingWindow {
  readonly #tracks = new Map<string, Track>()
  #latestAfter = Number.NEGATIVE_INFINITY
  #sweepAt = SWEEP_FROM

  /** How much happened later than `after`. Starts must not move backwards. */
  countAfter(owner: string, after: number): number {
    if (after > this.#latestAfter) this.#latestAfter = after
    const track = this.#tracks.get(owner)
    if (!track) return 0
    forget(track, after)
    if (track.total === 0) this.#tracks.delete(owner)
    return track.total
  }

  add(owner: string, at: number, amount = 1): void {
    let track = this.#tracks.get(owner)
    if (!track) {
      track = { times: [], amounts: [], head: 0, total: 0 }
      this.#tracks.set(owner, track)
      if (this.#tracks.size >= this.#sweepAt) this.#sweep()
    }
    const last = track.times.length - 1
    if (last >= track.head && track.times[last] === at)
      track.amounts[last] = (track.amounts[last] ?? 0) + amount
    else {
      track.times.push(at)
      track.amounts.push(amount)
    }
    track.total += amount
  }

  clear(owner: string): void {
    this.#tracks.delete(owner)
  }

  /** Drops owners whose last event has left the span: nobody may ever ask about them again. */
  #sweep(): void {
    for (const [owner, { times }] of this.#tracks) {
      if ((times.at(-1) ?? Number.POSITIVE_INFINITY) <= this.#latestAfter) this.#tracks.delete(owner)
    }
    this.#sweepAt = Math.max(SWEEP_FROM, 2 * this.#tracks.size)
  }
}

/** Cutting the arrays at every call would make a busy window quadratic. */
const CUT_AFTER = 1024

function forget(track: Track, after: number): void {
  while (track.head < track.times.length && (track.times[track.head] ?? 0) <= after) {
    track.total -= track.amounts[track.head] ?? 0
    track.head++
  }
  if (track.head < CUT_AFTER) return
  track.times = track.times.slice(track.head)
  track.amounts = track.amounts.slice(track.head)
  track.head = 0
}
