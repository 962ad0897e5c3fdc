import type { Lane } from '@hongyan/contract'
import type { OpenAccount } from '../accounts/directory.ts'
import type { Clock } from '../clock.ts'
import { afford } from '../limits/afford.ts'
import { drawsOf } from '../limits/draws.ts'
import { MediaShelf, type MediaShelfOptions } from '../media/shelf.ts'
import type { LaneOfWork, Started, StartedCall, Store } from '../store/store.ts'
import { type AttemptContext, attemptCall } from './attempt.ts'
import { FairTurn } from './fair-turn.ts'
import type { Lease } from './lease.ts'
import type { NextTurn } from './loop.ts'
import { kindOf, startCalls } from './start.ts'

export interface DispatchOptions extends AttemptContext {
  readonly store: Pick<Store, 'lanes' | 'start' | 'startReplays' | 'recordOutcome'> &
    MediaShelfOptions['store']
  readonly accounts: { get(name: string): OpenAccount | undefined }
  readonly clock: Clock
  readonly lease: Pick<Lease, 'epoch' | 'isTrusted'>
  /** Calls under way at once; what a crash can leave in the air. */
  readonly slots: number
  /** A call has ended and its slot is free, or a file that was waited for is there. */
  readonly onSlot: () => void
}

/** Bulk may not take the slots that an alarm would need. */
const BULK_SHARE = 0.8
/**
 * Nor may one account whose platform is slow take those of all others. The more urgent, the more may be held: an alarm
 * finds a slot however much else its own account has under way.
 */
const ACCOUNT_SHARE: Readonly<Record<Lane, number>> = { bulk: 0.65, normal: 0.8, urgent: 0.9 }
/** Replays are looked for this often, beside when this process knows of one. Unit: ms of business time. */
const REPLAY_SCAN_MS = 1000

/** Gives lanes of work their turn as long as slots are free, and lets each started call make its attempt. */
export class Dispatcher {
  readonly #options: DispatchOptions
  readonly #turns = new FairTurn()
  readonly #media: MediaShelf
  readonly #underWay = new Set<Promise<void>>()
  readonly #held = new Map<string, number>()
  #replaysAt = Number.NEGATIVE_INFINITY

  constructor(options: DispatchOptions) {
    this.#options = options
    const { store, clock, onError, onSlot } = options
    this.#media = new MediaShelf({ store, clock, onError, onSettled: onSlot })
  }

  /** One round over all lanes. Answers when another one may find more. */
  async turn(): Promise<NextTurn> {
    const { store, clock, lease } = this.#options
    if (!lease.isTrusted() || this.#free() <= 0) return undefined
    const now = clock.now()
    const lanes = await store.lanes(now)
    const waits = lanes.filter(({ dueAt }) => dueAt > now).map(({ dueAt }) => dueAt)
    const due = lanes.filter(({ dueAt }) => dueAt <= now)
    this.#turns.forgetAllBut(lanes)
    if (lanes.length > 0) waits.push(await this.#replay(due, now))
    const share = Math.max(1, Math.floor(this.#free() / Math.max(1, due.length)))
    let isMore = false
    for (const lane of this.#turns.order(due)) {
      const started = await this.#start(lane, share)
      if (started.waitUntil !== undefined) waits.push(started.waitUntil)
      isMore ||= started.waitUntil === undefined && started.calls.length > 0
    }
    if (isMore && this.#free() > 0) return 'now'
    const next = Math.min(...waits)
    if (next <= now) return 'now'
    return waits.length > 0 ? next : undefined
  }

  /** Resolves when every attempt under way has its outcome on disk. */
  async drained(): Promise<void> {
    await this.#media.drained()
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }

  get underWay(): number {
    return this.#underWay.size
  }

  async #start(lane: LaneOfWork, share: number): Promise<Started> {
    const { store, accounts, clock, lease } = this.#options
    const account = accounts.get(lane.account)
    const maxCalls = Math.min(share, this.#freeFor(lane))
    if (!account || maxCalls <= 0) return NOTHING
    const input = { account, lane, epoch: lease.epoch, now: clock.now(), maxCalls, media: this.#media }
    const started = await startCalls(input, store)
    if (started.calls.length > 0) this.#turns.served(lane)
    for (const call of started.calls) this.#attempt(call, account)
    return started
  }

  /** The same bytes again, for calls whose end is not known; debited like any other. */
  async #replay(lanes: readonly LaneOfWork[], now: number): Promise<number> {
    if (now < this.#replaysAt) return this.#replaysAt
    const { store, accounts, lease } = this.#options
    for (const name of new Set(lanes.map(({ account }) => account))) {
      const account = accounts.get(name)
      if (!account || this.#free() <= 0) continue
      const draws = drawsOf(account, 'send')
      const started = await store.startReplays({
        account: name,
        epoch: lease.epoch,
        now,
        limits: draws.map(({ spec }) => spec),
        maxCalls: this.#free(),
        allow: (call, allowances) => {
          const wish = { lane: 'normal', kind: kindOf(call), recipients: call.members.length, now } as const
          const affordable = afford(draws, allowances, wish)
          return affordable.kind === 'go' ? { kind: 'replay', debits: affordable.debits } : affordable
        },
      })
      for (const call of started.calls) this.#attempt(call, account)
    }
    this.#replaysAt = now + REPLAY_SCAN_MS
    return this.#replaysAt
  }

  #attempt(call: StartedCall, account: OpenAccount): void {
    const holders = [`account ${call.account}`, `lane ${call.message.lane}`]
    for (const holder of holders) this.#hold(holder, 1)
    const attempt = attemptCall(call, account, this.#options)
      .then(() => undefined, this.#options.onError)
      .finally(() => {
        for (const holder of holders) this.#hold(holder, -1)
        this.#underWay.delete(attempt)
        this.#options.onSlot()
      })
    this.#underWay.add(attempt)
  }

  #hold(holder: string, change: 1 | -1): void {
    const held = (this.#held.get(holder) ?? 0) + change
    if (held > 0) this.#held.set(holder, held)
    else this.#held.delete(holder)
  }

  #free(): number {
    return this.#options.slots - this.#underWay.size
  }

  #freeFor({ account, lane }: LaneOfWork): number {
    const ofBulk = lane === 'bulk' ? this.#freeOf('lane bulk', BULK_SHARE) : this.#free()
    return Math.min(this.#free(), this.#freeOf(`account ${account}`, ACCOUNT_SHARE[lane]), ofBulk)
  }

  #freeOf(holder: string, share: number): number {
    return Math.ceil(this.#options.slots * share) - (this.#held.get(holder) ?? 0)
  }
}

const NOTHING: Started = { calls: [] }
