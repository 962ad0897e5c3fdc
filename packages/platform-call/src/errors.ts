/** What to do about a failure, in both languages of our users. */
export interface Remedy {
  readonly zh: string
  readonly en: string
}

/**
 * How a call failed, by what may be done next:
 * `invalid` never left, its content breaks a documented limit · `not_sent` never left, repeat freely ·
 * `rejected` the platform refused, repeating will not help · `throttled` refused for now, repeat after the wait ·
 * `token` refused because of the access token, even after renewing it · `ambiguous` left and may have been executed.
 */
export type FailureKind = 'invalid' | 'not_sent' | 'rejected' | 'throttled' | 'token' | 'ambiguous'

/** What is known of a failed call. Secrets never get in here: texts are redacted before. */
export interface FailureFacts {
  /** `dingtalk`, `wecom` … */
  readonly platform: string
  /** Method and path without query, for example `POST /topapi/v2/user/getbymobile`. */
  readonly endpoint: string
  /** HTTP status; undefined when no answer came. */
  readonly status?: number | undefined
  /** The effective platform code as text: DingTalk's `sub_code` before `errcode`, a string code as it is. */
  readonly code?: string | undefined
  /** The platform's literal text, kept also for codes that no table knows. */
  readonly platformMessage?: string | undefined
  /** The platform's request id, to quote in a ticket. */
  readonly requestId?: string | undefined
  /** The platform's parsed answer, redacted; undefined when none came or it was no JSON object. */
  readonly answer?: Readonly<Record<string, unknown>> | undefined
  readonly remedy: Remedy
  readonly cause?: unknown
}

const FAMILY = Symbol.for('@hongyan/platform-call/error')

// Names stand on the prototypes, because a stack's first line is written before an instance's own fields exist.

/** Every failure of a platform call is one of the six subclasses; switch over `kind`. */
export abstract class PlatformCallError extends Error {
  abstract readonly kind: FailureKind
  readonly platform: string
  readonly endpoint: string
  readonly status: number | undefined
  readonly code: string | undefined
  readonly platformMessage: string | undefined
  readonly requestId: string | undefined
  readonly remedy: Remedy
  /** The platform's parsed answer, redacted; not enumerable, so that a log of the error stays short. */
  declare readonly answer: Readonly<Record<string, unknown>> | undefined

  constructor(summary: string, facts: FailureFacts) {
    super(describe(summary, facts), facts.cause === undefined ? undefined : { cause: facts.cause })
    this.platform = facts.platform
    this.endpoint = facts.endpoint
    this.status = facts.status
    this.code = facts.code
    this.platformMessage = facts.platformMessage
    this.requestId = facts.requestId
    this.remedy = facts.remedy
    Object.defineProperty(this, 'answer', { value: facts.answer })
    Object.defineProperty(this, FAMILY, { value: true })
  }
}

/** Content or recipients break a limit that the platform documents: nothing was sent. */
export class InvalidInputError extends PlatformCallError {
  static {
    InvalidInputError.prototype.name = 'InvalidInputError'
  }

  readonly kind = 'invalid'
  /** Path of the field in the platform's own words, for example `msg.text.content`. */
  readonly field: string
  /** The limit that was broken, in `unit`; undefined where the field is missing or of the wrong form. */
  readonly limit: number | undefined
  /** The size found, in `unit`. */
  readonly actual: number | undefined
  /** `bytes`, `characters`, `items` … */
  readonly unit: string | undefined

  constructor(
    problem: { summary: string; field: string; limit?: number; actual?: number; unit?: string },
    facts: FailureFacts,
  ) {
    super(problem.summary, facts)
    this.field = problem.field
    this.limit = problem.limit
    this.actual = problem.actual
    this.unit = problem.unit
  }
}

/** The request provably never left: name, route, TLS or proxy failed, or it was still waiting for a connection. */
export class NotSentError extends PlatformCallError {
  static {
    NotSentError.prototype.name = 'NotSentError'
  }

  readonly kind = 'not_sent'
}

/** The platform answered no. The same request will be refused again. */
export class RejectedError extends PlatformCallError {
  static {
    RejectedError.prototype.name = 'RejectedError'
  }

  readonly kind = 'rejected'
}

/** The platform answered "not now". */
export class ThrottledError extends PlatformCallError {
  static {
    ThrottledError.prototype.name = 'ThrottledError'
  }

  readonly kind = 'throttled'
  /** Milliseconds to wait, where the platform says or documents it. */
  readonly retryAfterMs: number | undefined

  constructor(summary: string, facts: FailureFacts & { retryAfterMs?: number | undefined }) {
    super(summary, facts)
    this.retryAfterMs = facts.retryAfterMs
  }
}

/** The access token was refused, and renewing it did not help. Nothing was executed. */
export class TokenError extends PlatformCallError {
  static {
    TokenError.prototype.name = 'TokenError'
  }

  readonly kind = 'token'
}

/** The request left and no usable answer came: it may have been executed. Repeating may send twice. */
export class AmbiguousError extends PlatformCallError {
  static {
    AmbiguousError.prototype.name = 'AmbiguousError'
  }

  readonly kind = 'ambiguous'
}

export type AnyPlatformCallError =
  | InvalidInputError
  | NotSentError
  | RejectedError
  | ThrottledError
  | TokenError
  | AmbiguousError

/** True for our errors, also when they come from another copy of this package (ESM beside CommonJS). */
export function isPlatformCallError(error: unknown): error is AnyPlatformCallError {
  return typeof error === 'object' && error !== null && FAMILY in error
}

function describe(summary: string, facts: FailureFacts): string {
  const status = facts.status === undefined || facts.status === 200 ? '' : ` (HTTP ${facts.status})`
  const code = facts.code === undefined ? '' : ` [${facts.code}]`
  const text = facts.platformMessage ? ` “${oneLine(facts.platformMessage)}”` : ''
  return `${facts.platform} ${facts.endpoint}: ${summary}${status}${code}${text}. ${facts.remedy.en}`
}

/** A message is one line of a log: enough of a proxy's page to recognise it. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > QUOTED_LENGTH ? `${line.slice(0, QUOTED_LENGTH)}…` : line
}

/** Unit: UTF-16 units. The whole text stays in `platformMessage`. */
const QUOTED_LENGTH = 200
