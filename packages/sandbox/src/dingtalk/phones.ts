import type { CallbackPush, CallbackSettings } from '../callback-push.ts'
import { ControlError } from '../control-error.ts'
import type { Phones, Press } from '../phone.ts'
import type { InboxEntry, World } from '../world.ts'
import type { Corp, DingTalkApp } from './apps.ts'
import { mergesOf } from './card/card-instances.ts'
import { readParamMap } from './card/card-params.ts'
import type { Card, Cards } from './card/cards.ts'
import type { Person } from './contacts/people.ts'
import type { Group } from './enterprise-robot/groups.ts'
import type { InboundMessages } from './enterprise-robot/inbound.ts'
import type { SentMessages } from './enterprise-robot/sent-messages.ts'
import type { Sessions } from './enterprise-robot/sessions.ts'
import { asRecord } from './params.ts'
import type { Pushes } from './push/pushes.ts'

/** What the phones need of the rest of the simulator. */
export interface PhoneLine {
  readonly world: World
  readonly corp: Corp
  readonly pushes: Pushes
  readonly inbound: InboundMessages
  readonly sessions: Sessions
  readonly sent: SentMessages
  readonly cards: Cards
}

/** What people do on their phones: they write to robots, press buttons of cards and open messages. */
export class DingTalkPhones implements Phones {
  readonly #line: PhoneLine

  constructor(line: PhoneLine) {
    this.#line = line
  }

  listen(app: string, settings: CallbackSettings | null): Promise<void> {
    return this.#line.pushes.listenToEvents(this.app(app), settings)
  }

  pushes(): readonly CallbackPush[] {
    return this.#line.pushes.log.list()
  }

  write(userid: string, app: string, text: string): Promise<CallbackPush> {
    return this.say(userid, app, undefined, 'text', { content: text })
  }

  /** Opens the chat with the app's robot: everything in it is read. Nobody is told that somebody is there. */
  async enter(userid: string, appName: string): Promise<CallbackPush> {
    const { world } = this.#line
    const app = this.app(appName)
    const unread = world.inbox
      .of('dingtalk', userid)
      .filter((each) => each.app === app.name && each.readAt === null)
    for (const { id } of unread) world.inbox.markRead('dingtalk', userid, id)
    const pushed = await Promise.all(unread.map((entry) => this.opened(userid, entry)))
    const last = pushed.findLast((push) => push !== undefined)
    if (last) return last
    throw new ControlError('app', appName, 'Nothing of its robot is unread, so the app hears of nothing.')
  }

  async press(userid: string, copy: InboxEntry, press: Press): Promise<CallbackPush> {
    return this.pressCard(userid, asRecord(copy.message)?.outTrackId, press)
  }

  /** The app hears of the button, and its answer changes the card. */
  async pressCard(userid: string, outTrackId: unknown, { key, selected = {} }: Press): Promise<CallbackPush> {
    const { corp, pushes, cards } = this.#line
    const card = typeof outTrackId === 'string' ? cards.find(outTrackId) : undefined
    if (!card)
      throw new ControlError('id', outTrackId, 'Only interactive cards have buttons that tell the app.')
    const content = { cardPrivateData: { actionIds: [key], params: selected } }
    const action = {
      type: 'actionCallback',
      outTrackId: card.outTrackId,
      corpId: corp.corpId,
      userId: userid,
      content: JSON.stringify(content),
    }
    const push = await pushes.cardAction(card.app, action, card.routeKey)
    if (push.reply) this.#applyAnswer(card, userid, push.reply)
    return push
  }

  /** A message of any kind, in the single chat or in a group. */
  async say(
    userid: string,
    appName: string,
    group: Group | undefined,
    msgtype: string,
    content: Readonly<Record<string, unknown>>,
  ): Promise<CallbackPush> {
    const { inbound, pushes, sessions } = this.#line
    const app = this.app(appName)
    const person = this.#person(userid)
    const push = await pushes.robotMessage(app, inbound.callback({ person, app, group, msgtype, content }))
    const answer = asRecord(push.reply)
    // Over HTTP an answer with a msgtype is shown as the robot's reply; over Stream the robot uses the sessionWebhook.
    if (answer?.msgtype !== undefined) sessions.say(app, group ?? userid, answer)
    return push
  }

  /** Tells the robot's app that its message was read, if anybody listens there. Work notifications tell nobody. */
  async opened(userid: string, { receipt }: InboxEntry): Promise<CallbackPush | undefined> {
    const sent = this.#line.sent.toPersons(receipt)
    if (!sent) return undefined
    return this.readEvent(userid, sent.app, receipt)
  }

  async readEvent(
    userid: string,
    app: DingTalkApp,
    processQueryKey: string,
    openConversationId?: string,
  ): Promise<CallbackPush | undefined> {
    const { pushes, world } = this.#line
    if (!pushes.hearsEvents(app)) return undefined
    return pushes.event(app, 'robot_msg_read', {
      userId: userid,
      unionId: this.#person(userid).unionid,
      robotCode: app.robotCode,
      ...(openConversationId !== undefined && { openConversationId }),
      processQueryKey,
      operatTime: world.clock.now(),
    })
  }

  app(name: string): DingTalkApp {
    const { apps } = this.#line.corp
    const app = apps.find((candidate) => candidate.name === name)
    if (app) return app
    throw new ControlError('app', name, `Use one of: ${apps.map((each) => each.name).join(', ')}.`, 404)
  }

  #person(userid: string): Person {
    const person = this.#line.inbound.person(userid)
    if (person) return person
    throw new ControlError('userid', userid, 'Use a dingtalk userid from GET /_sandbox/company.', 404)
  }

  #applyAnswer(card: Card, userid: string, answer: object): void {
    const { cardData, userPrivateData, cardUpdateOptions } = asRecord(answer) ?? {}
    const own = readParamMap(userPrivateData)
    this.#line.cards.change(card, {
      cardParamMap: readParamMap(cardData),
      privateData: new Map(own ? [[userid, own]] : []),
      ...mergesOf(cardUpdateOptions),
    })
  }
}
