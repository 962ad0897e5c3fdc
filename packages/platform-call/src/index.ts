import './node-version.ts'

export { type BaseUrl, parseBaseUrl } from './base-url.ts'
export { parseCallPath } from './call-path.ts'
export { type Caller, type CallerOptions, type CallHooks, type CallRecord, createCaller } from './caller.ts'
export { type Clock, systemClock } from './clock.ts'
export { type Connection, type ConnectionOptions, openConnection } from './connection.ts'
export { createDispatcher, type EgressOptions } from './egress.ts'
export {
  AmbiguousError,
  type AnyPlatformCallError,
  type FailureFacts,
  type FailureKind,
  InvalidInputError,
  isPlatformCallError,
  NotSentError,
  PlatformCallError,
  RejectedError,
  type Remedy,
  ThrottledError,
  TokenError,
} from './errors.ts'
export { type Answer, MAX_ANSWER_BYTES } from './exchange.ts'
export { InputCheck, type Size, UNIT_ZH, type Unit, type Warning } from './input-check.ts'
export type { AnswerHead, OutgoingRequest, StreamedBody } from './outgoing-request.ts'
export { REDACTED, redactHeaders, redactJson, redactText, redactUrl } from './redact.ts'
export { type RedisClient, RedisTokenStore, type RedisTokenStoreOptions } from './redis-tokens.ts'
export { DEFAULT_TIME_BUDGET, type TimeBudget } from './time-budget.ts'
export { handOutToken, TokenSource, type TokenSourceOptions, withToken } from './token-source.ts'
export {
  type FetchedToken,
  type FetchToken,
  MemoryTokenStore,
  type Token,
  type TokenStore,
  tokenKey,
} from './tokens.ts'
export { sizeOf, type UploadFile, type UploadSource, uploadForm } from './upload-form.ts'
export { type AnswerRules, isRecord, judgeForeignAnswer, readShape, type Verdict } from './verdict.ts'
export { type OpenWebSocket, openWebSocket, type WebSocketOptions } from './web-socket.ts'
