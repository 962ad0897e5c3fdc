import { BlockList } from '../block-list.ts'
import { DAY_MS } from '../clock.ts'
import { SlidingWindow } from '../sliding-window.ts'
import type { World } from '../world.ts'
import { findChat } from './appchat.ts'
import { isRefusal, type Refusal, type Reply, refuse } from './envelope.ts'
import type { Endpoint } from './gate.ts'
import { bodyReaders } from './message-body.ts'
import { checkSafe, type Newsroom, readingOf } from './message-content.ts'
import type { Params } from './params.ts'
import { createMsgid } from './sent-messages.ts'

/** 《应用推送消息》 (appchat), developer.work.weixin.qq.com/document/path/90248, 2024-07-11. */
const TYPES: ReadonlySet<string> = new Set([
  'text',
  'image',
  'voice',
  'video',
  'file',
  'textcard',
  'news',
  'mpnews',
  'markdown',
])

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const CORP = 'corp'

/** POST /cgi-bin/appchat/send: no agentid, and no msgid in the answer, so nothing can be recalled. */
export function sendToChat(newsroom: Newsroom): Endpoint {
  const { world, chats } = newsroom
  const allowances = new ChatAllowances(world)

  return ({ app, params, at }): Reply => {
    const chat = findChat(newsroom, app.name, params.text('chatid'))
    if (isRefusal(chat)) return chat
    const msgtype = params.text('msgtype')
    const readBody = TYPES.has(msgtype) ? bodyReaders.get(msgtype) : undefined
    if (!readBody) return refuse('wecom.appchat.msgtypeUnknown', 40008)
    const safe = params.integer('safe') ?? 0
    const refused = checkSafe(msgtype, safe)
    if (refused) return refused
    const reading = { ...readingOf(app, newsroom, at), safe, translate: (text: string) => text }
    const content = readBody(params.object(msgtype), reading)
    if (isRefusal(content)) return content
    const exceeded = allowances.takePersonTimes(chat.userlist.length, at)
    if (exceeded) return exceeded
    const shown = { ...content, ...mentions(msgtype, params.object(msgtype)) }
    const message = { chatid: chat.chatid, msgtype, [msgtype]: shown, safe }
    chats.post(chat, { receivedAt: at, message })
    const receipt = createMsgid(world.ids)
    const reached = chat.userlist.filter((userid) => allowances.takeTurn(app.name, userid, at))
    for (const userid of reached) {
      world.inbox.deliver({ platform: 'wecom', userid, app: app.name, receipt, message })
    }
    const dropped = reached.length < chat.userlist.length
    return { rule: dropped ? 'wecom.appchat.sent.overMemberLimit' : 'wecom.appchat.sent' }
  }
}

/** A text may call members to attention. */
function mentions(msgtype: string, body: Params): object {
  const named = msgtype === 'text' ? body.texts('mentioned_list') : []
  return named.length > 0 ? { mentioned_list: named } : {}
}

/** Person-times of the corp, whose excess refuses, and messages to one member, whose excess is dropped in silence. */
class ChatAllowances {
  readonly #limits: World['limits']
  readonly #blocks = new BlockList()
  readonly #ofCorp = [
    { limit: 'wecom.appchatPersonTimesPerMinute', spanMs: MINUTE_MS, turns: new SlidingWindow() },
    { limit: 'wecom.appchatPersonTimesPerHour', spanMs: HOUR_MS, turns: new SlidingWindow() },
  ]
  readonly #ofMember = [
    { limit: 'wecom.appchatMemberPerMinute', spanMs: MINUTE_MS, turns: new SlidingWindow() },
    { limit: 'wecom.appchatMemberPerDay', spanMs: DAY_MS, turns: new SlidingWindow() },
  ]

  constructor({ limits }: World) {
    this.#limits = limits
  }

  takePersonTimes(count: number, at: number): Refusal | undefined {
    for (const { limit, spanMs, turns } of this.#ofCorp) {
      const most = this.#limits.get(limit)
      if (most === null) continue
      if (this.#blocks.holds(limit, at, most)) return refuse('wecom.appchat.blocked', 45009)
      if (turns.countAfter(CORP, at - spanMs) + count > most) {
        this.#blocks.begin(limit, at + spanMs, most)
        return refuse('wecom.appchat.tooManyPersonTimes', 45009)
      }
    }
    for (const { turns } of this.#ofCorp) turns.add(CORP, at, count)
    return undefined
  }

  takeTurn(app: string, userid: string, at: number): boolean {
    const owner = `${app} ${userid}`
    const isFull = this.#ofMember.some(({ limit, spanMs, turns }) => {
      const most = this.#limits.get(limit)
      return most !== null && turns.countAfter(owner, at - spanMs) >= most
    })
    if (!isFull) for (const { turns } of this.#ofMember) turns.add(owner, at)
    return !isFull
  }
}
