import type { Route, SandboxRequest } from '../exchange.ts'
import type { World } from '../world.ts'
import type { WecomRobot } from './apps.ts'
import { BlockingWindow } from './blocking-window.ts'
import { answer, isRefusal, type Refusal, type Reply, refuse } from './envelope.ts'
import { type Params, readParams } from './params.ts'
import { byteLength } from './truncation.ts'

/** One message in a robot's group, with whom it calls to attention. */
export interface GroupMessage {
  /** Unix milliseconds, business time. */
  readonly receivedAt: number
  readonly message: object
  readonly mentions: { readonly everyone: boolean; readonly userids: readonly string[] }
}

/** UTF-8 bytes; 《消息推送配置说明》, developer.work.weixin.qq.com/document/path/99110, 2025-08-07. */
const MARKDOWN_BYTES = 4096
const MINUTE_MS = 60_000
/** A group keeps its newest messages only. */
const KEPT_MESSAGES = 1000

/** Types the platform documents for robots and this sandbox does not know: said plainly. */
const notSimulated: ReadonlySet<string> = new Set([
  'markdown_v2',
  'image',
  'news',
  'file',
  'voice',
  'template_card',
])

/** The group robots (now called 消息推送): their key is the credential, there is no token and no trusted address. */
export class WebhookRobots {
  readonly #world: World
  readonly #robots: readonly WecomRobot[]
  readonly #groups: ReadonlyMap<string, GroupMessage[]>
  readonly #perMinute = new BlockingWindow(MINUTE_MS)

  constructor(world: World, robots: readonly WecomRobot[]) {
    this.#world = world
    this.#robots = robots
    this.#groups = new Map(robots.map(({ name }) => [name, []]))
  }

  /** What the robot's group shows, oldest first. */
  group(name: string): readonly GroupMessage[] | undefined {
    return this.#groups.get(name)
  }

  /** POST /cgi-bin/webhook/send */
  readonly send: Route = (request) => {
    const key = request.query.get('key')
    const robot = this.#robots.find((candidate) => candidate.key === key)
    if (!robot) return answer(this.#world, request, refuse('wecom.robot.unknown', 93000))
    const params = request.method === 'POST' ? readParams(request.rawBody) : undefined
    if (!params) return answer(this.#world, request, refuse('wecom.robot.notPostedJson', 40063))
    return answer(this.#world, request, this.#post(robot, params, request), params.illTyped)
  }

  /** Only what the group would see counts against the robot's minute. */
  #post(robot: WecomRobot, params: Params, { at }: SandboxRequest): Reply {
    const message = this.#read(params)
    if (isRefusal(message)) return message
    if (!this.#perMinute.admit(robot.name, at, this.#world.limits.get('wecom.robotPerMinute'))) {
      return refuse('wecom.robot.throttled', 45009)
    }
    const group = this.#groups.get(robot.name)
    group?.push({ receivedAt: at, message, mentions: this.#mentions(params) })
    if (group && group.length > KEPT_MESSAGES) group.shift()
    return { rule: 'wecom.robot.ok' }
  }

  #read(params: Params): object | Refusal {
    const msgtype = params.text('msgtype')
    if (notSimulated.has(msgtype)) {
      return refuse('wecom.robot.notSimulated', 40008, {
        reason: `${msgtype} is not simulated by this sandbox`,
      })
    }
    const isKnown = msgtype === 'text' || msgtype === 'markdown'
    if (!isKnown || !params.has(msgtype)) return refuse('wecom.robot.msgtypeUnknown', 40008)
    const content = params.object(msgtype).text('content')
    if (!content) return refuse('wecom.robot.empty', 44004)
    return (
      this.#checkLength(msgtype, content) ?? {
        msgtype,
        [msgtype]: { ...params.object(msgtype).all, content },
      }
    )
  }

  /** Robots refuse what is too long, where application messages cut it. */
  #checkLength(msgtype: 'text' | 'markdown', content: string): Refusal | undefined {
    const most = msgtype === 'text' ? this.#world.limits.get('wecom.robotTextBytes') : MARKDOWN_BYTES
    if (most === null || byteLength(content) <= most) return undefined
    const reason = `${msgtype}.content exceed max length ${most}. invalid Request Parameter`
    return refuse('wecom.robot.tooLong', 40058, { reason })
  }

  /** By list, by mobile, or inside the content as `<@userid>`. Whoever is not known is passed over. */
  #mentions(params: Params): GroupMessage['mentions'] {
    const fields = params.object(params.text('msgtype'))
    const inContent = [...fields.text('content').matchAll(/<@([^<>\s]+)>/g)].map(([, userid]) => userid ?? '')
    const isText = params.text('msgtype') === 'text'
    const byUserid = [...inContent, ...(isText ? fields.texts('mentioned_list') : [])]
    const byMobile = isText ? fields.texts('mentioned_mobile_list') : []
    const { company } = this.#world
    const people = [
      ...byUserid.map((userid) => company.byUserid('wecom', userid)),
      ...byMobile.map((mobile) => company.byMobile(mobile)),
    ]
    const userids = people.flatMap((person) => (person?.wecom ? [person.wecom.userid] : []))
    return { everyone: [...byUserid, ...byMobile].includes('@all'), userids: [...new Set(userids)] }
  }
}
