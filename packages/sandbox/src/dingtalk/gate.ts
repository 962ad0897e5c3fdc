import type { Route, SandboxRequest } from '../exchange.ts'
import type { World } from '../world.ts'
import type { DingTalkApp } from './apps.ts'
import { CallLimits } from './call-limits.ts'
import { type Envelopes, type Refusal, type Reply, refuse } from './envelope.ts'
import { type Params, queryParams, readParams } from './params.ts'
import type { TokenBook } from './tokens.ts'

/** A call that has passed the gate. */
export interface Call {
  readonly app: DingTalkApp
  readonly params: Params
  /** Business time in Unix milliseconds. */
  readonly at: number
}

export type Endpoint = (call: Call) => Reply

interface Admission {
  /** Contacts interfaces are free of the month's budget (《钉钉应用开发平台计费模式》). */
  readonly isMetered: boolean
}

/**
 * What stands before every interface of the old host that needs a token. Recorded answers show the order token,
 * address, interface; that method comes first and the quotas after the address is our reading of them.
 */
export class Gate {
  readonly #world: World
  readonly #envelopes: Envelopes
  readonly #tokens: TokenBook
  readonly #limits: CallLimits

  constructor(world: World, envelopes: Envelopes, tokens: TokenBook) {
    this.#world = world
    this.#envelopes = envelopes
    this.#tokens = tokens
    this.#limits = new CallLimits(world.limits)
  }

  /** POST /topapi/…: parameters in a JSON or form body, the token in the query or in the form. */
  topapi(admission: Admission, endpoint: Endpoint): Route {
    return (request) => this.#envelopes.topapi(this.#topapiReply(request, admission, endpoint))
  }

  /** GET on an older path: parameters in the query, and no refusal is wrapped. */
  plain(admission: Admission, endpoint: Endpoint): Route {
    return (request) => this.#envelopes.plain(this.#plainReply(request, admission, endpoint))
  }

  #topapiReply(request: SandboxRequest, admission: Admission, endpoint: Endpoint): Reply {
    if (request.method !== 'POST') return refuse('dingtalk.method', 43002)
    const params = readParams(request.rawBody, request.headers['content-type'] ?? '')
    const token = request.query.get('access_token') || params?.text('access_token')
    if (!token) return refuse('dingtalk.token.missing', 40000)
    const app = this.#admit(request, token, admission)
    if (isRefused(app)) return app
    if (request.rawBody.length === 0) return refuse('dingtalk.body.empty', 44002)
    if (!params) return refuse('dingtalk.body.malformed', 47001)
    return endpoint({ app, params, at: request.at })
  }

  #plainReply(request: SandboxRequest, admission: Admission, endpoint: Endpoint): Reply {
    if (request.method !== 'GET') return refuse('dingtalk.method', 43001)
    const token = request.query.get('access_token')
    if (!token) return refuse('dingtalk.token.missing', 41001)
    const app = this.#admit(request, token, admission)
    if (isRefused(app)) return app
    return endpoint({ app, params: queryParams(request.query), at: request.at })
  }

  #admit({ ip, path, at }: SandboxRequest, token: string, { isMetered }: Admission): DingTalkApp | Refusal {
    const known = this.#tokens.find(token)
    if (!known) return refuse('dingtalk.token.unknown', 40014)
    if (known.isExpired) return refuse('dingtalk.token.expired', 42001)
    const { app } = known
    if (!this.#world.ipGate.allows('dingtalk', app.name, ip)) {
      return refuse('dingtalk.ip', 60020, `访问ip不在白名单之中,request ip=${ip} appKey(${app.appKey})`)
    }
    return this.#limits.admit(app, path, at, isMetered) ?? app
  }
}

function isRefused(admitted: DingTalkApp | Refusal): admitted is Refusal {
  return 'errcode' in admitted
}
