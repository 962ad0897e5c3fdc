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
import { type Answer, exchange } from './exchange.ts'
import { endpointOf, type OutgoingRequest, pathWithQuery } from './outgoing-request.ts'
import { redactCutText, redactJson, redactText, redactUrl } from './redact.ts'
import { completeBudget, type TimeBudget } from './time-budget.ts'
import { type AnswerRules, isRecord, readShape, type Verdict } from './verdict.ts'

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
  /** The body sent, redacted; made only when asked for. Undefined for one that was streamed. */
  readonly requestBody: () => string | undefined
  /** The body received, redacted; made only when asked for. */
  readonly answerBody: () => string | undefined
}

/** Where logging and metrics hang in. A hook that throws or rejects is ignored: observing must not change what is observed. */
export interface CallHooks {
  readonly onCall?: ((record: CallRecord) => void) | undefined
}

/** What every client takes to reach its platform. */
export interface CallerOptions {
  /** Without interceptors that repeat or redirect: a second sending of one request is prevented, its end then unknown. */
  readonly dispatcher: Dispatcher
  readonly budget?: TimeBudget | undefined
  readonly hooks?: CallHooks | undefined
}

/** Sends a request once and gives the body of a success. */
export type Caller = (request: OutgoingRequest) => Promise<{ body: unknown; requestId: string | undefined }>

/**
 * Binds a platform's rules to a way out: one request, one answer, one verdict. A success gives its body, everything
 * else throws its own error.
 *
 * @throws RangeError if the budget holds no positive numbers; the caller throws NotSentError, RejectedError,
 * ThrottledError, TokenError and AmbiguousError
 */
export function createCaller(rules: AnswerRules, options: CallerOptions): Caller {
  const way = { dispatcher: options.dispatcher, budget: completeBudget(options.budget) }
  return async (request) => {
    const startedAt = monotonic()
    let answer: Answer | undefined
    try {
      answer = await exchange(request, way)
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
  // Redacted before it is cut, because half a secret would not be recognised.
  const shown = (text: string) => redactText(text, request.secrets).slice(0, KEPT_TEXT_LENGTH)
  const facts = {
    platform: request.platform,
    endpoint: endpointOf(request),
    status: answer.status,
    code: verdict.code && shown(verdict.code),
    platformMessage: verdict.text && redactBodyText(verdict.text, request.secrets).slice(0, KEPT_TEXT_LENGTH),
    requestId: verdict.requestId && shown(verdict.requestId),
    answer: redactedAnswer(answer, request.secrets),
    // A remedy may quote the platform, too: a missing permission, an address.
    remedy: { zh: shown(verdict.remedy.zh), en: shown(verdict.remedy.en) },
  }
  switch (verdict.kind) {
    case 'rejected':
      return new RejectedError('refused', facts)
    case 'token':
      return new TokenError('access token refused', facts)
    case 'ambiguous':
      return new AmbiguousError('sent, but the answer leaves the result open', facts)
    case 'throttled':
      return new ThrottledError(notNow(verdict.retryAfterMs), {
        ...facts,
        retryAfterMs: verdict.retryAfterMs,
      })
  }
}

const notNow = (retryAfterMs: number | undefined): string =>
  retryAfterMs === undefined ? 'refused for now' : `refused for now, wait ${Math.ceil(retryAfterMs / 1000)} s`

/** How much of a platform's text an error keeps, in UTF-16 units. Its own texts are far shorter, a proxy's page is not. */
const KEPT_TEXT_LENGTH = 1000

function redactedAnswer(answer: Answer, secrets: readonly string[] | undefined) {
  const body = readShape(answer)
  if (body.shape !== 'object') return undefined
  const redacted = redactJson(body.value, secrets)
  return isRecord(redacted) ? redacted : undefined
}

function observe(
  hooks: CallHooks | undefined,
  request: OutgoingRequest,
  answer: Answer | undefined,
  end: { kind: 'ok' | FailureKind; code?: string | undefined; requestId?: string | undefined },
  startedAt: number,
): void {
  if (!hooks?.onCall) return
  const redactBody = (text: string | undefined) => text && redactBodyText(text, request.secrets)
  try {
    const returned: unknown = hooks.onCall({
      platform: request.platform,
      method: request.method,
      path: redactText(request.path, request.secrets),
      url: redactText(redactUrl(request.origin + pathWithQuery(request)), request.secrets),
      outcome: end.kind,
      status: answer?.status,
      code: end.code,
      requestId: end.requestId && redactText(end.requestId, request.secrets),
      durationMs: monotonic() - startedAt,
      requestBody: () => redactBody(typeof request.body === 'string' ? request.body : undefined),
      answerBody: () => redactBody(answer?.text),
    })
    if (returned instanceof Promise) returned.catch(() => undefined)
  } catch {
    // A broken logger must not turn a sent message into a failed one.
  }
}

/** JSON by field name; anything else only by the form of its text. */
function redactBodyText(text: string, secrets: readonly string[] | undefined): string {
  try {
    return JSON.stringify(redactJson(JSON.parse(text), secrets))
  } catch {
    return redactCutText(text, secrets)
  }
}
