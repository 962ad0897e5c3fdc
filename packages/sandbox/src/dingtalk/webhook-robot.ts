import type { Route, SandboxRequest } from '../exchange.ts'
import type { World } from '../world.ts'
import type { WebhookRobot } from './apps.ts'
import { type Envelopes, type Reply, refuse } from './envelope.ts'
import { asRecord, Params, parseObject } from './params.ts'
import { checkWebhookMessage, mentionText, type RefusalText, textsOf } from './webhook-message.ts'
import { checkSecurity } from './webhook-security.ts'
import { WebhookThrottle } from './webhook-throttle.ts'

/** UTF-8 bytes of the body; the figure stands in the platform's own refusal. */
const MOST_BODY_BYTES = 20_000
/** People one message may mention (《机器人消息类型》). */
const MOST_MENTIONS = 50
/** `link` and `feedCard` mention nobody, whatever `at` says (the same page). */
const MENTIONING = new Set(['text', 'markdown', 'actionCard'])
const KEPT_MESSAGES = 1000
/** For how long a msgUuid is remembered is not documented; here it is for so many messages. */
const KEPT_UUIDS = 10_000

/** A message as the group sees it. */
interface GroupMessage {
  readonly id: string
  readonly receivedAt: number
  /** Members whose mention stands in the text as well; wrong numbers and outsiders are silently left out. */
  readonly mentioned: readonly string[]
  readonly mentionsAll: boolean
  readonly message: object
}

interface Group {
  readonly robot: WebhookRobot
  readonly messages: GroupMessage[]
  readonly uuids: Set<string>
}

/** POST /robot/send — 《自定义机器人发送群消息》. The order of checks follows probes of the live service. */
export class WebhookRobots {
  readonly #world: World
  readonly #throttle: WebhookThrottle
  readonly #groups: readonly Group[]
  readonly send: Route

  constructor(world: World, envelopes: Envelopes, robots: readonly WebhookRobot[]) {
    this.#world = world
    this.#throttle = new WebhookThrottle(world.limits)
    this.#groups = robots.map((robot) => ({ robot, messages: [], uuids: new Set() }))
    this.send = (request) => envelopes.plain(this.#reply(request))
  }

  group(name: string): readonly GroupMessage[] | undefined {
    return this.#groups.find(({ robot }) => robot.name === name)?.messages
  }

  #reply(request: SandboxRequest): Reply {
    if (request.method !== 'POST') return refuse('dingtalk.robot.method', 43002)
    const token = request.query.get('access_token')
    if (!token) return refuse('dingtalk.robot.token.missing', 40035, '缺少参数 access_token')
    if (!this.#throttle.admits(token, request.at)) {
      return refuse('dingtalk.robotPerMinute', this.#code('dingtalk.robotThrottle'))
    }
    const group = this.#groups.find(({ robot }) => robot.accessToken === token)
    if (!group) return refuse('dingtalk.robot.token.unknown', this.#code('dingtalk.robotUnknownToken'))
    if (request.rawBody.length > MOST_BODY_BYTES) return refuse('dingtalk.robot.tooLong', 460101)
    if (request.rawBody.length === 0) return refuse('dingtalk.robot.body', 40035, '缺少参数 json')
    const isJson = (request.headers['content-type'] ?? '').startsWith('application/json')
    if (!isJson) return refuse('dingtalk.robot.contentType', 43004)
    const fields = parseObject(request.rawBody.toString('utf8'))
    if (!fields) return refuse('dingtalk.robot.body', 40035, '缺少参数 json')
    return this.#post(group, new Params(fields), fields, request)
  }

  #post(group: Group, body: Params, message: object, request: SandboxRequest): Reply {
    const refused =
      checkWebhookMessage(body, this.#wording()) ??
      checkSecurity(this.#world, group.robot, request, textsOf(body))
    if (refused) return refused
    const uuid = body.text('msgUuid')
    if (group.uuids.has(uuid)) return { rule: 'dingtalk.robot.repeated' }
    if (uuid !== '') remember(group.uuids, uuid)
    group.messages.push({
      id: this.#world.ids.hex(16),
      receivedAt: request.at,
      ...this.#mentions(body),
      message,
    })
    if (group.messages.length > KEPT_MESSAGES) group.messages.shift()
    return { rule: 'dingtalk.robot.ok' }
  }

  #mentions(body: Params): Pick<GroupMessage, 'mentioned' | 'mentionsAll'> {
    if (!MENTIONING.has(body.text('msgtype'))) return { mentioned: [], mentionsAll: false }
    const at = new Params(asRecord(body.value('at')) ?? {})
    const text = mentionText(body)
    const { company } = this.#world
    const byMobile = at
      .list('atMobiles')
      .map((mobile) => ({ mark: mobile, person: company.byMobile(mobile) }))
    const byUserid = at
      .list('atUserIds')
      .map((id) => ({ mark: id, person: company.byUserid('dingtalk', id) }))
    const named = [...byMobile, ...byUserid].slice(0, MOST_MENTIONS)
    const shown = named.filter(({ mark }) => text.includes(`@${mark}`))
    const userids = shown.flatMap(({ person }) => person?.dingtalk?.userid ?? [])
    return { mentioned: [...new Set(userids)], mentionsAll: at.flag('isAtAll') }
  }

  #wording(): RefusalText {
    return this.#world.profiles.get('dingtalk.robotRefusalText') === 'current' ? 'current' : 'documented'
  }

  /** The answers of both questions are error codes. */
  #code(profile: string): number {
    return Number(this.#world.profiles.get(profile))
  }
}

function remember(uuids: Set<string>, uuid: string): void {
  uuids.add(uuid)
  const [oldest] = uuids
  if (uuids.size > KEPT_UUIDS && oldest !== undefined) uuids.delete(oldest)
}
