import type { SandboxAnswer } from '../exchange.ts'
import type { World } from '../world.ts'
import { isGatewayCode, subFieldsOf, textOf } from './errors.ts'
import type { ModernRefusal } from './modern-refusal.ts'

/** What an interface decides before anything is said about envelopes. */
export type Reply = Accepted | Refusal

export interface Accepted {
  readonly rule: string
  /** The answer's own fields; request_id comes last unless it has a place among them. */
  readonly fields?: object
  /** False if errmsg does not follow errcode: it is absent, or has another place among the fields. */
  readonly hasErrmsg?: boolean
}

export interface Refusal {
  readonly rule: string
  readonly errcode: number
  /** Where the list's text is not what the interface says. */
  readonly errmsg?: string
  /** For example the sub_code and sub_msg of what the gateway says without wrapping it. */
  readonly fields?: object
}

export function refuse(rule: string, errcode: number, errmsg?: string, fields?: object): Refusal {
  return { rule, errcode, ...(errmsg !== undefined && { errmsg }), ...(fields && { fields }) }
}

function isRefusal(reply: Reply): reply is Refusal {
  return 'errcode' in reply
}

/** Seen on live answers: topapi names its charset one way, the new host another, the other old paths none. */
const TOPAPI_JSON = { 'content-type': 'application/json;charset=UTF-8' }
const PLAIN_JSON = { 'content-type': 'application/json' }
const MODERN_JSON = { 'content-type': 'application/json;charset=utf-8' }

const REQUEST_ID_CHARS = 13

/** DingTalk's three ways of wrapping an answer; HTTP 200 on the old host, whatever happened. */
export class Envelopes {
  readonly #world: Pick<World, 'ids' | 'profiles'>

  constructor(world: Pick<World, 'ids' | 'profiles'>) {
    this.#world = world
  }

  /** `/topapi/…`: with a request id; what the gateway refuses is wrapped in errcode 88. */
  topapi(reply: Reply): SandboxAnswer {
    const request_id = this.#world.ids.base36(REQUEST_ID_CHARS)
    const body = isRefusal(reply) ? topapiRefusal(reply) : this.#accepted(reply)
    return { status: 200, headers: TOPAPI_JSON, body: { ...body, request_id }, rule: reply.rule }
  }

  /** Other paths of the old host (`/gettoken`, `/user/…`, `/robot/send`): neither wrapped nor numbered. */
  plain(reply: Reply): SandboxAnswer {
    const body = isRefusal(reply)
      ? { errcode: reply.errcode, errmsg: reply.errmsg ?? textOf(reply.errcode) }
      : this.#accepted(reply)
    return { status: 200, headers: PLAIN_JSON, body, rule: reply.rule }
  }

  /** The new host: the status says whether it worked, the body of a success is the result itself. */
  modern(rule: string, body: object): SandboxAnswer {
    return { status: 200, headers: MODERN_JSON, body, rule }
  }

  /** Seen once: a refusal of the new host without the number that all others carry. */
  modernRefusalWithoutId(rule: string, status: number, code: string, message: string): SandboxAnswer {
    return { status, headers: MODERN_JSON, body: { code, message }, rule }
  }

  modernRefusal({ rule, status, code, message, detail, numberFirst }: ModernRefusal): SandboxAnswer {
    const requestid = this.#modernRequestId()
    const body = numberFirst ? { code, requestid, message, ...detail } : { code, message, requestid }
    return { status, headers: MODERN_JSON, body, rule }
  }

  #accepted({ fields, hasErrmsg = true }: Accepted): object {
    const errcode = this.#world.profiles.get('dingtalk.successErrcode') === 'string' ? '0' : 0
    return hasErrmsg ? { errcode, errmsg: 'ok', ...fields } : { errcode, ...fields }
  }

  /** For example 01A08FE7-CD6B-79BB-8B2E-35D8768AD457. */
  #modernRequestId(): string {
    return [8, 4, 4, 4, 12].map((length) => this.#world.ids.hex(length).toUpperCase()).join('-')
  }
}

function topapiRefusal({ errcode, errmsg = textOf(errcode), fields }: Refusal): object {
  if (!isGatewayCode(errcode)) return { errcode, ...subFieldsOf(errcode), ...fields, errmsg }
  const wrapped = `ding talk error[subcode=${errcode},submsg=${errmsg}]`
  return { errcode: 88, sub_code: String(errcode), sub_msg: errmsg, errmsg: wrapped }
}
