import type { Clock } from '@hongyan/platform-call'

/** Business time that moves only when told. */
export interface FakeClock extends Clock {
  advance(ms: number): void
}

/** Begins at the instant given in Unix milliseconds: 2026-11-20 10:00 in Shanghai unless the test needs another. */
export function fakeClock(start: number = Date.UTC(2026, 10, 20, 2)): FakeClock {
  let now = start
  return {
    now: () => now,
    advance: (ms) => {
      now += ms
    },
  }
}
