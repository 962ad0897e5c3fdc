import { onTestFinished } from 'vitest'
import { type Sandbox, startSandbox } from '../index.ts'
import type { ProfileChoice } from '../profiles.ts'
import type { Employee } from '../world.ts'
import { files, formOf } from './test-files.ts'

/** Monday 2026-03-02, 10:00 in Shanghai. */
export const MORNING = Date.UTC(2026, 2, 2, 2)
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS

/** An answer of the platform, read without any client of ours. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body; empty if it was none. */
  readonly body: Readonly<Record<string, unknown>>
}

/** A sandbox of its own for one test, seen as a program sees WeCom: by HTTP. Time stands still unless advanced. */
export async function startWecom(profile: ProfileChoice = 'documented'): Promise<WecomUnderTest> {
  const sandbox = await startSandbox({ profile, clock: { now: () => MORNING } })
  onTestFinished(() => sandbox.close())
  return new WecomUnderTest(sandbox)
}

export class WecomUnderTest {
  readonly control: Sandbox['control']
  readonly corp: ReturnType<Sandbox['control']['company']>['wecom']
  readonly employees: readonly Employee[]
  readonly url: string

  constructor(sandbox: Sandbox) {
    this.url = sandbox.url
    this.control = sandbox.control
    const { wecom, employees } = sandbox.control.company()
    this.corp = wecom
    this.employees = employees
  }

  async get(pathAndQuery: string, init: RequestInit = {}): Promise<RawAnswer> {
    const response = await fetch(this.url + pathAndQuery, init)
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === '' ? {} : JSON.parse(text),
    }
  }

  /** An object is sent as JSON, a string as it is. */
  post(
    pathAndQuery: string,
    body: object | string,
    headers: Record<string, string> = {},
  ): Promise<RawAnswer> {
    const payload = typeof body === 'string' ? body : JSON.stringify(body)
    return this.get(pathAndQuery, { method: 'POST', body: payload, headers })
  }

  app(name: string) {
    if (name === 'contacts') return { agentid: null, secret: this.corp.contactsSecret }
    const app = this.corp.apps.find((candidate) => candidate.name === name)
    if (!app) throw new Error(`The corp has no app ${name}`)
    return app
  }

  gettoken(appName = 'office'): Promise<RawAnswer> {
    return this.get(`/cgi-bin/gettoken?corpid=${this.corp.corpid}&corpsecret=${this.app(appName).secret}`)
  }

  async token(appName = 'office'): Promise<string> {
    return String((await this.gettoken(appName)).body.access_token)
  }

  /** Calls an interface with a valid token of the app. */
  async call(api: string, body: object | string, appName = 'office'): Promise<RawAnswer> {
    return this.post(`/cgi-bin/${api}?access_token=${await this.token(appName)}`, body)
  }

  /** Uploads a file to the corp's media. */
  async upload(kind: string, file: File, appName = 'office'): Promise<RawAnswer> {
    const path = `/cgi-bin/media/upload?access_token=${await this.token(appName)}&type=${kind}`
    return this.get(path, { method: 'POST', body: formOf(file) })
  }

  /** The media_id of a small file of this kind. */
  async mediaId(kind: keyof typeof files, filename?: string): Promise<string> {
    return String((await this.upload(kind, files[kind](filename))).body.media_id)
  }

  /** A text message of the app `office` to 张三, changed by `fields`. */
  send(fields: object = {}, appName = 'office'): Promise<RawAnswer> {
    return this.call('message/send', { ...this.textMessage(appName), ...fields }, appName)
  }

  textMessage(appName = 'office') {
    const { agentid } = this.app(appName)
    return { touser: 'zhangsan', msgtype: 'text', agentid, text: { content: '您的请假已通过' } }
  }

  /** What the phone shows, oldest first. */
  phone(userid = 'zhangsan') {
    return this.control.inbox('wecom', userid)
  }

  /** The message on top of the phone. */
  newest(userid = 'zhangsan'): unknown {
    return this.phone(userid).at(-1)?.message
  }

  lastRule(): string | undefined {
    return this.control.requests({ limit: 1 })[0]?.rule
  }

  /** The first so many people whom the application reaches. */
  reachable(count: number): string[] {
    const active = this.employees.filter(({ state }) => state === 'active')
    return active.flatMap(({ wecom }) => (wecom ? [wecom.userid] : [])).slice(0, count)
  }

  /** Somebody of whom the traits hold, with a WeCom account. */
  someone(traits: (employee: Employee) => boolean): {
    userid: string
    mobile: string
    email: string
    name: string
  } {
    const found = this.employees.find((employee) => employee.wecom && traits(employee))
    if (!found?.wecom) throw new Error('Nobody in the company is like that')
    const { mobile, email, name } = found
    return { userid: found.wecom.userid, mobile, email, name }
  }
}
