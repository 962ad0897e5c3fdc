import type { SandboxAnswer, SandboxRequest } from '../exchange.ts'
import { type Envelopes, refuse } from './envelope.ts'

const TOPAPI = '/topapi/'

/** First segments under which either of DingTalk's hosts has paths; `v1.0` and `v2.0` are the new host's. */
const FIRST_SEGMENTS = new Set(
  'topapi v1.0 v2.0 gettoken get_jsapi_ticket user department robot chat message media microapp service call_back oauth2 sns auth connect'.split(
    ' ',
  ),
)

export function ownsPath(path: string): boolean {
  return FIRST_SEGMENTS.has(path.split('/', 2)[1] ?? '')
}

/** Both hosts answer HTTP 200 to paths they do not have, each in its own words. */
export function unknownPath(envelopes: Envelopes, { path }: SandboxRequest): SandboxAnswer {
  if (!path.startsWith(TOPAPI)) return envelopes.plain(refuse('dingtalk.path.unknown', 404))
  const method = `dingtalk.oapi.${path.slice(TOPAPI.length).replaceAll('/', '.')}`
  const sub_msg = `不合法ApiName，ApiName = ${method}`
  return envelopes.topapi(
    refuse('dingtalk.path.unknown', 22, `Invalid method[submsg=${sub_msg}]`, { sub_msg }),
  )
}
