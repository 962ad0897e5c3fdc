import type { SandboxAnswer, SandboxRequest } from '../exchange.ts'
import type { World } from '../world.ts'
import { type ErrorCode, textOf } from './errors.ts'

/** What an interface decided; the envelope turns it into the platform's answer. */
export type Reply = Accepted | Download | Refusal

export interface Accepted {
  readonly rule: string
  /** Instead of `ok`. */
  readonly errmsg?: string
  /** The answer's own fields beside errcode and errmsg. */
  readonly fields?: object
}

/** A file instead of an envelope. */
export interface Download {
  readonly rule: string
  readonly file: { readonly bytes: Buffer; readonly contentType: string; readonly disposition: string }
}

export interface Refusal {
  readonly rule: string
  readonly errcode: number
  /** Instead of the code's usual text. */
  readonly reason?: string
  /** What the interface carries even when it fails; an empty list there is no success. */
  readonly fields?: object
  /** True leaves out hint, address and link. */
  readonly isBare?: boolean
}

export function refuse(
  rule: string,
  errcode: ErrorCode,
  detail: Pick<Refusal, 'reason' | 'fields' | 'isBare'> = {},
): Refusal {
  return { rule, errcode, ...detail }
}

export function isRefusal(value: object): value is Refusal {
  return 'errcode' in value
}

/** What the platform puts before the reason (or before `ok`) if it had to guess at the body's shape. */
const JSON_WARNING = 'Warning: wrong json format. '

const headers = { 'content-type': 'application/json; charset=UTF-8', server: 'nginx' }

/** Errors come back as HTTP 200 too: 《开发前必读》, developer.work.weixin.qq.com/document/path/90664. */
export function answer(world: World, request: SandboxRequest, reply: Reply, illTyped = false): SandboxAnswer {
  if ('file' in reply) return download(reply)
  const warning = illTyped ? JSON_WARNING : ''
  if (!isRefusal(reply)) {
    const { rule, errmsg = 'ok', fields } = reply
    return { status: 200, headers, body: { errcode: 0, errmsg: warning + errmsg, ...fields }, rule }
  }
  const { errcode, rule, reason = textOf(errcode), fields, isBare } = reply
  const errmsg = warning + reason + (isBare ? '' : tail(world, request, errcode))
  return {
    status: 200,
    headers: { ...headers, 'Error-Code': String(errcode), 'Error-Msg': headerText(errmsg) },
    body: { errcode, errmsg, ...fields },
    rule,
  }
}

function download({ rule, file: { bytes, contentType, disposition } }: Download): SandboxAnswer {
  const about = { 'content-type': contentType, 'content-disposition': headerText(disposition) }
  return { status: 200, headers: { server: headers.server, ...about }, body: bytes, rule }
}

/** The hint has 25 digits: ten of Unix seconds, the rest means nothing to callers. */
function tail(world: World, request: SandboxRequest, errcode: number): string {
  const hint = `${Math.floor(request.at / 1000)}${world.ids.digits(15)}`
  const link = `https://open.work.weixin.qq.com/devtool/query?e=${errcode}`
  return `, hint: [${hint}], from ip: ${request.ip}, more info at ${link}`
}

/** Header values leave Node as Latin-1; the platform sends the bytes of UTF-8. */
function headerText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
