// The client

export { createDingTalk, type DingTalk, type DingTalkOptions } from './client.ts'
export type { AppCredential, TokenEndpoint } from './token.ts'

// People and departments

export type { Department, DepartmentDetail, Departments, LanguageOption } from './department.ts'
export type { DepartmentMembers, MemberListOptions, SimpleUser } from './department-member.ts'
export type { GetByMobileOptions, UserByMobile, UserByUnionid, Users } from './user.ts'
export type { UserDetail, UserRole } from './user-detail.ts'

// Messages and what becomes of them

export type {
  ActionCardButton,
  ActionCardMessage,
  ButtonsActionCard,
  FileMessage,
  ImageMessage,
  LinkMessage,
  MarkdownMessage,
  OaFormRow,
  OaMessage,
  SingleActionCard,
  TextMessage,
  VoiceMessage,
  WorkMessage,
} from './message.ts'
export { checkWorkMessage } from './message-check.ts'
export type {
  RobotActionCardMessage,
  RobotAt,
  RobotButtonsActionCard,
  RobotFeedCardMessage,
  RobotLinkMessage,
  RobotMarkdownMessage,
  RobotMessage,
  RobotSingleActionCard,
  RobotTextMessage,
} from './robot-message.ts'
export { checkRobotMessage } from './robot-message-check.ts'
export { signRobotRequest } from './robot-security.ts'
export {
  createDingTalkRobot,
  type DingTalkRobot,
  type DingTalkRobotOptions,
  type PreparedRobotMessage,
} from './webhook-robot.ts'
export type {
  PreparedNotification,
  SendProgress,
  StatusBar,
  WorkNotification,
  WorkNotifications,
  WorkNotificationTask,
} from './work-notification.ts'
export type { Forbidden, SendResult } from './work-result.ts'

// The app's own robot

export type { Robot } from './robot.ts'
export type { DownloadOptions, RobotFiles } from './robot-file.ts'
export type {
  GroupMessageKey,
  GroupReadOptions,
  GroupReadPage,
  GroupSend,
  RobotGroupMessages,
} from './robot-group.ts'
export type {
  OtoReadStatus,
  OtoSend,
  OtoSendResult,
  PreparedRobotSend,
  RobotOtoMessages,
} from './robot-oto.ts'
export type { RecallResult } from './robot-recall.ts'
export type { ReplyInSession, SessionWebhook } from './robot-reply.ts'
export type { RobotSendStatus } from './robot-send-status.ts'
export type { RobotFileType, RobotMsgKey, RobotTemplate, RobotTemplateParams } from './robot-template.ts'
export { checkRobotTemplate } from './robot-template-check.ts'

// Interactive cards

export {
  type CardData,
  type CardDeliverResult,
  type CardDelivery,
  type CardInstance,
  type CardSpace,
  type CardStream,
  type Cards,
  type CardUpdate,
  openSpaceId,
} from './card.ts'

// What DingTalk tells

export type { CallbackRefusal, CallbackRequest, Received, RefusedCallback } from './callback.ts'
export {
  type CallbackCrypto,
  type CallbackSecrets,
  createCallbackCrypto,
  type Opened,
} from './callback-crypto.ts'
export {
  type CardCallback,
  type CardCallbackReceiver,
  type CardCallbackReply,
  createCardCallbackReceiver,
} from './card-callback.ts'
export {
  createEventReceiver,
  type DingTalkEvent,
  type EventReceiver,
  type ReceivedEvent,
} from './event-callback.ts'
export {
  createRobotMessageReceiver,
  NO_REPLY,
  type ReceivedRobotMessage,
  type RobotMessageReceiver,
} from './robot-callback.ts'

export { createDingTalkStream, type DingTalkStream, type DingTalkStreamOptions } from './stream.ts'
export type { StreamWatch } from './stream-keeper.ts'
export type { StreamHandlers } from './stream-topic.ts'

// Files

export type { Media, MediaFiles, MediaUpload } from './media.ts'

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
  type StreamedBody,
  ThrottledError,
  type TimeBudget,
  type Token,
  TokenError,
  type TokenStore,
  type Unit,
  type UploadSource,
  type Warning,
} from '@hongyan/platform-call'
