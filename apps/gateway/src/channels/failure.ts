import type { ReasonCode } from '@hongyan/contract'
import {
  type AnyPlatformCallError,
  isPlatformCallError,
  NotSentError,
  type TokenStore,
} from '@hongyan/platform-call'
import type { Blame, Evidence, Finding, Outcome } from './session.ts'

/** What a refusal means, by a platform's own table of codes. */
export interface RefusalMeaning {
  readonly code: ReasonCode
  readonly blames: Blame
}

/** Reads a platform's refusals. */
export interface RefusalTable {
  meaningOf(error: AnyPlatformCallError): RefusalMeaning
  /** The scopes of the channel's limits that a throttling code names. */
  scopesOf(error: AnyPlatformCallError): readonly string[]
}

/** How a send that threw has ended. Errors that are not of the family are bugs and are thrown on. */
export function outcomeOf(error: unknown, table: RefusalTable): Outcome {
  const failure = familyError(error)
  const evidence = evidenceOf(failure)
  switch (failure.kind) {
    case 'not_sent':
      return { kind: 'not_sent', ...evidence, finding: findingOf(failure, 'not_sent') }
    case 'ambiguous':
      return { kind: 'ambiguous', ...evidence, finding: findingOf(failure, 'no_answer') }
    case 'throttled':
      return {
        kind: 'throttled',
        ...evidence,
        finding: findingOf(failure, 'throttled'),
        retryAfterMs: failure.retryAfterMs,
        scopes: table.scopesOf(failure),
      }
    case 'invalid':
    case 'rejected':
    case 'token': {
      const { code, blames } = table.meaningOf(failure)
      return { kind: 'rejected', ...evidence, finding: findingOf(failure, code), blames, exceptions: [] }
    }
  }
}

/** Asking again is harmless for everything but a send: what may pass is `later`, what the platform denies is `refused`. */
export type QuestionFailure =
  | { readonly kind: 'later'; readonly finding: Finding; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'refused'; readonly finding: Finding }

export function questionFailureOf(
  error: unknown,
  table: RefusalTable,
  fallback: ReasonCode,
): QuestionFailure {
  const failure = familyError(error)
  if (failure.kind === 'throttled') {
    return { kind: 'later', finding: findingOf(failure, fallback), retryAfterMs: failure.retryAfterMs }
  }
  if (failure.kind === 'not_sent' || failure.kind === 'ambiguous') {
    return { kind: 'later', finding: findingOf(failure, fallback), retryAfterMs: undefined }
  }
  const { code } = table.meaningOf(failure)
  return { kind: 'refused', finding: findingOf(failure, code === 'rejected' ? fallback : code) }
}

export function familyError(error: unknown): AnyPlatformCallError {
  if (isPlatformCallError(error)) return error
  throw error
}

export const findingOf = (error: AnyPlatformCallError, code: ReasonCode): Finding => ({
  code,
  platformCode: error.code,
  platformText: error.platformMessage,
  remedy: error.remedy,
})

const evidenceOf = (error: AnyPlatformCallError): Evidence => ({
  httpStatus: error.status,
  requestId: error.requestId,
})

/**
 * Tokens from a store that may be away. What the store itself throws says nothing of the platform: without a token
 * nothing was sent.
 */
export function sendableTokens(store: TokenStore, platform: string): TokenStore {
  const notSent = (error: unknown): never => {
    if (isPlatformCallError(error)) throw error
    throw new NotSentError('not sent: the token store failed', {
      platform,
      endpoint: 'access token',
      remedy: STORE_AWAY,
      cause: error,
    })
  }
  return {
    read: (key) => store.read(key).catch(notSent),
    refresh: (key, seenVersion, fetch) => store.refresh(key, seenVersion, fetch).catch(notSent),
  }
}

const STORE_AWAY = {
  zh: '读取或保存 access_token 失败，消息没有发出，可以放心重试。请检查数据库。',
  en: 'The access token could not be read or kept. Nothing was sent, so repeating is safe. Check the database.',
}
