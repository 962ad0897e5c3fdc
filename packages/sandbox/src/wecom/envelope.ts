import type { SandboxAnswer, SandboxRequest } from '../exchange.ts'
import type { World } from '../world.ts'
import { type ErrorCode, errorText } from './errors.ts'

/** What an interface decided; the envelope turns it into the platform's answer. */
export type Reply = Success | Refusal

export interface Success {
  readonly rule: string
  readonly fields?: object
}

interface RefusalDetail {
  /** Instead of the code's usual text. */
  readonly reason?: string
  /** Fields that the interface carries even when it fails; an empty list there is no success. */
  readonly fields?: object
  /** True leaves out hint, address and link. */
  readonly bare?: boolean
}

export class Refusal {
  readonly code: number
  readonly rule: string
  readonly detail: RefusalDetail

  private constructor(code: number, rule: string, detail: RefusalDetail) {
    this.code = code
    this.rule = rule
    this.detail = detail
  }

  static of(code: ErrorCode, rule: string, detail: RefusalDetail = {}): Refusal {
    return new Refusal(code, rule, detail)
  }

  /** The same refusal, with what the interface carries in every answer. */
  carrying(fields: object): Refusal {
    return new Refusal(this.code, this.rule, { ...this.detail, fields })
  }

  /** An error that a test orders; it may be a code that the platform never gives by itself here. */
  static injected(code: number): Refusal {
    return new Refusal(code, 'wecom.injected', {})
  }
}

/** What the platform puts before the reason (or before `ok`) if it had to guess at the body's shape. */
const JSON_WARNING = 'Warning: wrong json format. '

const headers = { 'content-type': 'application/json; charset=UTF-8', server: 'nginx' }

/** Errors come back as HTTP 200 too: 《开发前必读》, developer.work.weixin.qq.com/document/path/90664. */
export function answer(world: World, request: SandboxRequest, reply: Reply, illTyped = false): SandboxAnswer {
  const warning = illTyped ? JSON_WARNING : ''
  if (!(reply instanceof Refusal)) {
    const body = { errcode: 0, errmsg: `${warning}ok`, ...reply.fields }
    return { status: 200, headers, body, rule: reply.rule }
  }
  const { code, rule, detail } = reply
  const reason = warning + (detail.reason ?? errorText(code) ?? 'undocumented error')
  const errmsg = detail.bare ? reason : reason + tail(world, request, code)
  return {
    status: 200,
    headers: { ...headers, 'Error-Code': String(code), 'Error-Msg': headerText(errmsg) },
    body: { errcode: code, errmsg, ...detail.fields },
    rule,
  }
}

/** The hint has 25 digits: ten of Unix seconds, the rest means nothing to callers. */
function tail(world: World, request: SandboxRequest, code: number): string {
  const hint = `${Math.floor(request.at / 1000)}${world.ids.digits(15)}`
  const link = `https://open.work.weixin.qq.com/devtool/query?e=${code}`
  return `, hint: [${hint}], from ip: ${request.ip}, more info at ${link}`
}

/** Header values leave Node as Latin-1; the platform sends the bytes of UTF-8. */
function headerText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
