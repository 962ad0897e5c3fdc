import type { Clock } from '../clock.ts'
import type { Store } from '../store/store.ts'
import { Loop } from './loop.ts'

export interface LeaseOptions {
  readonly store: Pick<Store, 'registerNode' | 'heartbeat' | 'leave'>
  readonly clock: Clock
  readonly node: string
  /** How long a silent node is believed to live. Unit: ms. */
  readonly leaseMs: number
  readonly onError: (error: unknown) => void
}

/** A node stops trusting its lease this share of it early, so that it never sends when another may be replaying. */
const MARGIN_SHARE = 1 / 3
/** Heartbeats in one lease. */
const BEATS = 6

/**
 * This process's right to send. Alive → (silent for too long) → lost → registered anew under another epoch. The time is
 * counted from when a renewal began, by the clock that never jumps: a paused process finds it run out when it wakes.
 */
export class Lease {
  readonly #options: LeaseOptions
  readonly #loop: Loop
  #epoch = 0
  #trustedUntil = Number.NEGATIVE_INFINITY

  private constructor(options: LeaseOptions) {
    this.#options = options
    this.#loop = new Loop({
      clock: options.clock,
      pollMs: options.leaseMs / BEATS,
      onError: options.onError,
      turn: () => this.#beat(),
    })
  }

  static async take(options: LeaseOptions): Promise<Lease> {
    const lease = new Lease(options)
    await lease.#register()
    lease.#loop.start()
    return lease
  }

  /** Fences what this process writes. Changes when the lease was lost. */
  get epoch(): number {
    return this.#epoch
  }

  /** To be asked right before a request is written. */
  isTrusted(): boolean {
    return this.#options.clock.monotonic() < this.#trustedUntil
  }

  /** An orderly end: others need not wait for the lease to run out. */
  async leave(): Promise<void> {
    await this.#loop.stop()
    this.#trustedUntil = Number.NEGATIVE_INFINITY
    await this.#options.store.leave(this.#epoch)
  }

  async #beat(): Promise<undefined> {
    const { store, clock, leaseMs } = this.#options
    const began = clock.monotonic()
    const answer = await store.heartbeat(this.#epoch, leaseMs)
    if (answer === 'lost') await this.#register()
    else this.#trust(began)
  }

  async #register(): Promise<void> {
    const { store, clock, node, leaseMs } = this.#options
    const began = clock.monotonic()
    this.#epoch = await store.registerNode({ name: node, leaseMs })
    this.#trust(began)
  }

  #trust(began: number): void {
    this.#trustedUntil = began + this.#options.leaseMs * (1 - MARGIN_SHARE)
  }
}
