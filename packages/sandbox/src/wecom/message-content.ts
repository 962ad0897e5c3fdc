import type { World } from '../world.ts'
import type { AppChats } from './appchat-book.ts'
import type { Corp, WecomApp } from './apps.ts'
import type { Callbacks } from './callbacks.ts'
import type { ConsoleSettings } from './console-settings.ts'
import { isRefusal, type Refusal, refuse } from './envelope.ts'
import type { Call } from './gate.ts'
import { translateIds } from './id-translation.ts'
import type { MediaKind } from './media-kinds.ts'
import type { MediaShelf } from './media-shelf.ts'
import { bodyReaders } from './message-body.ts'
import { Params } from './params.ts'
import type { SentCards } from './sent-cards.ts'
import type { SendStatistics } from './statistics.ts'

/** What messages of apps depend on besides the call. */
export interface Newsroom {
  readonly world: World
  readonly corp: Corp
  readonly shelf: MediaShelf
  readonly cards: SentCards
  readonly callbacks: Callbacks
  readonly chats: AppChats
  readonly settings: ConsoleSettings
  readonly statistics: SendStatistics
}

/**
 * Everything about a call to message/send but its receivers, in this order: msgtype, agentid, safe, body. The
 * msgtype comes first because broken JSON, of which nothing can be read, was seen to answer
 * `Warning: wrong json format. invalid message type`.
 */
export function readMessage({ app, params, at }: Call, newsroom: Newsroom): object | Refusal {
  const msgtype = params.text('msgtype')
  const readBody = bodyReaders.get(msgtype)
  if (!readBody) return refuse('wecom.send.msgtypeUnknown', 40008)
  const safe = params.integer('safe') ?? 0
  const refused = checkAgentid(params, app, newsroom) ?? checkSafe(msgtype, safe)
  if (refused) return refused
  const content = readBody(params.object(msgtype), {
    ...readingOf(app, newsroom, at, params),
    safe,
    translate: translation(params, newsroom.world),
  })
  if (isRefusal(content)) return content
  return { msgtype, agentid: app.agentid, [msgtype]: content, safe }
}

/** What the app brings into reading any body of its. */
export function readingOf(app: WecomApp, newsroom: Newsroom, at: number, params = new Params({})) {
  const { world, corp, shelf, cards, callbacks } = newsroom
  return {
    profiles: world.profiles,
    useMedia: (id: string, kind: MediaKind) => shelf.use(id, kind, at),
    sender: {
      miniprogram: app.miniprogram,
      isLinkedMiniprogram: (appid: string) => corp.miniprograms.includes(appid),
      canBeCalledBack: callbacks.isConfigured(app.name),
      hasTask: (taskId: string) => cards.hasTask(app.name, taskId) && !forgivesRepeats(params, world),
    },
  }
}

/** Whether the check for duplicates sees a repeated card before its task_id is noticed is an open question. */
function forgivesRepeats(params: Params, { profiles }: World): boolean {
  return params.integer('enable_duplicate_check') === 1 && profiles.get('wecom.repeatedCard') === 'duplicate'
}

export function translation(params: Params, { company }: World): (text: string) => string {
  const translates = params.integer('enable_id_trans') === 1
  return (text) => (translates ? translateIds(text, company) : text)
}

export function checkAgentid(params: Params, app: WecomApp, { corp, world }: Newsroom): Refusal | undefined {
  const agentid = params.integer('agentid')
  if (agentid === undefined) return refuse('wecom.agentid.missing', 41011)
  if (!Number.isInteger(agentid)) return refuse('wecom.agentid.malformed', 40056)
  if (agentid === app.agentid) return undefined
  const exists = corp.apps.some((other) => other.agentid === agentid)
  if (!exists && world.profiles.get('wecom.unknownAgentid') === '40056')
    return refuse('wecom.agentid.unknown', 40056)
  return refuse('wecom.agentid.ofAnotherApp', 301002)
}

/** 1 forbids sharing, which news does not know; 2 keeps an mpnews inside the corp and exists for nothing else. */
export function checkSafe(msgtype: string, safe: number): Refusal | undefined {
  if (safe === 0) return undefined
  if (msgtype === 'news') return refuse('wecom.safe.news', 40074)
  if (safe === 1 || (safe === 2 && msgtype === 'mpnews')) return undefined
  return refuse('wecom.safe.unknown', 40035)
}
