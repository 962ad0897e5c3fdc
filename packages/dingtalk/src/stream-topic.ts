import { type Fields, integerOf, textOf } from './answer-fields.ts'
import { parseObject } from './callback.ts'
import { type CardCallback, type CardCallbackReply, readCardCallback } from './card-callback.ts'
import type { DingTalkEvent } from './event-callback.ts'
import { type ReceivedRobotMessage, readRobotMessage } from './robot-callback.ts'
import { NOT_HANDLED, okWith, type StreamAnswer, type StreamFrame, UNKNOWN_TOPIC } from './stream-frame.ts'

/**
 * Who is told what. DingTalk waits 3 s: store what came and return, work on it afterwards. What is thrown is reported
 * to `onProblem` and not to DingTalk.
 */
export interface StreamHandlers {
  /** An event. Resolve once it is stored; an event whose handler throws is told again, so tell repeats by `eventId`. */
  readonly onEvent?: ((event: DingTalkEvent) => Promise<void> | void) | undefined
  /** A message to the robot; told once only. Answer it by `robot.reply`. */
  readonly onRobotMessage?: ((message: ReceivedRobotMessage) => Promise<void> | void) | undefined
  /** A pressed button. What is returned changes the card. */
  readonly onCardCallback?:
    | ((callback: CardCallback) => Promise<CardCallbackReply | undefined> | CardCallbackReply | undefined)
    | undefined
}

const ROBOT_MESSAGES = '/v1.0/im/bot/messages/get'
const CARD_CALLBACKS = '/v1.0/card/instances/callback'

/** What a connection asks for: that for which there is a handler. */
export function subscriptionsOf(
  handlers: StreamHandlers,
): { readonly type: string; readonly topic: string }[] {
  return [
    ...(handlers.onEvent ? [{ type: 'EVENT', topic: '*' }] : []),
    ...(handlers.onRobotMessage ? [{ type: 'CALLBACK', topic: ROBOT_MESSAGES }] : []),
    ...(handlers.onCardCallback ? [{ type: 'CALLBACK', topic: CARD_CALLBACKS }] : []),
  ]
}

/** Gives a frame to its handler; undefined if nothing is to be answered. */
export async function answerFrame(
  frame: StreamFrame,
  handlers: StreamHandlers,
  report: (problem: unknown) => void,
): Promise<StreamAnswer | undefined> {
  if (frame.type === 'SYSTEM') return frame.topic === 'ping' ? { ...okWith({}), data: frame.data } : undefined
  const data = parseObject(frame.data)
  try {
    if (frame.type === 'EVENT') return await answerEvent(frame, data, handlers)
    if (frame.topic === ROBOT_MESSAGES && handlers.onRobotMessage) {
      const message = data && readRobotMessage(data)
      if (!message) return NOT_HANDLED
      await handlers.onRobotMessage(message)
      return okWith({ response: null })
    }
    if (frame.topic === CARD_CALLBACKS && handlers.onCardCallback) {
      const callback = data && readCardCallback(data)
      if (!callback) return NOT_HANDLED
      return okWith({ response: (await handlers.onCardCallback(callback)) ?? null })
    }
    return UNKNOWN_TOPIC
  } catch (problem) {
    report(problem)
    return frame.type === 'EVENT' ? LATER : NOT_HANDLED
  }
}

/** Asks for the event to be told again. */
const LATER = okWith({ status: 'LATER', message: 'not handled' })

async function answerEvent(
  { headers }: StreamFrame,
  data: Fields | undefined,
  { onEvent }: StreamHandlers,
): Promise<StreamAnswer> {
  if (!onEvent) return UNKNOWN_TOPIC
  const eventType = textOf(headers.eventType)
  if (eventType === undefined || !data) return NOT_HANDLED
  await onEvent({
    eventType,
    eventId: textOf(headers.eventId),
    corpId: textOf(headers.eventCorpId),
    eventTime: integerOf(headers.eventBornTime),
    data,
  })
  return okWith({ status: 'SUCCESS', message: 'success' })
}
