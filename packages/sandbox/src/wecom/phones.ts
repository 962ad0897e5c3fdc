import type { CallbackPush, CallbackSettings } from '../callback-push.ts'
import { ControlError } from '../control-error.ts'
import type { Phones, Press } from '../phone.ts'
import type { InboxEntry } from '../world.ts'
import type { SendingApp } from './apps.ts'
import { type Newsroom, readingOf } from './message-content.ts'
import { type Answering, answerPassively } from './passive-reply.ts'
import { readTap, type Tap } from './taps.ts'

/** A MsgId is a whole number of 64 bits; this many digits stay exact in JavaScript. */
const MSG_ID_DIGITS = 15

/** What people do on their phones, pushed to the apps, and what the apps answer, shown on the phones. */
export class WecomPhones implements Phones {
  readonly #newsroom: Newsroom

  constructor(newsroom: Newsroom) {
    this.#newsroom = newsroom
  }

  listen(appName: string, settings: CallbackSettings | null): Promise<void> {
    return this.#newsroom.callbacks.configure(this.#app(appName).name, settings)
  }

  pushes(): readonly CallbackPush[] {
    return this.#newsroom.callbacks.log.list()
  }

  press(userid: string, copy: InboxEntry, press: Press): Promise<CallbackPush> {
    const { callbacks, cards, world } = this.#newsroom
    const app = this.#app(copy.app)
    const tap = readTap(copy, press)
    const card = cards.ofMessage(copy.receipt)
    world.inbox.markRead('wecom', userid, copy.id)
    const code = card && tap.form !== 'taskcard' ? cards.issueCode(card, world.clock.now()) : undefined
    return callbacks.push({
      app,
      userid: this.#useridOf(userid),
      event: tap.event,
      fields: { MsgType: 'event', Event: tap.event, EventKey: press.key, ...tap.fields, ResponseCode: code },
      react: (answer) => answerPassively(answer, this.#answering(app, userid, { copy, tap })),
    })
  }

  write(userid: string, appName: string, text: string): Promise<CallbackPush> {
    const { callbacks, world } = this.#newsroom
    const app = this.#app(appName)
    return callbacks.push({
      app,
      userid: this.#useridOf(userid),
      event: 'text',
      fields: { MsgType: 'text', Content: text, MsgId: Number(world.ids.digits(MSG_ID_DIGITS)) },
      react: (answer) => answerPassively(answer, this.#answering(app, userid)),
    })
  }

  enter(userid: string, appName: string): Promise<CallbackPush> {
    const app = this.#app(appName)
    return this.#newsroom.callbacks.push({
      app,
      userid: this.#useridOf(userid),
      event: 'enter_agent',
      fields: { MsgType: 'event', Event: 'enter_agent', EventKey: '' },
      react: (answer) => answerPassively(answer, this.#answering(app, userid)),
    })
  }

  #answering(app: SendingApp, userid: string, tapped?: { copy: InboxEntry; tap: Tap }): Answering {
    const { world } = this.#newsroom
    const at = world.clock.now()
    return {
      reading: { ...readingOf(app, this.#newsroom, at), safe: 0, translate: (text) => text },
      cardForm: tapped && this.#changeableForm(tapped.tap),
      changeCard: (show) => {
        if (tapped) world.inbox.change('wecom', tapped.copy.receipt, [userid], show)
      },
      deliver: (msgtype, content) => {
        const message = { msgtype, agentid: app.agentid, [msgtype]: content }
        const receipt = `reply-${world.ids.hex(16)}`
        world.inbox.deliver({ platform: 'wecom', userid, app: app.name, receipt, message })
      },
    }
  }

  /** Whether a tap on a button can be answered by a change of the card is an open question. */
  #changeableForm({ event, form }: Tap): string | undefined {
    const menuOnly = this.#newsroom.world.profiles.get('wecom.cardPassiveReply') === 'menu_only'
    return menuOnly && event === 'template_card_event' ? undefined : form
  }

  /** The contacts-sync secret has no conversation. */
  #app(name: string): SendingApp {
    const app = this.#newsroom.corp.apps.find((candidate) => candidate.name === name)
    if (app) return app
    const names = this.#newsroom.corp.apps.map((candidate) => candidate.name)
    throw new ControlError('app', name, `Use one of: ${names.join(', ')}.`)
  }

  /** As the directory writes it, whatever case the control call used. */
  #useridOf(userid: string): string {
    return this.#newsroom.world.company.byUserid('wecom', userid)?.wecom?.userid ?? userid
  }
}
