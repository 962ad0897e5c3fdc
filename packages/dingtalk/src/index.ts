// The client

export { createDingTalk, type DingTalk, type DingTalkOptions } from './client.ts'
export type { AppCredential, TokenEndpoint } from './token.ts'
export type { GetByMobileOptions, UserByMobile, Users } from './user.ts'

// Messages and what becomes of them

export type {
  ActionCardButton,
  ActionCardMessage,
  ButtonsActionCard,
  LinkMessage,
  MarkdownMessage,
  OaFormRow,
  OaMessage,
  RobotAt,
  RobotMarkdownMessage,
  RobotMessage,
  RobotTextMessage,
  SingleActionCard,
  TextMessage,
  WorkMessage,
} from './message.ts'
export { checkWorkMessage } from './message-check.ts'
export { signRobotRequest } from './robot-security.ts'
export {
  checkRobotMessage,
  createDingTalkRobot,
  type DingTalkRobot,
  type DingTalkRobotOptions,
  type PreparedRobotMessage,
} from './webhook-robot.ts'
export type {
  PreparedNotification,
  SendProgress,
  WorkNotification,
  WorkNotifications,
  WorkNotificationTask,
} from './work-notification.ts'
export type { Forbidden, SendResult } from './work-result.ts'

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
  type Warning,
} from '@hongyan/platform-call'
