/** The first pause after a failure that reached nobody. Unit: ms. */
const FIRST_PAUSE_MS = 1000
/** A platform that is down is asked again at least this often. Unit: ms. */
const LONGEST_PAUSE_MS = 300_000
/** About a day at the longest pause; then what could not be sent is failed, so that every delivery ends. */
export const MAX_TRIES = 300

/**
 * When a call that reached nobody is tried again. Full jitter: many calls that failed together must not come back
 * together. `random` is from 0 to 1.
 */
export function retryAt(triesSoFar: number, now: number, random: number): number {
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(triesSoFar, 20))
  return now + Math.ceil(pauseMs / 2 + (pauseMs / 2) * random)
}

export const triesAreSpent = (triesSoFar: number): boolean => triesSoFar >= MAX_TRIES
