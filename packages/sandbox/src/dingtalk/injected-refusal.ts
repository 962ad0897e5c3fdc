import type { SandboxAnswer, SandboxRequest } from '../exchange.ts'
import { type Envelopes, refuse } from './envelope.ts'
import { textOf } from './errors.ts'
import { injectedModern } from './modern-refusal.ts'

const RULE = 'sandbox.fault'

/** What an app needs to be granted in the console before it may call an interface. */
const scopes: Readonly<Record<string, string>> = {
  '/topapi/v2/user/getbymobile': 'qyapi_get_member_by_mobile',
  '/user/get_by_mobile': 'qyapi_get_member_by_mobile',
}
const modernScopes: Readonly<Record<string, readonly string[]>> = {
  robot: ['qyapi_robot_sendmsg'],
  card: ['Card.Instance.Write'],
}
/** 系统繁忙. */
const UNKNOWN_CODE = -1
/** Granted to every app; work notifications need no more. */
const BASIC_SCOPE = 'qyapi_base'

/** A code that a test wants to see, in the words and the envelope that it has on this path. */
export function injectedRefusal(
  envelopes: Envelopes,
  { path }: SandboxRequest,
  errcode: number | string,
  appKey: string,
): SandboxAnswer {
  // On the new host codes are texts; a number has no counterpart there and is shown as it is.
  if (path.startsWith('/v1.0/'))
    return envelopes.modernRefusal(
      typeof errcode === 'string'
        ? injectedModern(RULE, errcode, scopesOf(path))
        : { rule: RULE, status: 400, code: String(errcode), message: textOf(errcode) },
    )
  // The old host has numbers only; a text there was meant for the other one.
  if (typeof errcode === 'string') return envelopes.plain(refuse(RULE, UNKNOWN_CODE))
  const text = errcode === 60011 ? permissionMissing(scopes[path] ?? BASIC_SCOPE, appKey) : undefined
  const refusal = refuse(RULE, errcode, text)
  return path.startsWith('/topapi/') ? envelopes.topapi(refusal) : envelopes.plain(refusal)
}

/** By the part of the host that the path lies in: /v1.0/robot/… */
function scopesOf(path: string): readonly string[] {
  return modernScopes[path.split('/')[2] ?? ''] ?? []
}

/** The wording seen on the wire, which names what to apply for and where. */
function permissionMissing(scope: string, appKey: string): string {
  const application = `https://open-dev.dingtalk.com/appscope/apply?content=${appKey}%23${scope}`
  return `应用尚未开通所需的权限：[${scope}]，点击链接申请并开通即可：${application}, {requiredScopes=[${scope}]}`
}
