import {
  type CallerOptions,
  type CallHooks,
  type Clock,
  createDispatcher,
  type EgressOptions,
  systemClock,
  type TimeBudget,
} from '@hongyan/platform-call'

/** How a client reaches DingTalk and is watched doing so. Everything has a default. */
export interface ConnectionOptions {
  /** An undici dispatcher of your own; it stays yours to close. Default: one made from `egress`. */
  readonly dispatcher?: CallerOptions['dispatcher'] | undefined
  /** Proxy, extra certificates, connections. Ignored if `dispatcher` is given. Default: the environment's proxy. */
  readonly egress?: EgressOptions | undefined
  /** Milliseconds a call may take. Default: 10 000 until the answer begins, 15 000 in all. */
  readonly budget?: Partial<TimeBudget> | undefined
  /** Called once per request with what a log line or a metric needs, free of secrets. */
  readonly hooks?: CallHooks | undefined
  /** Business time: token lifetimes, signatures, quota ends. Default: the machine's. */
  readonly clock?: Clock | undefined
}

/** An open way out. */
export interface Connection {
  readonly caller: CallerOptions
  readonly clock: Clock
  /** Closes what was opened here, after the calls under way. */
  close(): Promise<void>
}

export function openConnection(options: ConnectionOptions): Connection {
  const { budget, hooks, clock = systemClock } = options
  if (options.dispatcher) {
    return { caller: { dispatcher: options.dispatcher, budget, hooks }, clock, close: async () => {} }
  }
  const dispatcher = createDispatcher(options.egress)
  return { caller: { dispatcher, budget, hooks }, clock, close: () => dispatcher.close() }
}
