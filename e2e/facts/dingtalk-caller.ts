import { createHmac } from 'node:crypto'
import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import type { Literals } from './facts.ts'
import { isObject, type RawAnswer } from './raw-http.ts'

const WORK = '/topapi/message/corpconversation'
const JSON_TYPE = { 'content-type': 'application/json' }

/** Longer than any task takes in the sandbox, shorter than any window of a limit. */
const SETTLE_MS = 900

/** Hand-written DingTalk requests: paths, queries and bodies as a curl user types them. */
export class DingTalkCaller {
  readonly #bench: Bench

  constructor(bench: Bench) {
    this.#bench = bench
  }

  app(name = 'hr') {
    return present(this.#bench.control.company().dingtalk.apps.find((app) => app.name === name))
  }

  robot(name: string) {
    return present(this.#bench.control.company().dingtalk.robots.find((robot) => robot.name === name))
  }

  /** Userids of people in this state, in the company's order. */
  userids(state: 'active' | 'out_of_range' | 'inactive' = 'active'): string[] {
    const { employees } = this.#bench.control.company()
    return employees.flatMap((each) => (each.state === state && each.dingtalk ? [each.dingtalk.userid] : []))
  }

  gettoken(appkey: string, appsecret: string): Promise<RawAnswer> {
    return this.#bench.raw('GET', `/gettoken?appkey=${appkey}&appsecret=${appsecret}`)
  }

  fetchToken(app = 'hr'): Promise<RawAnswer> {
    const { appKey, appSecret } = this.app(app)
    return this.gettoken(appKey, appSecret)
  }

  async token(app = 'hr'): Promise<string> {
    return String((await this.fetchToken(app)).json.access_token)
  }

  accessToken(body: unknown): Promise<RawAnswer> {
    return this.#bench.raw('POST', '/v1.0/oauth2/accessToken', {
      headers: JSON_TYPE,
      body: JSON.stringify(body),
    })
  }

  /** POSTs a JSON body with the app's token in the query. */
  async post(path: string, body: unknown, app = 'hr'): Promise<RawAnswer> {
    const query = `access_token=${await this.token(app)}`
    return this.#bench.raw('POST', `${path}?${query}`, { headers: JSON_TYPE, body: JSON.stringify(body) })
  }

  async postForm(path: string, fields: Record<string, string>, app = 'hr'): Promise<RawAnswer> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const body = new URLSearchParams(fields).toString()
    return this.#bench.raw('POST', `${path}?access_token=${await this.token(app)}`, { headers, body })
  }

  lookUp(mobile: string): Promise<RawAnswer> {
    return this.post('/topapi/v2/user/getbymobile', { mobile })
  }

  /** A work notification of the app to the first active person, unless the fields say otherwise. */
  send(msg: unknown, more: Readonly<Record<string, unknown>> = {}, app = 'hr'): Promise<RawAnswer> {
    const isAddressed = 'userid_list' in more || 'dept_id_list' in more || 'to_all_user' in more
    const recipient = isAddressed ? {} : { userid_list: this.userids()[0] }
    return this.post(
      `${WORK}/asyncsend_v2`,
      { agent_id: this.app(app).agentId, ...recipient, msg, ...more },
      app,
    )
  }

  sendText(content = '你好', more: Readonly<Record<string, unknown>> = {}, app = 'hr'): Promise<RawAnswer> {
    return this.send({ msgtype: 'text', text: { content } }, more, app)
  }

  /** Asks about a task of the app: `getsendprogress` or `getsendresult`. */
  ask(about: 'getsendprogress' | 'getsendresult', task_id: unknown, app = 'hr'): Promise<RawAnswer> {
    return this.post(`${WORK}/${about}`, { agent_id: this.app(app).agentId, task_id }, app)
  }

  recall(msg_task_id: unknown, app = 'hr'): Promise<RawAnswer> {
    return this.post(`${WORK}/recall`, { agent_id: this.app(app).agentId, msg_task_id }, app)
  }

  settle(): void {
    this.#bench.control.advance(SETTLE_MS)
  }

  /** The finished result of what a send answered. */
  async report(sent: RawAnswer, app = 'hr'): Promise<Report> {
    expectAccepted(sent)
    this.settle()
    const answer = await this.ask('getsendresult', sent.json.task_id, app)
    expectAccepted(answer)
    return new Report(answer.json.send_result)
  }

  /** Messages on a person's phone, oldest first; by default the first active person's. */
  phone(userid = present(this.userids()[0])) {
    return this.#bench.control.inbox('dingtalk', userid)
  }

  /** POSTs to a robot's webhook, signed if the robot wants it. */
  webhook(body: unknown, name = 'alerts-ip', more: Record<string, string> = {}): Promise<RawAnswer> {
    const { accessToken, secret } = this.robot(name)
    const query = new URLSearchParams({ access_token: accessToken, ...this.#signature(secret), ...more })
    return this.#bench.raw('POST', `/robot/send?${query}`, { headers: JSON_TYPE, body: JSON.stringify(body) })
  }

  group(name = 'alerts-ip'): readonly object[] {
    return this.#bench.control.robotGroup('dingtalk', name)
  }

  #signature(secret: string | undefined): Record<string, string> {
    if (secret === undefined) return {}
    const timestamp = String(this.#bench.sandbox.clock.now())
    return { timestamp, sign: signatureOf(timestamp, secret) }
  }
}

/** As the security page describes it; the caller encodes it for the URL. */
export function signatureOf(timestamp: string, secret: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
}

/** A send_result, whichever way its lists are written. */
export class Report {
  readonly #lists: Record<string, unknown>

  constructor(result: unknown) {
    if (!isObject(result)) throw new Error('No send_result')
    this.#lists = result
  }

  /** An absent list is empty; a list may be an array or joined by commas. */
  list(name: string): string[] {
    const list = this.#lists[name] ?? []
    if (Array.isArray(list)) return list.map(String)
    return String(list)
      .split(',')
      .filter((item) => item !== '')
  }

  get forbidden(): unknown {
    return this.#lists.forbidden_list ?? []
  }

  /** Names of the lists in which the userid stands. */
  listsNaming(userid: string): string[] {
    return Object.keys(this.#lists).filter(
      (name) => name !== 'forbidden_list' && this.list(name).includes(userid),
    )
  }
}

/** What went wrong: the gateway's errcode 88 hides it in sub_code; the new host has texts for codes. */
export function codeOf({ json }: RawAnswer): number | string {
  const { errcode, sub_code, code } = json
  const said = errcode === 88 ? sub_code : (errcode ?? code)
  return Number(said) || String(said)
}

export function textOf({ json }: RawAnswer): unknown {
  return json.sub_msg ?? json.errmsg ?? json.message
}

/** Samples show errcode 0 as a number and as a string. */
function isAccepted({ json }: RawAnswer): boolean {
  return String(json.errcode) === '0'
}

export function expectAccepted(answer: RawAnswer): void {
  expect(answer.json).toSatisfy(() => isAccepted(answer))
}

export function expectRefused(answer: RawAnswer): void {
  expect(answer.json).toSatisfy(() => !isAccepted(answer))
}

/** The answer has the row's code and, where the row has one, its text. */
export function expectCode(answer: RawAnswer, { code, text }: Literals['code']): void {
  expect(String(codeOf(answer))).toBe(String(code))
  if (text !== '') expect(textOf(answer)).toBe(text)
}
