export type {
  AcceptedView,
  AccountView,
  ChannelView,
  ClientView,
  Content,
  DeliveryDetail,
  DeliveryView,
  DiagnoseView,
  EventView,
  KeyInput,
  MessageInput,
  MessageView,
  NewKeyView,
  PreviewView,
  ProblemCode,
  ProblemView,
  QuotaView,
  ReasonCode,
  State,
} from '@hongyan/contract'
export { createHongyan, type Hongyan, type SendOptions } from './client.ts'
export type { ConnectionOptions } from './connection.ts'
export { HongyanError, isHongyanError, RefusedError, UnreachableError } from './errors.ts'
export type { EventsOptions } from './events.ts'
