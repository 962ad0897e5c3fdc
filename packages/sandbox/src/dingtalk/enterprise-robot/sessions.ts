import type { Route } from '../../exchange.ts'
import type { World } from '../../world.ts'
import type { DingTalkApp } from '../apps.ts'
import { type Envelopes, type Reply, refuse } from '../envelope.ts'
import { Params, parseObject } from '../params.ts'
import { checkWebhookMessage } from '../webhook-message.ts'
import type { Group, Groups } from './groups.ts'

const SESSION_CHARS = 32
export const SESSION_PATH = '/robot/sendBySession'

/** The documents name no code for a session that is over or never was; the old one for a wrong token stands in. */
const NO_SESSION = 300001

interface Session {
  readonly app: DingTalkApp
  /** The group, or the userid of the person whose single chat it is. */
  readonly place: Group | string
  readonly expiresAt: number
}

/** Reply addresses that come with a person's message: no token, the formats of webhook robots (《机器人回复/发送消息》). */
export class Sessions {
  readonly #world: World
  readonly #groups: Groups
  readonly #sessions = new Map<string, Session>()
  readonly send: Route

  constructor(world: World, envelopes: Envelopes, groups: Groups) {
    this.#world = world
    this.#groups = groups
    this.send = (request) => {
      if (request.method !== 'POST') return envelopes.plain(refuse('dingtalk.session.method', 43002))
      const session = this.#sessions.get(request.query.get('session') ?? '')
      if (!session) return envelopes.plain(refuse('dingtalk.session.unknown', NO_SESSION, 'session 不存在'))
      if (request.at >= session.expiresAt)
        return envelopes.plain(refuse('dingtalk.session.expired', NO_SESSION, 'session 已过期'))
      const fields = parseObject(request.rawBody.toString('utf8'))
      if (!fields) return envelopes.plain(refuse('dingtalk.session.body', 40035, '缺少参数 json'))
      return envelopes.plain(this.say(session.app, session.place, fields))
    }
  }

  open(app: DingTalkApp, place: Group | string, at: number): { url: string; expiresAt: number } {
    for (const [key, { expiresAt }] of this.#sessions) {
      if (expiresAt > at) break
      this.#sessions.delete(key)
    }
    const session = this.#world.ids.hex(SESSION_CHARS)
    const lifeMs = this.#world.limits.get('dingtalk.sessionWebhookMs') ?? Number.MAX_SAFE_INTEGER
    const expiresAt = at + lifeMs
    this.#sessions.set(session, { app, place, expiresAt })
    return { url: `${this.#world.url()}${SESSION_PATH}?session=${session}`, expiresAt }
  }

  /** Shows the robot's answer where the person wrote; also what an app answers to the callback itself. */
  say({ name: app }: DingTalkApp, place: Group | string, message: Readonly<Record<string, unknown>>): Reply {
    if (message.msgtype === 'empty') return { rule: 'dingtalk.session.empty' }
    const wording =
      this.#world.profiles.get('dingtalk.robotRefusalText') === 'current' ? 'current' : 'documented'
    const refused = checkWebhookMessage(new Params(message), wording)
    if (refused) return refused
    const receipt = `session-${this.#world.ids.hex(16)}`
    if (typeof place !== 'string') this.#groups.post(place, { from: { robot: app }, receipt, message })
    else this.#world.inbox.deliver({ platform: 'dingtalk', userid: place, app, receipt, message })
    return { rule: 'dingtalk.session.ok' }
  }
}
