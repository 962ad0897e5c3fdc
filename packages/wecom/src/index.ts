// The client

// What goes wrong, and where tokens are kept
export {
  AmbiguousError,
  type AnyPlatformCallError,
  InvalidInputError,
  isPlatformCallError,
  MemoryTokenStore,
  NotSentError,
  PlatformCallError,
  RedisTokenStore,
  RejectedError,
  ThrottledError,
  TokenError,
} from '@hongyan/platform-call'
export type { WecomOptions } from './api.ts'
// Messages and what becomes of them
export type { Messages, PreparedMessage, SendChoices, SendResult } from './app-message.ts'
export type { Truncation, Unit, Warning } from './check.ts'
export { createWecom, type Wecom } from './client.ts'
// The platform's figures
export * from './limits.ts'
export {
  type AppMessage,
  type AppMessageContent,
  departmentNamePlaceholder,
  type MarkdownMessage,
  type NewsArticle,
  type NewsMessage,
  type Recipients,
  type SendOptions,
  type TextcardMessage,
  type TextMessage,
  userAliasOrNamePlaceholder,
  userAliasPlaceholder,
  userNamePlaceholder,
} from './message.ts'
export { type RefusedRecipients, refusalOf, refusedRecipients } from './recipients.ts'
export { UNCHANGED_TOKEN_GRACE_MS } from './token.ts'
export type { Users } from './user.ts'
