import type { Dispatcher } from 'undici'
import { monotonic } from './clock.ts'
import {
  AmbiguousError,
  type AnyPlatformCallError,
  type FailureKind,
  isPlatformCallError,
  RejectedError,
  ThrottledError,
  TokenError,
} from './errors.ts'
import { type Answer, exchange, type OutgoingRequest, type TimeBudget } from './exchange.ts'
import { redactJson, redactText, redactUrl } from './redact.ts'
import type { AnswerRules, Verdict } from './verdict.ts'

/** What a log line or a metric needs of one call. Nothing in it holds a credential. */
export interface CallRecord {
  readonly platform: string
  readonly method: string
  readonly path: string
  /** Redacted. */
  readonly url: string
  readonly outcome: 'ok' | FailureKind
  readonly status: number | undefined
  readonly code: string | undefined
  readonly requestId: string | undefined
  readonly durationMs: number
  /** The body sent, redacted; made only when asked for. */
  readonly requestBody: () => string | undefined
  /** The body received, redacted; made only when asked for. */
  readonly answerBody: () => string | undefined
}

/** Where logging and metrics hang in. A hook that throws is ignored: observing must not change what is observed. */
export interface CallHooks {
  readonly onCall?: (record: CallRecord) => void
}

/** What every client takes to reach its platform. */
export interface CallerOptions {
  readonly dispatcher: Dispatcher
  readonly budget?: Partial<TimeBudget> | undefined
  readonly maxAnswerBytes?: number | undefined
  readonly hooks?: CallHooks | undefined
}

/** Sends a request once and gives the body of a success. */
export type Caller = (request: OutgoingRequest) => Promise<{ body: unknown; requestId: string | undefined }>

/**
 * Binds a platform's rules to a way out: one request, one answer, one verdict. A success gives its body, everything
 * else throws its own error.
 *
 * @throws NotSentError, RejectedError, ThrottledError, TokenError, AmbiguousError
 */
export function createCaller(rules: AnswerRules, options: CallerOptions): Caller {
  return async (request) => {
    const startedAt = monotonic()
    let answer: Answer | undefined
    try {
      answer = await exchange(request, options)
      const verdict = rules(answer)
      if (verdict.kind !== 'ok') throw errorOf(verdict, request, answer)
      observe(options.hooks, request, answer, verdict, startedAt)
      return { body: verdict.body, requestId: verdict.requestId }
    } catch (error) {
      if (isPlatformCallError(error)) observe(options.hooks, request, answer, error, startedAt)
      throw error
    }
  }
}

function errorOf(
  verdict: Exclude<Verdict, { kind: 'ok' }>,
  request: OutgoingRequest,
  answer: Answer,
): AnyPlatformCallError {
  const facts = {
    platform: request.platform,
    endpoint: `${request.method} ${request.path}`,
    status: answer.status,
    code: verdict.code,
    platformMessage: verdict.text === undefined ? undefined : redactText(verdict.text, request.secrets),
    requestId: verdict.requestId,
    remedy: verdict.remedy,
  }
  switch (verdict.kind) {
    case 'rejected':
      return new RejectedError('rejected', facts)
    case 'token':
      return new TokenError('access token refused', facts)
    case 'ambiguous':
      return new AmbiguousError('no usable answer', facts)
    case 'throttled':
      return new ThrottledError('throttled', { ...facts, retryAfterMs: verdict.retryAfterMs })
  }
}

function observe(
  hooks: CallHooks | undefined,
  request: OutgoingRequest,
  answer: Answer | undefined,
  end: { kind: 'ok' | FailureKind; code?: string | undefined; requestId?: string | undefined },
  startedAt: number,
): void {
  if (!hooks?.onCall) return
  const query = request.query ? `?${new URLSearchParams(request.query)}` : ''
  const redactBody = (text: string | undefined) => text && redactText(redactBodyText(text), request.secrets)
  try {
    hooks.onCall({
      platform: request.platform,
      method: request.method,
      path: request.path,
      url: redactUrl(`${request.origin}${request.path}${query}`),
      outcome: end.kind,
      status: answer?.status,
      code: end.code,
      requestId: end.requestId,
      durationMs: monotonic() - startedAt,
      requestBody: () => redactBody(request.body),
      answerBody: () => redactBody(answer?.text),
    })
  } catch {
    // A broken logger must not turn a sent message into a failed one.
  }
}

/** JSON by field name; anything else only by the form of its text. */
function redactBodyText(text: string): string {
  try {
    return JSON.stringify(redactJson(JSON.parse(text)))
  } catch {
    return text
  }
}
