import type { OpenAccount } from '../accounts/directory.ts'
import type { Clock } from '../clock.ts'
import { expandNextChunk } from '../messages/expand.ts'
import type { Store } from '../store/store.ts'
import { recallCalls } from '../tracking/recall.ts'
import { trackCalls } from '../tracking/track.ts'
import { Dispatcher } from './dispatch.ts'
import { expireDeliveries } from './expire.ts'
import type { Lease } from './lease.ts'
import { Loop, type NextTurn } from './loop.ts'
import { rescueCalls } from './rescue.ts'
import { resolveRecipients } from './resolve.ts'

export interface PipelineOptions {
  readonly store: Store
  readonly accounts: { get(name: string): OpenAccount | undefined }
  readonly clock: Clock
  readonly lease: Pick<Lease, 'epoch' | 'isTrusted'>
  readonly onError: (error: unknown) => void
  /** Calls under way at once. Default 40, of which one account may have 32. */
  readonly slots?: number
  /** Spreads retries; from 0 to 1. */
  readonly random: () => number
}

const DEFAULT_SLOTS = 40
/** How often work is looked for that no wake-up has told of, for example another node's. Unit: ms. */
const POLL_MS = 500
/** Reports, recalls and expiries are counted in minutes. Unit: ms. */
const SLOW_POLL_MS = 2000

/** All that happens to messages after they are accepted, one loop for each step of their way. */
export class Pipeline {
  readonly #loops: readonly Loop[]
  /** Those that a message's next step may wait for; the others are counted in seconds and minutes. */
  readonly #prompt: readonly Loop[]
  readonly #dispatcher: Dispatcher
  readonly #store: Store
  #stopListening: (() => void) | undefined

  constructor(options: PipelineOptions) {
    const { store, clock, lease, random, onError } = options
    this.#store = store
    const loop = (turn: () => Promise<NextTurn>, pollMs = POLL_MS): Loop =>
      new Loop({ clock, onError, pollMs, turn })
    const trusted = (turn: () => Promise<NextTurn>) => (): Promise<NextTurn> =>
      lease.isTrusted() ? turn() : Promise.resolve(undefined)
    const dispatching = loop(() => this.#dispatcher.turn())
    this.#dispatcher = new Dispatcher({
      ...options,
      slots: options.slots ?? DEFAULT_SLOTS,
      random,
      onSlot: () => dispatching.wake(),
    })
    this.#prompt = [
      loop(() => expandNextChunk(options)),
      loop(trusted(() => resolveRecipients(options))),
      dispatching,
    ]
    this.#loops = [
      ...this.#prompt,
      loop(() => rescueCalls(options)),
      loop(
        trusted(() => trackCalls(options)),
        SLOW_POLL_MS,
      ),
      loop(
        trusted(() => recallCalls(options)),
        SLOW_POLL_MS,
      ),
      loop(() => expireDeliveries(store, clock), SLOW_POLL_MS),
    ]
  }

  /** Calls whose outcome is not on disk yet. */
  get underWay(): number {
    return this.#dispatcher.underWay
  }

  start(): void {
    this.#stopListening = this.#store.onChange(() => this.wake())
    for (const loop of this.#loops) loop.start()
  }

  /** There may be something to do. */
  wake(): void {
    for (const loop of this.#prompt) loop.wake()
  }

  /** Takes up nothing more, and waits for what is under way: after that nothing is in the air. */
  async stop(): Promise<void> {
    this.#stopListening?.()
    await Promise.all(this.#loops.map((loop) => loop.stop()))
    await this.#dispatcher.drained()
  }
}
