import type { Route, SandboxRequest } from '../exchange.ts'
import type { World } from '../world.ts'
import type { WecomRobot } from './apps.ts'
import { BlockingWindow } from './blocking-window.ts'
import { answer, isRefusal, type Refusal, type Reply, refuse } from './envelope.ts'
import { readFiles } from './gate.ts'
import type { MediaShelf } from './media-shelf.ts'
import { type Params, readParams } from './params.ts'
import { type Mentions, readMentions } from './robot-mentions.ts'
import { type RobotReading, robotReaders } from './robot-message.ts'

/** One message in a robot's group, with whom it calls to attention. */
export interface GroupMessage {
  /** Unix milliseconds, business time. */
  readonly receivedAt: number
  readonly message: object
  readonly mentions: Mentions
}

const MINUTE_MS = 60_000
/** A group keeps its newest messages only. */
const KEPT_MESSAGES = 1000

/**
 * The group robots (now called 消息推送): their key is the credential, there is no token and no trusted address.
 * 《消息推送配置说明》, developer.work.weixin.qq.com/document/path/99110, 2025-08-07.
 */
export class WebhookRobots {
  readonly #world: World
  readonly #robots: readonly WecomRobot[]
  readonly #shelf: MediaShelf
  readonly #groups: ReadonlyMap<string, GroupMessage[]>
  readonly #perMinute = new BlockingWindow(MINUTE_MS)

  constructor(world: World, robots: readonly WecomRobot[], shelf: MediaShelf) {
    this.#world = world
    this.#robots = robots
    this.#shelf = shelf
    this.#groups = new Map(robots.map(({ name }) => [name, []]))
  }

  /** What the robot's group shows, oldest first. */
  group(name: string): readonly GroupMessage[] | undefined {
    return this.#groups.get(name)
  }

  /** POST /cgi-bin/webhook/send */
  readonly send: Route = (request) => {
    const robot = this.#robotOf(request)
    if (!robot) return answer(this.#world, request, refuse('wecom.robot.unknown', 93000))
    const params = request.method === 'POST' ? readParams(request.rawBody) : undefined
    if (!params) return answer(this.#world, request, refuse('wecom.robot.notPostedJson', 40063))
    return answer(this.#world, request, this.#post(robot, params, request), params.illTyped)
  }

  /** POST /cgi-bin/webhook/upload_media: an empty file is noticed before a wrong key, which has a code of its own here. */
  readonly upload: Route = (request) => {
    const [part] = readFiles(request)
    const robot = this.#robotOf(request)
    const type = request.query.get('type')
    const reply = (): Reply => {
      if (!part || part.bytes.length === 0) return refuse('wecom.media.empty', 44001)
      if (!robot) return refuse('wecom.robot.keyUnknown', 40058, { reason: "invalid param 'key'" })
      if (type !== 'file' && type !== 'voice') return refuse('wecom.media.typeUnknown', 40005)
      return this.#shelf.uploaded(this.#shelf.upload(type, part, request.at, robot.name), 'ok')
    }
    return answer(this.#world, request, reply())
  }

  #robotOf({ query }: SandboxRequest): WecomRobot | undefined {
    const key = query.get('key')
    return this.#robots.find((candidate) => candidate.key === key)
  }

  /** Only what the group would see counts against the robot's minute. */
  #post(robot: WecomRobot, params: Params, { at }: SandboxRequest): Reply {
    const message = this.#read(robot, params, at)
    if (isRefusal(message)) return message
    if (!this.#perMinute.admit(robot.name, at, this.#world.limits.get('wecom.robotPerMinute'))) {
      return refuse('wecom.robot.throttled', 45009)
    }
    const group = this.#groups.get(robot.name)
    group?.push({ receivedAt: at, message, mentions: readMentions(params, this.#world.company) })
    if (group && group.length > KEPT_MESSAGES) group.shift()
    return { rule: 'wecom.robot.ok' }
  }

  #read(robot: WecomRobot, params: Params, at: number): object | Refusal {
    const msgtype = params.text('msgtype')
    const readBody = robotReaders.get(msgtype)
    if (!readBody || !params.has(msgtype)) return refuse('wecom.robot.msgtypeUnknown', 40008)
    const content = readBody(params.object(msgtype), this.#readingOf(robot, at))
    return isRefusal(content) ? content : { msgtype, [msgtype]: content }
  }

  #readingOf({ name }: WecomRobot, at: number): RobotReading {
    const { profiles, limits } = this.#world
    return {
      profiles,
      limits,
      safe: 0,
      translate: (text) => text,
      useMedia: (id, kind) => this.#shelf.use(id, kind, at, name),
      keepPicture: (bytes) => this.#shelf.keepPicture(bytes, at, name),
      sender: {
        miniprogram: undefined,
        isLinkedMiniprogram: () => false,
        canBeCalledBack: false,
        hasTask: () => false,
      },
    }
  }
}
