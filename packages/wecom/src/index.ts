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
