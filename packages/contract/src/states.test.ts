import { describe, expect, it } from 'vitest'
import { isReached, MOVES, mayMove, STATES, type State } from './states.ts'

/** Every state that can follow, directly or later. */
function reachableFrom(state: State, seen = new Set<State>()): Set<State> {
  for (const next of MOVES[state]) {
    if (seen.has(next)) continue
    seen.add(next)
    reachableFrom(next, seen)
  }
  return seen
}

describe('the states', () => {
  it('can all be reached by a delivery that was accepted', () => {
    expect([...reachableFrom('scheduled'), 'scheduled'].sort()).toEqual([...STATES].sort())
  })

  it('never take good news back: what the platform named as reached stays so', () => {
    expect(MOVES.delivered).toEqual(['read'])
    expect(MOVES.read).toEqual([])
  })

  it('leave an end only where late evidence may settle what was unknown', () => {
    const ends = STATES.filter((state) => MOVES[state].length === 0)

    expect(ends).toEqual(['read', 'invalid', 'forbidden', 'failed', 'suppressed', 'expired', 'cancelled'])
    expect(mayMove('unknown', 'delivered')).toBe(true)
    expect(mayMove('failed', 'sent')).toBe(false)
  })

  it('never go to delivered or read from a call that nobody knows to be accepted', () => {
    const before = STATES.filter((state) => mayMove(state, 'delivered'))

    expect(before).toEqual(['sent', 'unknown'])
  })

  it('go back to the queue only where nobody can have received it, or nobody knows', () => {
    expect(STATES.filter((state) => mayMove(state, 'queued'))).toEqual([
      'resolving',
      'sending',
      'sent',
      'unknown',
    ])
  })

  it('count as gone out from the platform’s acceptance on', () => {
    expect(STATES.filter(isReached)).toEqual(['sent', 'delivered', 'read'])
  })
})
