import type { Route, SandboxRequest } from '../exchange.ts'
import type { World } from '../world.ts'
import type { Corp } from './apps.ts'
import { BlockingWindow } from './blocking-window.ts'
import { answer, type Reply, refuse } from './envelope.ts'
import type { IssuedToken, TokenBook } from './tokens.ts'

const HOUR_MS = 3_600_000

/** What a token without an end still says; the platform always names a time. */
const USUAL_SECONDS = 7200

/** GET /cgi-bin/gettoken: 《获取access_token》, developer.work.weixin.qq.com/document/path/91039. Open to every address. */
export function gettoken(world: World, corp: Corp, tokens: TokenBook): Route {
  const wrongSecrets = new BlockingWindow(HOUR_MS)

  return (request) => answer(world, request, fetchToken(request))

  function fetchToken({ query, ip, at }: SandboxRequest): Reply {
    const limit = world.limits.get('wecom.gettokenWrongSecret')
    if (wrongSecrets.isBlocked(ip, at, limit)) return refuse('wecom.gettoken.blocked', 45009)
    const secret = query.get('corpsecret')
    const corpid = query.get('corpid')
    // The secret is missed first, even if both are missing; the corp is judged before its secret.
    if (!secret) return refuse('wecom.gettoken.secretMissing', 41004)
    if (!corpid) return refuse('wecom.gettoken.corpidMissing', 41002)
    if (corpid !== corp.corpid) return refuse('wecom.gettoken.corpidUnknown', 40013)
    const app = [...corp.apps, corp.contactsSync].find((candidate) => candidate.secret === secret)
    if (app) return issue(tokens.fetch(app, at), at)
    if (!wrongSecrets.admit(ip, at, limit)) return refuse('wecom.gettoken.blocked', 45009)
    if (secret === corp.secretOfAnotherCorp) return refuse('wecom.gettoken.secretOfAnotherCorp', 40091)
    return refuse('wecom.gettoken.secretWrong', 40001)
  }

  function issue({ token, seconds, expiresAt }: IssuedToken, at: number): Reply {
    const countsDown = world.profiles.get('wecom.expiresIn') === 'counts_down'
    const left = countsDown ? Math.floor((expiresAt - at) / 1000) : seconds
    const expires_in = Number.isFinite(left) ? left : USUAL_SECONDS
    return { rule: 'wecom.gettoken.ok', fields: { access_token: token, expires_in } }
  }
}
