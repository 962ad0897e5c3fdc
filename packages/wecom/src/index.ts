// The client

export { createWecom, type Wecom, type WecomOptions } from './client.ts'
export type { AppCredential } from './token.ts'
export type { Users } from './user.ts'

// The directory

export type { Department, DepartmentId, Departments } from './department.ts'
export type { BriefMember, Member, MemberId } from './member.ts'
export type { Tag, TagAddition, Tags, TagWithMembers } from './tag.ts'

// Messages and what becomes of them

export type { AppStatistics, Messages, PreparedMessage, SendChoices, SendResult } from './app-message.ts'
export type { CardUpdate, CardUpdateResult } from './card-update.ts'
export type { Truncation } from './check.ts'
export {
  type AppMessage,
  type AppMessageContent,
  departmentNamePlaceholder,
  type Recipients,
  type SendOptions,
  userAliasOrNamePlaceholder,
  userAliasPlaceholder,
  userNamePlaceholder,
} from './message.ts'
export { checkMessage } from './message-check.ts'
export type * from './message-content.ts'
export { type RefusedRecipients, refusalOf, refusedRecipients } from './recipients.ts'
export type * from './template-card.ts'

// Group chats of an app

export type { Appchat, AppchatMessage, AppchatText, Chat, ChatChange, NewChat } from './appchat.ts'

// Media

export type { Media, ReceivedMedia } from './media.ts'
export type { MediaFile, MediaKind, UploadedMedia } from './media-file.ts'

// Group robots

export { type RobotMessage, robotImage } from './robot-message.ts'
export {
  checkRobotMessage,
  createWecomRobot,
  type PreparedRobotMessage,
  type WecomRobot,
  type WecomRobotOptions,
} from './webhook-robot.ts'

// Callbacks

export {
  type Callback,
  type CallbackOptions,
  type CallbackQuery,
  createCallback,
} from './callback/callback.ts'
export type {
  CallbackEvent,
  CardEvent,
  OtherMessageEvent,
  PlainEvent,
  TaskcardEvent,
  TextEvent,
} from './callback/event.ts'
export { type CallbackFault, CallbackRefusedError } from './callback/refusal.ts'
export type { PassiveReply, ReplyArticle, ReplyMedia, ReplyVideo } from './callback/reply.ts'

// The platform's figures

export * from './limits.ts'

// What goes wrong, how calls go out, and where tokens are kept

export {
  AmbiguousError,
  type AnyPlatformCallError,
  type CallHooks,
  type CallRecord,
  type Clock,
  type ConnectionOptions,
  type EgressOptions,
  type FailureKind,
  InvalidInputError,
  isPlatformCallError,
  MemoryTokenStore,
  NotSentError,
  PlatformCallError,
  type RedisClient,
  RedisTokenStore,
  RejectedError,
  type Remedy,
  ThrottledError,
  type TimeBudget,
  type Token,
  TokenError,
  type TokenStore,
  type Unit,
  type UploadSource,
  type Warning,
} from '@hongyan/platform-call'
