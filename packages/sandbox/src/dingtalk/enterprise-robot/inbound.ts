import { startOfMonth } from '../../clock.ts'
import type { World } from '../../world.ts'
import type { Corp, DingTalkApp } from '../apps.ts'
import type { People, Person } from '../contacts/people.ts'
import type { Group } from './groups.ts'
import type { Sessions } from './sessions.ts'

/** Characters of an encrypted sender's id after its prefix. */
const ENCRYPTED_CHARS = 32

/** What a person says to a robot. */
export interface Said {
  readonly person: Person
  readonly app: DingTalkApp
  /** Undefined in the single chat with the robot. */
  readonly group: Group | undefined
  /** `text` or the platform's other kinds, each with its content. */
  readonly msgtype: string
  readonly content: Readonly<Record<string, unknown>>
}

/** Messages of people as robots hear of them (《机器人接收消息》, 2026-06-30). */
export class InboundMessages {
  readonly #world: World
  readonly #corp: Corp
  readonly #people: People
  readonly #sessions: Sessions
  #month = { start: 0, messages: 0 }

  constructor(world: World, corp: Corp, people: People, sessions: Sessions) {
    this.#world = world
    this.#corp = corp
    this.#people = people
    this.#sessions = sessions
  }

  person(userid: string): Person | undefined {
    return this.#people.byUserid(userid)
  }

  /** The body of the callback. Over the month's quota it comes without what was said. */
  callback(said: Said): object {
    const { person, app, group } = said
    const { ids, clock } = this.#world
    const createAt = clock.now()
    const session = this.#sessions.open(app, group ?? person.userid, createAt)
    const conversationId = group?.openConversationId ?? `cid${ids.urlSafe(22)}==`
    return {
      conversationId,
      ...(group && { conversationTitle: group.title, atUsers: [{ dingtalkId: this.#encrypted() }] }),
      chatbotCorpId: this.#corp.corpId,
      chatbotUserId: this.#encrypted(),
      msgId: `msg${ids.urlSafe(22)}==`,
      senderNick: person.employee.name,
      isAdmin: false,
      senderStaffId: person.userid,
      senderUnionId: person.unionid,
      sessionWebhookExpiredTime: session.expiresAt,
      createAt,
      senderCorpId: this.#corp.corpId,
      conversationType: group ? '2' : '1',
      senderId: this.#encrypted(),
      sessionWebhook: session.url,
      ...(group && { isInAtList: true }),
      robotCode: app.robotCode,
      senderPlatform: 'Mac',
      msgtype: said.msgtype,
      ...this.#contentOf(said),
    }
  }

  #contentOf({ msgtype, content, group }: Said): object {
    if (!this.#meter()) return { errorCode: '20001', errorMessage: '本月 Webhook 与 Stream 调用量已用完' }
    if (msgtype !== 'text') return { content }
    // In a group the text follows the mention of the robot, whose name is cut away and its space is not.
    const text = String(content.content)
    return { text: { content: group ? ` ${text}` : text } }
  }

  #meter(): boolean {
    const start = startOfMonth(this.#world.clock.now())
    if (start !== this.#month.start) this.#month = { start, messages: 0 }
    const most = this.#world.limits.get('dingtalk.webhookStreamMonthly')
    if (most !== null && this.#month.messages >= most) return false
    this.#month.messages++
    return true
  }

  #encrypted(): string {
    return `$:LWCP_v1:$${this.#world.ids.urlSafe(ENCRYPTED_CHARS)}`
  }
}
