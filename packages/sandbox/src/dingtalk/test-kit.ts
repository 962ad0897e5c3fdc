import { onTestFinished } from 'vitest'
import { type Sandbox, startSandbox } from '../index.ts'
import type { ProfileChoice } from '../profiles.ts'
import type { Employee } from '../world.ts'

/** Monday 2026-03-02, 10:00 in Shanghai. */
export const MORNING = Date.UTC(2026, 2, 2, 2)
export const SECOND_MS = 1000
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** An answer of the platform, read without any client of ours. */
export interface RawAnswer {
  readonly status: number
  readonly contentType: string | null
  readonly text: string
  readonly body: Readonly<Record<string, unknown>>
}

/** A sandbox of its own for one test, seen as a program sees DingTalk: by HTTP. Time stands still unless advanced. */
export async function startDingTalk(profile: ProfileChoice = 'documented'): Promise<DingTalkUnderTest> {
  const sandbox = await startSandbox({ profile, clock: { now: () => MORNING } })
  onTestFinished(() => sandbox.close())
  // In standing time every test would soon be over 20 calls a second; the tests of that limit set it again.
  sandbox.control.setLimits({ 'dingtalk.qps': null })
  return new DingTalkUnderTest(sandbox)
}

export class DingTalkUnderTest {
  readonly control: Sandbox['control']
  readonly url: string
  readonly corp: ReturnType<Sandbox['control']['company']>['dingtalk']
  readonly employees: readonly Employee[]

  constructor(sandbox: Sandbox) {
    this.url = sandbox.url
    this.control = sandbox.control
    const { dingtalk, employees } = sandbox.control.company()
    this.corp = dingtalk
    this.employees = employees
  }

  async request(pathAndQuery: string, init: RequestInit = {}): Promise<RawAnswer> {
    const response = await fetch(this.url + pathAndQuery, init)
    const text = await response.text()
    const contentType = response.headers.get('content-type')
    return { status: response.status, contentType, text, body: JSON.parse(text) }
  }

  /** An object is sent as JSON; a string as it is, still under the name of JSON. */
  post(path: string, body: object | string, headers: Record<string, string> = {}): Promise<RawAnswer> {
    const payload = typeof body === 'string' ? body : JSON.stringify(body)
    const type = { 'content-type': 'application/json' }
    return this.request(path, { method: 'POST', body: payload, headers: { ...type, ...headers } })
  }

  postForm(path: string, fields: Record<string, string>): Promise<RawAnswer> {
    return this.request(path, { method: 'POST', body: new URLSearchParams(fields) })
  }

  app(name = 'hr') {
    const app = this.corp.apps.find((candidate) => candidate.name === name)
    if (!app) throw new Error(`The corp has no app ${name}`)
    return app
  }

  gettoken(appName = 'hr'): Promise<RawAnswer> {
    const { appKey, appSecret } = this.app(appName)
    return this.request(`/gettoken?appkey=${appKey}&appsecret=${appSecret}`)
  }

  async token(appName = 'hr'): Promise<string> {
    return String((await this.gettoken(appName)).body.access_token)
  }

  /** Calls a topapi interface with a valid token of the app. */
  async call(api: string, body: object | string, appName = 'hr'): Promise<RawAnswer> {
    return this.post(`/topapi/${api}?access_token=${await this.token(appName)}`, body)
  }

  /** Calls an interface of the new host with a valid token of the app. */
  async modern(path: string, body: object | string, appName = 'hr', method = 'POST'): Promise<RawAnswer> {
    const headers = {
      'content-type': 'application/json',
      'x-acs-dingtalk-access-token': await this.token(appName),
    }
    const payload = typeof body === 'string' ? body : JSON.stringify(body)
    return this.request(path, { method, headers, ...(method !== 'GET' && { body: payload }) })
  }

  /** Posts a file of so many bytes and answers the whole answer. */
  async upload(filename: string, type: string | undefined, size = 8): Promise<RawAnswer> {
    const form = new FormData()
    form.append('media', new File([new Uint8Array(size)], filename))
    const query = `access_token=${await this.token()}${type === undefined ? '' : `&type=${type}`}`
    return this.request(`/media/upload?${query}`, { method: 'POST', body: form })
  }

  /** Uploads and answers the media_id. */
  async mediaId(filename: string, type: string, size?: number): Promise<string> {
    return String((await this.upload(filename, type, size)).body.media_id)
  }

  /** A text message to 张三, changed by `fields`. */
  send(fields: object = {}, appName = 'hr'): Promise<RawAnswer> {
    const body = {
      agent_id: this.app(appName).agentId,
      userid_list: 'zhangsan',
      msg: textMessage(),
      ...fields,
    }
    return this.call('message/corpconversation/asyncsend_v2', body, appName)
  }

  /** The same for a message of any type. */
  sendMessage(msg: unknown): Promise<RawAnswer> {
    return this.send({ msg })
  }

  /** Sends and answers the task_id. */
  async createTask(fields: object = {}, appName = 'hr'): Promise<number> {
    return Number((await this.send(fields, appName)).body.task_id)
  }

  progress(task_id: number, appName = 'hr'): Promise<RawAnswer> {
    const body = { agent_id: this.app(appName).agentId, task_id }
    return this.call('message/corpconversation/getsendprogress', body, appName)
  }

  result(task_id: number, appName = 'hr'): Promise<RawAnswer> {
    const body = { agent_id: this.app(appName).agentId, task_id }
    return this.call('message/corpconversation/getsendresult', body, appName)
  }

  /** The lists of a task once it is done. */
  async lists(task_id: number, appName = 'hr'): Promise<unknown> {
    this.control.advance(SECOND_MS)
    return (await this.result(task_id, appName)).body.send_result
  }

  recall(msg_task_id: number, appName = 'hr'): Promise<RawAnswer> {
    const body = { agent_id: this.app(appName).agentId, msg_task_id }
    return this.call('message/corpconversation/recall', body, appName)
  }

  phone(userid = 'zhangsan') {
    return this.control.inbox('dingtalk', userid)
  }

  lastRule(): string | undefined {
    return this.control.requests({ limit: 1 })[0]?.rule
  }

  robot(name: string) {
    const robot = this.corp.robots.find((candidate) => candidate.name === name)
    if (!robot) throw new Error(`The corp has no robot ${name}`)
    return robot
  }

  /** Somebody of whom the traits hold, with a DingTalk account. */
  someone(traits: (employee: Employee) => boolean): { userid: string; mobile: string } {
    const found = this.employees.find((employee) => employee.dingtalk && traits(employee))
    if (!found?.dingtalk) throw new Error('Nobody in the company is like that')
    return { userid: found.dingtalk.userid, mobile: found.mobile }
  }
}

export function textMessage(content = '您的请假已通过') {
  return { msgtype: 'text', text: { content } }
}

/** What a finished task says of people, with the lists that a test expects to be filled. */
export function sendResult(filled: object = {}) {
  return {
    invalid_user_id_list: [],
    forbidden_user_id_list: [],
    failed_user_id_list: [],
    read_user_id_list: [],
    unread_user_id_list: [],
    invalid_dept_id_list: [],
    forbidden_list: [],
    ...filled,
  }
}
