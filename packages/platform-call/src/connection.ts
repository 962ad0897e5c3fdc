import type { CallerOptions, CallHooks } from './caller.ts'
import { type Clock, systemClock } from './clock.ts'
import { createDispatcher, type EgressOptions } from './egress.ts'
import { completeBudget, type TimeBudget } from './time-budget.ts'

/** How a client reaches its platform and is watched doing so. Everything has a default. */
export interface ConnectionOptions {
  /**
   * An undici dispatcher of your own, without interceptors that repeat or redirect; it stays yours to close. Default: one
   * made from `egress`.
   */
  readonly dispatcher?: CallerOptions['dispatcher'] | undefined
  /** Proxy, extra certificates, connections. Ignored if `dispatcher` is given. Default: the environment's proxy. */
  readonly egress?: EgressOptions | undefined
  /**
   * Milliseconds a request may take. Default: `waitMs` 7 500 until it leaves, `answerMs` 10 000 from then until the
   * answer begins, `wholeMs` 15 000 in all.
   */
  readonly budget?: TimeBudget | undefined
  /** Called once per request with what a log line or a metric needs, free of secrets. */
  readonly hooks?: CallHooks | undefined
  /** Business time: token lifetimes, signatures, quota ends. Default: the machine's. */
  readonly clock?: Clock | undefined
}

/** An open way out. */
export interface Connection {
  readonly caller: CallerOptions
  readonly clock: Clock
  /** Closes what was opened here, after the calls under way; once more does nothing more. */
  close(): Promise<void>
}

/** @throws RangeError for a budget that is no positive number; Error for a proxy or certificate of the wrong form */
export function openConnection(options: ConnectionOptions): Connection {
  const { hooks, clock = systemClock } = options
  const budget = completeBudget(options.budget)
  if (options.dispatcher) {
    return { caller: { dispatcher: options.dispatcher, budget, hooks }, clock, close: async () => {} }
  }
  const dispatcher = createDispatcher(options.egress)
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= dispatcher.close()
    return closed
  }
  return { caller: { dispatcher, budget, hooks }, clock, close }
}
