import { createHmac } from 'node:crypto'
import {
  attemptPush,
  type CallbackPush,
  type CallbackSettings,
  type PushAttempt,
  PushLog,
} from '../../callback-push.ts'
import { ControlError } from '../../control-error.ts'
import type { World } from '../../world.ts'
import type { Corp, DingTalkApp } from '../apps.ts'
import { parseObject } from '../params.ts'
import { EventPush } from './event-push.ts'
import type { FrameReply } from './stream-connection.ts'
import type { Streams } from './streams.ts'

const ROBOT_TOPIC = '/v1.0/im/bot/messages/get'
const CARD_TOPIC = '/v1.0/card/instances/callback'
/** Events are subscribed to as a whole. */
const EVENT_TOPIC = '*'

/** A push that was not taken is tried again so long after the first and after the second time (《事件订阅概述》). */
const RETRY_AFTER_MS = [10_000, 30_000]

/** Where pressed buttons of cards go over HTTP; cards name it by its key. */
export interface CardAddress {
  readonly url: string
  readonly routeKey: string
  readonly apiSecret: string
}

type Growing = Omit<CallbackPush, 'attempts' | 'accepted' | 'reply'> & {
  readonly attempts: PushAttempt[]
  accepted: boolean
  reply: object | null
}

const EVENT_URL_HINT = 'Open a Stream connection, or configure its address: POST /_sandbox/callbacks.'

/** What the platform tells apps by itself: over Stream to an app that has a connection for it, otherwise over HTTP. */
export class Pushes {
  readonly log = new PushLog()
  readonly #world: World
  readonly #corp: Corp
  readonly #streams: Streams
  readonly #events: EventPush
  readonly #eventAddresses = new Map<string, CallbackSettings>()
  readonly #robotAddresses = new Map<string, string>()
  readonly #cardAddresses = new Map<string, CardAddress>()

  constructor(world: World, corp: Corp, streams: Streams) {
    this.#world = world
    this.#corp = corp
    this.#streams = streams
    this.#events = new EventPush(world)
  }

  /** Keeps the address if it answers `check_url`, as the console does when it is saved. */
  async listenToEvents(app: DingTalkApp, settings: CallbackSettings | null): Promise<void> {
    this.#eventAddresses.delete(app.name)
    if (settings === null) return
    checkSettings(settings)
    const deadlineMs = this.#world.limits.get('dingtalk.eventVerifyMs') ?? 0
    const check = { EventType: 'check_url' }
    const { status, failure } = await this.#events.once(settings, this.#ownerKey(app), check, deadlineMs)
    if (status === 200 && failure === null) {
      this.#eventAddresses.set(app.name, settings)
      return
    }
    const got = failure ?? `HTTP ${status}`
    throw new ControlError('url', settings.url, `Answer check_url with "success", encrypted: ${got}.`)
  }

  listenToRobot(app: DingTalkApp, url: string | null): void {
    if (url === null) this.#robotAddresses.delete(app.name)
    else this.#robotAddresses.set(app.name, url)
  }

  listenToCards(app: DingTalkApp, address: CardAddress | null): void {
    if (address === null) this.#cardAddresses.delete(app.name)
    else this.#cardAddresses.set(app.name, address)
  }

  hearsEvents(app: DingTalkApp): boolean {
    return this.#streams.find(app, 'EVENT', EVENT_TOPIC) !== undefined || this.#eventAddresses.has(app.name)
  }

  /** An event of the subscription. Settles after the first try; later ones show in the log. */
  async event(
    app: DingTalkApp,
    type: string,
    data: Readonly<Record<string, unknown>>,
  ): Promise<CallbackPush> {
    if (!this.hearsEvents(app)) throw new ControlError('app', app.name, EVENT_URL_HINT)
    const bornAt = this.#world.clock.now()
    const eventId = this.#world.ids.hex(32)
    const push = this.#begin(app, type, data)
    await this.#tryEvent(push, { app, type, data, bornAt, eventId }, RETRY_AFTER_MS)
    return push
  }

  /** A person's message to a robot: told once, whatever becomes of it. */
  async robotMessage(app: DingTalkApp, message: object): Promise<CallbackPush> {
    const push = this.#begin(app, ROBOT_TOPIC, message)
    const stream = this.#streams.find(app, 'CALLBACK', ROBOT_TOPIC)
    if (stream) {
      const headers = { appId: app.appKey, connectionId: stream.id }
      const reply = await stream.ask({ type: 'CALLBACK', topic: ROBOT_TOPIC, headers, data: message })
      return noteFrame(push, reply)
    }
    const url = this.#robotAddresses.get(app.name)
    if (url === undefined) throw new ControlError('app', app.name, EVENT_URL_HINT)
    const timestamp = String(this.#world.clock.now())
    const sign = createHmac('sha256', app.appSecret).update(`${timestamp}\n${app.appSecret}`).digest('base64')
    return this.#post(push, url, message, { timestamp, sign }, 'dingtalk.eventPushMs')
  }

  /** A pressed button; what the app answers may change the card. */
  async cardAction(app: DingTalkApp, action: object, routeKey: string | undefined): Promise<CallbackPush> {
    const push = this.#begin(app, CARD_TOPIC, action)
    if (routeKey === undefined) {
      const stream = this.#streams.find(app, 'CALLBACK', CARD_TOPIC)
      if (!stream) throw new ControlError('app', app.name, 'Open a Stream connection for card callbacks.')
      const headers = { appId: app.appKey, connectionId: stream.id }
      return noteFrame(push, await stream.ask({ type: 'CALLBACK', topic: CARD_TOPIC, headers, data: action }))
    }
    const address = this.#cardAddresses.get(app.name)
    if (address?.routeKey !== routeKey)
      throw new ControlError('routeKey', routeKey, 'Register it: POST /_sandbox/dingtalk/card-callbacks.')
    const timestamp = String(this.#world.clock.now())
    const signature = createHmac('sha256', address.apiSecret).update(timestamp).digest('base64')
    const headers = {
      'x-ddpaas-signature-timestamp': timestamp,
      'x-ddpaas-signature': signature,
    }
    return this.#post(push, address.url, action, headers, 'dingtalk.cardCallbackMs')
  }

  async #tryEvent(push: Growing, event: Event, retries: readonly number[]): Promise<void> {
    push.attempts.push(await this.#sendEvent(event))
    const last = push.attempts.at(-1)
    push.accepted = last?.status === 200 && last.failure === null
    const [nextMs, ...later] = retries
    if (push.accepted || nextMs === undefined) return
    this.#world.agenda.in(nextMs, () => void this.#tryEvent(push, event, later))
  }

  async #sendEvent({ app, type, data, bornAt, eventId }: Event): Promise<PushAttempt> {
    const stream = this.#streams.find(app, 'EVENT', EVENT_TOPIC)
    if (stream) {
      const headers = {
        eventType: type,
        eventId,
        eventCorpId: this.#corp.corpId,
        eventBornTime: String(bornAt),
        eventUnifiedAppId: app.appKey,
      }
      return eventAttempt(await stream.ask({ type: 'EVENT', topic: EVENT_TOPIC, headers, data }))
    }
    const settings = this.#eventAddresses.get(app.name)
    if (!settings) return { status: null, failure: 'nobody listens any more' }
    const head = { EventType: type, EventTime: bornAt, CorpId: this.#corp.corpId, eventId }
    const event = { ...head, timeStamp: String(this.#world.clock.now()), ...capitalised(data) }
    const deadlineMs = this.#world.limits.get('dingtalk.eventPushMs') ?? 0
    return this.#events.once(settings, this.#ownerKey(app), event, deadlineMs)
  }

  async #post(
    push: Growing,
    url: string,
    body: object,
    headers: Readonly<Record<string, string>>,
    limit: string,
  ): Promise<CallbackPush> {
    const deadlineMs = this.#world.limits.get(limit) ?? 0
    const answer = await attemptPush(
      { method: 'POST', url, contentType: 'application/json', body: JSON.stringify(body), headers },
      deadlineMs,
    )
    if (typeof answer === 'string') push.attempts.push({ status: null, failure: answer })
    else {
      push.attempts.push({ status: answer.status, failure: null })
      push.accepted = answer.status === 200
      push.reply = push.accepted ? (parseObject(answer.text) ?? null) : null
    }
    return push
  }

  #begin(app: DingTalkApp, event: string, payload: object): Growing {
    const push: Growing = {
      id: this.log.nextId(),
      platform: 'dingtalk',
      app: app.name,
      at: this.#world.clock.now(),
      event,
      payload,
      attempts: [],
      accepted: false,
      reply: null,
      replyRefused: null,
    }
    this.log.add(push)
    return push
  }

  /** An open question: the page says the corp's id for internal apps, the samples encrypt with the app key. */
  #ownerKey(app: DingTalkApp): string {
    const isAppKey = this.#world.profiles.get('dingtalk.callbackOwnerKey') === 'app_key'
    return isAppKey ? app.appKey : this.#corp.corpId
  }
}

interface Event {
  readonly app: DingTalkApp
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
  readonly bornAt: number
  readonly eventId: string
}

/** An event that is answered with LATER is pushed again. */
function eventAttempt(reply: FrameReply | string): PushAttempt {
  if (typeof reply === 'string') return { status: null, failure: reply }
  const { status } = reply.data
  return { status: reply.code, failure: status === 'LATER' ? 'LATER' : null }
}

/** The answer's own data: what a card is to show, or null for none. */
function noteFrame(push: Growing, reply: FrameReply | string): CallbackPush {
  if (typeof reply === 'string') push.attempts.push({ status: null, failure: reply })
  else {
    push.attempts.push({ status: reply.code, failure: null })
    push.accepted = reply.code === 200
    const { response } = reply.data
    push.reply = typeof response === 'object' ? response : reply.data
  }
  return push
}

/** Over HTTP the same fields are written with capitals. */
function capitalised(data: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), value]),
  )
}

function checkSettings({ url, token, aesKey }: CallbackSettings): void {
  if (!/^https?:\/\//.test(url)) throw new ControlError('url', url, 'Give an http or https address.')
  if (!/^[A-Za-z0-9]{3,32}$/.test(token))
    throw new ControlError('token', token, 'Give 3 to 32 letters and digits.')
  if (!/^[A-Za-z0-9]{43}$/.test(aesKey))
    throw new ControlError('aesKey', aesKey, 'Give 43 letters and digits.')
}
