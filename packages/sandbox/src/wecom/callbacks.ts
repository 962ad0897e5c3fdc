import { decrypt, encrypt, isSignedBy, sign } from '../callback-crypto.ts'
import {
  attemptPush,
  type CallbackPush,
  type CallbackSettings,
  type PushAttempt,
  PushLog,
} from '../callback-push.ts'
import { ControlError } from '../control-error.ts'
import type { World } from '../world.ts'
import { textOf } from './errors.ts'
import { childText, readXml, writeXml, type XmlElement, type XmlFields } from './xml.ts'

/** What a push led to. An app that says nothing has accepted it. */
export type Reaction = { readonly reply: object } | { readonly refused: string }

/** Which push it is: the platform's name of the event, and what stands in it beside the sender and the time. */
export interface PushedEvent {
  readonly app: { readonly name: string; readonly agentid: number }
  readonly userid: string
  readonly event: string
  readonly fields: XmlFields
  /** What becomes of the app's answer. */
  react(answer: XmlElement): Reaction
}

/** Pushes to the addresses that apps have configured: 《回调配置》, developer.work.weixin.qq.com/document/path/90930. */
export class Callbacks {
  readonly log = new PushLog()
  readonly #world: World
  readonly #corpid: string
  readonly #settings = new Map<string, CallbackSettings>()

  constructor(world: World, corpid: string) {
    this.#world = world
    this.#corpid = corpid
  }

  isConfigured(app: string): boolean {
    return this.#settings.has(app)
  }

  /** Keeps the settings if the address proves to know them, as the console does when they are saved. */
  async configure(app: string, settings: CallbackSettings | null): Promise<void> {
    if (settings === null) {
      this.#settings.delete(app)
      return
    }
    checkForm(settings)
    await this.#verify(settings)
    this.#settings.set(app, settings)
  }

  /** Asks up to the documented number of times and lets the first HTTP 200 count, whatever its body. */
  async push(pushed: PushedEvent): Promise<CallbackPush> {
    const { app, userid, event, fields } = pushed
    const settings = this.#settings.get(app.name)
    if (!settings) {
      throw new ControlError('app', app.name, 'Configure its address first: POST /_sandbox/callbacks.')
    }
    const at = this.#world.clock.now()
    const sender = { ToUserName: this.#corpid, FromUserName: userid, CreateTime: Math.floor(at / 1000) }
    const payload = writeXml({ ...sender, ...fields, AgentID: app.agentid })
    const { attempts, text } = await this.#deliver(settings, payload, app.agentid, at)
    const reaction = text ? this.#readAnswer(settings, text, pushed) : undefined
    const push: CallbackPush = {
      id: this.log.nextId(),
      platform: 'wecom',
      app: app.name,
      at,
      event,
      payload,
      attempts,
      accepted: text !== undefined,
      reply: reaction && 'reply' in reaction ? reaction.reply : null,
      replyRefused: reaction && 'refused' in reaction ? reaction.refused : null,
    }
    this.log.add(push)
    return push
  }

  /** The answered text of the try that succeeded; undefined if none did. */
  async #deliver(
    settings: CallbackSettings,
    payload: string,
    agentid: number,
    at: number,
  ): Promise<{ attempts: readonly PushAttempt[]; text: string | undefined }> {
    const encrypted = this.#encrypt(settings, payload)
    const body = writeXml({ ToUserName: this.#corpid, AgentID: String(agentid), Encrypt: encrypted })
    const url = this.#signedUrl(settings, encrypted, at)
    const attempts: PushAttempt[] = []
    for (let left = Number(this.#world.profiles.get('wecom.callbackTries')); left > 0; left--) {
      const answer = await attemptPush(
        { method: 'POST', url, contentType: 'text/xml', body },
        this.#deadline('wecom.callbackMs'),
      )
      if (typeof answer === 'string') attempts.push({ status: null, failure: answer })
      else attempts.push({ status: answer.status, failure: null })
      if (typeof answer === 'object' && answer.status === 200) return { attempts, text: answer.text }
    }
    return { attempts, text: undefined }
  }

  async #verify(settings: CallbackSettings): Promise<void> {
    const echo = this.#world.ids.digits(19)
    const encrypted = this.#encrypt(settings, echo)
    const url = `${this.#signedUrl(settings, encrypted, this.#world.clock.now())}&echostr=${encodeURIComponent(encrypted)}`
    const answer = await attemptPush({ method: 'GET', url }, this.#deadline('wecom.callbackVerifyMs'))
    if (typeof answer === 'object' && answer.status === 200 && answer.text === echo) return
    const got =
      typeof answer === 'string'
        ? answer
        : `HTTP ${answer.status}, ${JSON.stringify(answer.text.slice(0, 40))}`
    throw new ControlError(
      'url',
      settings.url,
      `40057 ${textOf(40057)}: answer the check with the decrypted echostr and nothing else. Received: ${got}.`,
    )
  }

  #readAnswer(settings: CallbackSettings, text: string, pushed: PushedEvent): Reaction {
    const envelope = readXml(text)
    if (!envelope) return { refused: 'The answer is no XML.' }
    const [encrypted, signature] = [childText(envelope, 'Encrypt'), childText(envelope, 'MsgSignature')]
    const [timestamp, nonce] = [childText(envelope, 'TimeStamp'), childText(envelope, 'Nonce')]
    if (!isSignedBy(signature, settings.token, timestamp, nonce, encrypted)) {
      return { refused: 'MsgSignature does not fit.' }
    }
    const plain = decrypt(settings.aesKey, encrypted, this.#corpid)
    const answer = plain === undefined ? undefined : readXml(plain)
    if (!answer) return { refused: 'Encrypt does not hold XML for this corp.' }
    if (childText(answer, 'ToUserName').toLowerCase() !== pushed.userid.toLowerCase()) {
      return { refused: `ToUserName must be ${pushed.userid}.` }
    }
    return pushed.react(answer)
  }

  #signedUrl({ url, token }: CallbackSettings, encrypted: string, at: number): string {
    const timestamp = String(Math.floor(at / 1000))
    const nonce = this.#world.ids.digits(10)
    const signature = sign(token, timestamp, nonce, encrypted)
    const mark = url.includes('?') ? '&' : '?'
    return `${url}${mark}msg_signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`
  }

  #encrypt({ aesKey }: CallbackSettings, text: string): string {
    return encrypt(aesKey, text, this.#corpid, this.#world.ids.base36(16))
  }

  /** A limit that is off still ends some day: nobody waits for a dead address for ever. */
  #deadline(limit: string): number {
    return this.#world.limits.get(limit) ?? 60_000
  }
}

/** 《回调配置》, 90930: what the console takes. */
function checkForm({ url, token, aesKey }: CallbackSettings): void {
  if (!URL.canParse(url) || !/^https?:/i.test(url))
    throw new ControlError('url', url, 'Give an http or https address.')
  if (!/^[0-9A-Za-z]{1,32}$/.test(token)) {
    throw new ControlError('token', token, 'Give at most 32 letters and digits.')
  }
  if (!/^[0-9A-Za-z]{43}$/.test(aesKey)) {
    throw new ControlError('aesKey', aesKey, 'Give exactly 43 letters and digits.')
  }
}
