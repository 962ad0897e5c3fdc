import { SlidingWindow } from '../../sliding-window.ts'
import type { Employee, World } from '../../world.ts'
import type { DingTalkApp } from '../apps.ts'
import type { ModernCall, ModernReply } from '../modern-gate.ts'
import { type RobotMessage, readMessage } from './message.ts'
import { recallEach } from './recall.ts'
import { robotRefusal } from './refusals.ts'
import { checkRobotCode } from './robot-code.ts'
import { type SentMessages, type SentToPersons, WINDOW_MS } from './sent-messages.ts'

const MINUTE_MS = 60_000

type Fate = 'reached' | 'invalid' | 'flow_controlled' | 'unseen'

/** A robot's chats with single persons (《机器人批量发送单聊消息》, 2026-04-22). */
export class SingleChat {
  readonly #world: World
  readonly #apps: readonly DingTalkApp[]
  readonly #sent: SentMessages
  readonly #isMedia: (id: string) => boolean
  readonly #perPerson = new SlidingWindow()

  constructor(
    world: World,
    apps: readonly DingTalkApp[],
    sent: SentMessages,
    isMedia: (id: string) => boolean,
  ) {
    this.#world = world
    this.#apps = apps
    this.#sent = sent
    this.#isMedia = isMedia
  }

  /** POST /v1.0/robot/oToMessages/batchSend. Who is unknown or throttled is listed; the others are served. */
  readonly batchSend = ({ app, params, at }: ModernCall): ModernReply => {
    const refused = checkRobotCode(this.#apps, app, params)
    if (refused) return refused
    const userids = [...new Set(params.list('userIds'))]
    if (userids.length === 0) return robotRefusal('invalidParameter.userIds.empty')
    if (userids.length > Number(this.#world.profiles.get('dingtalk.robotUserIdsCap')))
      return robotRefusal('invalidParameter.userIds.overMax')
    const message = readMessage(this.#world, this.#isMedia, params)
    return 'code' in message ? message : this.#deliver(app, userids, message, at)
  }

  /** GET /v1.0/robot/oToMessages/readStatus — 《批量查询人与机器人会话消息是否已读》. */
  readonly readStatus = ({ app, params }: ModernCall): ModernReply => {
    const refused = checkRobotCode(this.#apps, app, params)
    if (refused) return refused
    const sent = this.#sent.toPersons(params.text('processQueryKey'))
    if (sent?.app !== app) return robotRefusal('invalid.processQueryKey')
    const age = this.#sent.ageOf(sent)
    if (age >= WINDOW_MS) return robotRefusal('processQueryKey.expireTime')
    const isProcessing = age < (this.#world.limits.get('dingtalk.processingMs') ?? 0)
    const saysSo = this.#world.profiles.get('dingtalk.robotReadTooEarly') === 'PROCESSING'
    if (isProcessing && !saysSo) return robotRefusal('processQueryKey.expireTime')
    const messageReadInfoList = isProcessing ? [] : sent.reached.map(readInfo)
    const sendStatus = isProcessing ? 'PROCESSING' : this.#statusOf(sent)
    return { rule: 'dingtalk.robot.readStatus.ok', body: { sendStatus, messageReadInfoList } }
  }

  /** POST /v1.0/robot/otoMessages/batchRecall: `oto` in small letters, unlike its neighbours. */
  readonly batchRecall = ({ app, params }: ModernCall): ModernReply => {
    const refused = checkRobotCode(this.#apps, app, params)
    if (refused) return refused.code.endsWith('.auth') ? robotRefusal('not.allowed.robotCode') : refused
    return recallEach(params, (key) => {
      const sent = this.#sent.toPersons(key)
      if (sent?.app !== app) return 'invalid.processQueryKey'
      if (this.#sent.ageOf(sent) >= WINDOW_MS) return 'robot.processQueryKey.expired'
      sent.isRecalled = true
      this.#world.inbox.recall('dingtalk', key)
      return undefined
    })
  }

  #deliver(app: DingTalkApp, userids: readonly string[], message: RobotMessage, at: number): ModernReply {
    const processQueryKey = this.#sent.newKey()
    const fates = userids.map((userid) => ({ userid, fate: this.#fateOf(app, userid, at) }))
    const named = (wanted: Fate) => fates.flatMap(({ userid, fate }) => (fate === wanted ? [userid] : []))
    const reached = named('reached').map((userid) => this.#reach(app, userid, processQueryKey, message))
    this.#sent.add({ processQueryKey, app, sentAt: at, isRecalled: false, reached })
    const showsKey = reached.length > 0 || this.#world.profiles.get('dingtalk.robotNobodyKey') === 'present'
    const lists = {
      invalidStaffIdList: named('invalid'),
      flowControlledStaffIdList: named('flow_controlled'),
    }
    return { rule: 'dingtalk.robot.batchSend.ok', body: { ...(showsKey && { processQueryKey }), ...lists } }
  }

  #fateOf(app: DingTalkApp, userid: string, at: number): Fate {
    const person = this.#world.company.byUserid('dingtalk', userid)
    if (!person) return 'invalid'
    const injected = this.#world.outcomes.of('dingtalk', userid)?.outcome
    if (injected === 'invalid') return 'invalid'
    if (injected === 'forbidden') return 'flow_controlled'
    if (injected === 'failed' || injected === 'dropped') return 'unseen'
    return injected === undefined && person.state === 'out_of_range'
      ? this.#outOfRange()
      : this.#meter(app, userid, at)
  }

  #outOfRange(): Fate {
    return this.#world.profiles.get('dingtalk.robotOutOfRange') === 'invalid' ? 'invalid' : 'unseen'
  }

  #meter(app: DingTalkApp, userid: string, at: number): Fate {
    const most = this.#world.limits.get('dingtalk.robotPersonPerMinute')
    if (most === null) return 'reached'
    const owner = `${app.name} ${userid}`
    if (this.#perPerson.countAfter(owner, at - MINUTE_MS) >= most) return 'flow_controlled'
    this.#perPerson.add(owner, at)
    return 'reached'
  }

  #reach({ name: app }: DingTalkApp, userid: string, receipt: string, message: RobotMessage) {
    const { inbox, company, outcomes } = this.#world
    const entry = inbox.deliver({ platform: 'dingtalk', userid, app, receipt, message })
    if (outcomes.of('dingtalk', userid)?.outcome === 'read') inbox.markRead('dingtalk', userid, entry.id)
    return { userid, name: nameOf(company.byUserid('dingtalk', userid)), entry }
  }

  #statusOf({ isRecalled }: SentToPersons): string {
    return isRecalled ? 'RECALLED' : this.#world.profiles.get('dingtalk.robotSendStatus')
  }
}

/** The page says of readTimestamp that it is not supported yet. */
function readInfo({ userid, name, entry }: SentToPersons['reached'][number]): object {
  return { name, userId: userid, readStatus: entry.readAt === null ? 'UNREAD' : 'READ', readTimestamp: 0 }
}

function nameOf(employee: Employee | undefined): string {
  return employee?.name ?? ''
}
