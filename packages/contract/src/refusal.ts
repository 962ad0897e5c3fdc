import { PROBLEMS, type ProblemCode } from './problems.ts'

export interface RefusalFacts {
  /** Path of the field, for example `to[3]` or `content.text`. */
  readonly field?: string | undefined
  /** What was found there. */
  readonly value?: unknown
  /** More than the catalogue's sentence can say, for example the limit and the size found. */
  readonly detail?: { readonly zh: string; readonly en: string } | undefined
  /** Better advice than the catalogue's. */
  readonly next?: { readonly zh: string; readonly en: string } | undefined
  /** How long to wait before a retry can help. */
  readonly retryAfterMs?: number | undefined
}

/** A request that is refused, by a code of the catalogue. Throw it only before anything has been written. */
export class Refusal extends Error {
  static {
    Refusal.prototype.name = 'Refusal'
  }

  readonly code: ProblemCode
  readonly facts: RefusalFacts

  constructor(code: ProblemCode, facts: RefusalFacts = {}) {
    super(facts.field === undefined ? PROBLEMS[code].en : `${facts.field}: ${PROBLEMS[code].en}`)
    this.code = code
    this.facts = facts
  }
}
