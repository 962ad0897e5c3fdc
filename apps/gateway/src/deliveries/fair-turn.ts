import type { Lane } from '@hongyan/contract'
import type { LaneOfWork } from '../store/store.ts'

const RANK: Record<Lane, number> = { urgent: 0, normal: 1, bulk: 2 }
/** Every so many rounds the lanes go in reverse, so that an endless stream of alarms cannot starve the rest. */
const REVERSED_EVERY = 10

/**
 * In which order lanes of work get their turn: urgent before normal before bulk, and among equals whoever has waited
 * longest since the last turn, so that no account and no client can keep the others out.
 */
export class FairTurn {
  readonly #lastServed = new Map<string, number>()
  #turn = 0

  order(lanes: readonly LaneOfWork[]): LaneOfWork[] {
    this.#turn += 1
    const direction = this.#turn % REVERSED_EVERY === 0 ? -1 : 1
    return [...lanes].sort(
      (a, b) =>
        direction * (RANK[a.lane] - RANK[b.lane]) || this.#served(a) - this.#served(b) || a.dueAt - b.dueAt,
    )
  }

  served(lane: LaneOfWork): void {
    this.#lastServed.set(keyOf(lane), this.#turn)
  }

  /** Lanes without work are forgotten: they come first when they have some again. */
  forgetAllBut(lanes: readonly LaneOfWork[]): void {
    const kept = new Set(lanes.map(keyOf))
    for (const key of this.#lastServed.keys()) if (!kept.has(key)) this.#lastServed.delete(key)
  }

  #served(lane: LaneOfWork): number {
    return this.#lastServed.get(keyOf(lane)) ?? 0
  }
}

const keyOf = ({ account, client, lane }: LaneOfWork): string => `${account}/${client}/${lane}`
