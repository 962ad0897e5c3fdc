import type { ProblemView } from '@hongyan/contract'

const FAMILY = Symbol.for('@hongyan/client/error')

/** Every failure of a call is one of two; switch over `kind`. */
export abstract class HongyanError extends Error {
  abstract readonly kind: 'refused' | 'unreachable'

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    Object.defineProperty(this, FAMILY, { value: true })
  }
}

/** The gateway answered no, and nothing has changed. `problem` names code, field, value and the next step. */
export class RefusedError extends HongyanError {
  static {
    RefusedError.prototype.name = 'RefusedError'
  }

  readonly kind = 'refused'
  readonly problem: ProblemView
  /** How long to wait before trying again, where the gateway says. */
  readonly retryAfterMs: number | undefined

  constructor(problem: ProblemView, retryAfterMs: number | undefined) {
    super(`${problem.detail} [${problem.code}] ${problem.next}`)
    this.problem = problem
    this.retryAfterMs = retryAfterMs
  }
}

/**
 * No usable answer came. A message may have been accepted: send it again with the same `idempotencyKey`, and it is
 * accepted once.
 */
export class UnreachableError extends HongyanError {
  static {
    UnreachableError.prototype.name = 'UnreachableError'
  }

  readonly kind = 'unreachable'
}

/** True for our errors, also when they come from another copy of this package (ESM beside CommonJS). */
export function isHongyanError(error: unknown): error is RefusedError | UnreachableError {
  return typeof error === 'object' && error !== null && FAMILY in error
}
