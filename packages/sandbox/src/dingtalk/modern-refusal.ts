import type { Refusal } from './envelope.ts'

/** What the new host says no with: an HTTP status, a code that is a text, and a sentence. */
export interface ModernRefusal {
  readonly rule: string
  readonly status: number
  readonly code: string
  readonly message: string
  /** For example what permission is missing; stands at the end. */
  readonly detail?: object
  /** What is said about token and permission has the request's number before the sentence. */
  readonly numberFirst?: true
}

const DENIED = 'Forbidden.AccessDenied'

/** How the gateway of the new host names what the old one has numbers for (《全局错误码》, 2026-05-06). */
const counterparts: Readonly<Record<number, { readonly status: number; readonly code: string }>> = {
  // 400, not 401, for a token that is wrong and for one that is over alike.
  40014: { status: 400, code: 'InvalidAuthentication' },
  42001: { status: 400, code: 'InvalidAuthentication' },
  60020: { status: 403, code: `${DENIED}.IpNotInWhiteList` },
  90002: { status: 403, code: `${DENIED}.QpsLimitForApi` },
  90018: { status: 403, code: `${DENIED}.QpsLimitForAppkeyAndApi` },
  90020: { status: 403, code: `${DENIED}.ApiCountLimitForOrg` },
}

const texts: Readonly<Record<string, string>> = {
  InvalidAuthentication: '不合法的access_token',
  [`${DENIED}.QpsLimitForAppkeyAndApi`]: '您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了',
  [`${DENIED}.QpsLimitForApi`]: '您的服务器调用钉钉开放平台当前接口的所有请求都被暂时禁用了',
  [`${DENIED}.AccessTokenPermissionDenied`]:
    '没有调用该接口的权限，接口权限申请参考：https://open.dingtalk.com/document/orgapp-server/add-api-permission',
  'system.error': '系统错误',
  'system.busy': '系统繁忙',
}

/** The gateway's refusal of a call in the words of the new host. */
export function asModern({ rule, errcode, errmsg = '' }: Refusal): ModernRefusal {
  const { status, code } = counterparts[errcode] ?? { status: 400, code: String(errcode) }
  return { rule, status, code, message: texts[code] ?? errmsg, numberFirst: true }
}

/** A code that a test wants to see, with the status and text it has. */
export function injectedModern(rule: string, code: string, requiredScopes: readonly string[]): ModernRefusal {
  const isPermission = code === `${DENIED}.AccessTokenPermissionDenied`
  return {
    rule,
    status: statusOf(code),
    code,
    message: texts[code] ?? code,
    ...(isPermission && { detail: { accessdenieddetail: { requiredScopes } }, numberFirst: true }),
  }
}

/** Of the codes that the pages list, those about the platform itself are 500, missing rights are 403, all others 400. */
function statusOf(code: string): number {
  if (code.startsWith(DENIED)) return 403
  return code === 'system.error' || code === 'system.busy' || code === 'send.ding.exception' ? 500 : 400
}
