import type { World } from '../../world.ts'
import type { DingTalkApp } from '../apps.ts'
import type { ModernCall, ModernReply } from '../modern-gate.ts'
import type { ModernRefusal } from '../modern-refusal.ts'
import type { Params } from '../params.ts'
import type { Group, Groups } from './groups.ts'
import { readMessage } from './message.ts'
import { recallEach } from './recall.ts'
import { robotRefusal } from './refusals.ts'
import { checkRobotCode } from './robot-code.ts'
import { type SentMessages, WINDOW_MS } from './sent-messages.ts'

/** Readers per page (《查询企业机器人群聊消息用户已读状态》). */
const MOST_READERS = 200

const CONVERSATION_ID = /^cid\S+==$/

/** A robot in groups (《机器人发送群聊消息》). */
export class GroupChat {
  readonly #world: World
  readonly #apps: readonly DingTalkApp[]
  readonly #sent: SentMessages
  readonly #groups: Groups
  readonly #isMedia: (id: string) => boolean

  constructor(
    world: World,
    apps: readonly DingTalkApp[],
    sent: SentMessages,
    groups: Groups,
    isMedia: (id: string) => boolean,
  ) {
    this.#world = world
    this.#apps = apps
    this.#sent = sent
    this.#groups = groups
    this.#isMedia = isMedia
  }

  /** POST /v1.0/robot/groupMessages/send. */
  readonly send = ({ app, params, at }: ModernCall): ModernReply => {
    const refused = checkRobotCode(this.#apps, app, params)
    if (refused) return refused
    const group = this.#groupOf(app, params)
    if ('code' in group) return group
    const message = readMessage(this.#world, this.#isMedia, params)
    if ('code' in message) return message
    const processQueryKey = this.#sent.newKey()
    const post = this.#groups.post(group, { from: { robot: app.name }, receipt: processQueryKey, message })
    this.#sent.add({ processQueryKey, app, sentAt: at, isRecalled: false, group, post })
    return { rule: 'dingtalk.robot.groupSend.ok', body: { processQueryKey } }
  }

  /** POST /v1.0/robot/groupMessages/query: who has read it, in pages. */
  readonly query = ({ app, params }: ModernCall): ModernReply => {
    const sent = this.#sent.toGroup(params.text('processQueryKey'))
    if (sent?.app !== app) return robotRefusal('invalid.processQueryKey')
    const age = this.#sent.ageOf(sent)
    if (age >= WINDOW_MS) return robotRefusal('processQueryKey.expireTime')
    const from = params.integer('nextToken') ?? 0
    const size = params.integer('maxResults') ?? MOST_READERS
    if (!(from >= 0 && size >= 1 && size <= MOST_READERS))
      return robotRefusal('invalidParameter.param.invalid')
    const { readUserIds } = sent.post
    const hasMore = from + size < readUserIds.length
    const sendStatus = sent.isRecalled ? 'RECALLED' : this.#world.profiles.get('dingtalk.robotSendStatus')
    const page = { readUserIds: readUserIds.slice(from, from + size), hasMore }
    const body = { sendStatus, ...page, ...(hasMore && { nextToken: String(from + size) }) }
    return { rule: 'dingtalk.robot.groupQuery.ok', body }
  }

  /** POST /v1.0/robot/groupMessages/recall. */
  readonly recall = ({ app, params }: ModernCall): ModernReply => {
    const refused = checkRobotCode(this.#apps, app, params)
    if (refused) return refused
    const group = this.#groupOf(app, params)
    if ('code' in group) return group
    return recallEach(params, (key) => {
      const sent = this.#sent.toGroup(key)
      if (sent?.app !== app || sent.group !== group) return 'invalid.processQueryKey'
      if (this.#sent.ageOf(sent) >= WINDOW_MS) return 'robot.processQueryKey.expired'
      sent.isRecalled = true
      this.#groups.recall(group, key)
      return undefined
    })
  }

  /** A group that the robot is not in gets a misleading answer on the platform: as if there were no such robot. */
  #groupOf(app: DingTalkApp, params: Params): Group | ModernRefusal {
    const id = params.text('openConversationId')
    if (id === '') return robotRefusal('miss.openConversationId')
    if (!CONVERSATION_ID.test(id)) return robotRefusal('invalid.openConversationId')
    const group = this.#groups.find(id)
    return group?.robots.has(app.name)
      ? group
      : robotRefusal(this.#world.profiles.get('dingtalk.robotNotInGroup'))
  }
}
