import type { Route, SandboxRequest } from '../exchange.ts'
import type { Corp } from './apps.ts'
import { type Envelopes, type Reply, refuse } from './envelope.ts'
import type { TokenBook } from './tokens.ts'

/**
 * GET /gettoken (《获取企业内部应用的 access_token》): parameters in the query only. Its errors are never wrapped,
 * and neither the address list nor any quota concerns it.
 */
export function gettoken(envelopes: Envelopes, corp: Corp, tokens: TokenBook): Route {
  return (request) => envelopes.plain(fetchToken(request))

  function fetchToken({ method, query }: SandboxRequest): Reply {
    if (method !== 'GET') return refuse('dingtalk.gettoken.method', 43001)
    if (query.has('corpid') || query.has('corpsecret')) return refuse('dingtalk.gettoken.corpsecret', 40089)
    const appKey = query.get('appkey')
    const appSecret = query.get('appsecret')
    if (!appKey || !appSecret) return refuse('dingtalk.gettoken.missing', 40035, '缺少参数 corpid or appkey')
    const app = corp.apps.find(
      (candidate) => candidate.appKey === appKey && candidate.appSecret === appSecret,
    )
    if (!app) return refuse('dingtalk.gettoken.unknown', 40096)
    const { token, expiresIn } = tokens.fetch(app)
    const fields = { access_token: token, errmsg: 'ok', expires_in: expiresIn }
    return { rule: 'dingtalk.gettoken.ok', hasErrmsg: false, fields }
  }
}
