import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import type { Literals } from './facts.ts'
import { isObject, type RawAnswer } from './raw-http.ts'

/** Hand-written WeCom requests: paths, queries and bodies as a curl user types them. */
export class WecomCaller {
  readonly #bench: Bench

  constructor(bench: Bench) {
    this.#bench = bench
  }

  get corpid(): string {
    return this.#bench.control.company().wecom.corpid
  }

  app(name = 'office') {
    const { apps, contactsSecret } = this.#bench.control.company().wecom
    if (name === 'contacts') return { agentid: null, secret: contactsSecret }
    return present(apps.find((app) => app.name === name))
  }

  get robotKey(): string {
    return present(this.#bench.control.company().wecom.robots[0]).key
  }

  get robotName(): string {
    return present(this.#bench.control.company().wecom.robots[0]).name
  }

  /** Userids of members in this state, in the company's order. */
  userids(state: 'active' | 'out_of_range' | 'inactive' = 'active'): string[] {
    const { employees } = this.#bench.control.company()
    return employees.flatMap((employee) =>
      employee.state === state && employee.wecom ? [employee.wecom.userid] : [],
    )
  }

  gettoken(corpid: string, corpsecret: string): Promise<RawAnswer> {
    return this.#bench.raw('GET', `/cgi-bin/gettoken?corpid=${corpid}&corpsecret=${corpsecret}`)
  }

  fetchToken(app = 'office'): Promise<RawAnswer> {
    return this.gettoken(this.corpid, this.app(app).secret)
  }

  async token(app = 'office'): Promise<string> {
    return String((await this.fetchToken(app)).json.access_token)
  }

  /** POSTs a JSON body with the app's token in the query. */
  async post(api: string, body: unknown, app = 'office'): Promise<RawAnswer> {
    return this.postText(api, JSON.stringify(body), app)
  }

  async postText(api: string, body: string, app = 'office'): Promise<RawAnswer> {
    return this.#bench.raw('POST', `/cgi-bin/${api}?access_token=${await this.token(app)}`, { body })
  }

  /** Sends a message of the app `office` to one active member, unless the message says otherwise. */
  async send(message: Readonly<Record<string, unknown>>): Promise<RawAnswer> {
    const [touser] = 'toparty' in message || 'totag' in message ? [undefined] : this.userids()
    return this.post('message/send', { touser, agentid: this.app().agentid, ...message })
  }

  sendText(content = '你好', more: Readonly<Record<string, unknown>> = {}): Promise<RawAnswer> {
    return this.send({ msgtype: 'text', text: { content }, ...more })
  }

  /** Sends to a robot's group. */
  robot(body: unknown, key = this.robotKey): Promise<RawAnswer> {
    return this.#bench.raw('POST', `/cgi-bin/webhook/send?key=${key}`, { body: JSON.stringify(body) })
  }

  /** Messages on a member's phone, oldest first; by default the first active member's. */
  phone(userid = present(this.userids()[0])) {
    return this.#bench.control.inbox('wecom', userid)
  }

  /** What the last message on the first active member's phone shows under its msgtype. */
  shown(): Record<string, unknown> {
    const message = present(this.phone().at(-1)).message
    if (!isObject(message) || typeof message.msgtype !== 'string') throw new Error('No message')
    const body = message[message.msgtype]
    if (!isObject(body)) throw new Error('No body')
    return body
  }

  /** How many phones got something. */
  phonesReached(): number {
    return this.userids().filter((userid) => this.phone(userid).length > 0).length
  }
}

/** The reason in an errmsg, before the hint, address and link. */
export function reasonOf(answer: RawAnswer): string {
  return String(answer.json.errmsg).replace(/, hint: \[[^\]]*\], from ip: .*$/, '')
}

/**
 * The answer has the row's code and, where a server's own words were recorded, its text. Chinese texts are the
 * error list's meaning; what the wire says for them is not known.
 */
export function expectCode(answer: RawAnswer, { code, text }: Literals['code']): void {
  expect(answer.json.errcode).toBe(code)
  if (/^[\x20-\x7e]+$/.test(text)) expect(reasonOf(answer)).toBe(text)
}
