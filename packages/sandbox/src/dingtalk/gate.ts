import type { Route, SandboxRequest } from '../exchange.ts'
import type { Admission, Metering } from './admission.ts'
import type { DingTalkApp } from './apps.ts'
import { type Envelopes, type Refusal, type Reply, refuse } from './envelope.ts'
import { type Params, queryParams, readParams } from './params.ts'

/** A call that has passed the gate. */
export interface Call {
  readonly app: DingTalkApp
  readonly params: Params
  /** Business time in Unix milliseconds. */
  readonly at: number
}

export type Endpoint = (call: Call) => Reply

/**
 * What stands before every interface of the old host that needs a token. Recorded answers show the order token,
 * address, interface; that method comes first and the quotas after the address is our reading of them.
 */
export class Gate {
  readonly #envelopes: Envelopes
  readonly #admission: Admission

  constructor(envelopes: Envelopes, admission: Admission) {
    this.#envelopes = envelopes
    this.#admission = admission
  }

  /** POST /topapi/…: parameters in a JSON or form body, the token in the query or in the form. */
  topapi(metering: Metering, endpoint: Endpoint): Route {
    return (request) => this.#envelopes.topapi(this.#topapiReply(request, metering, endpoint))
  }

  /** GET on an older path: parameters in the query, and no refusal is wrapped. */
  plain(metering: Metering, endpoint: Endpoint): Route {
    return (request) => this.#envelopes.plain(this.#plainReply(request, metering, endpoint))
  }

  /** POST on an older path, with a body of its own kind: the request itself is what the interface reads. */
  posted(metering: Metering, endpoint: (request: SandboxRequest) => Reply): Route {
    return (request) => {
      if (request.method !== 'POST') return this.#envelopes.plain(refuse('dingtalk.method', 43002))
      const token = request.query.get('access_token')
      if (!token) return this.#envelopes.plain(refuse('dingtalk.token.missing', 41001))
      const app = this.#admission.admit(request, token, metering)
      return this.#envelopes.plain(isRefused(app) ? app : endpoint(request))
    }
  }

  #topapiReply(request: SandboxRequest, metering: Metering, endpoint: Endpoint): Reply {
    if (request.method !== 'POST') return refuse('dingtalk.method', 43002)
    const params = readParams(request.rawBody, request.headers['content-type'] ?? '')
    const token = request.query.get('access_token') || params?.text('access_token')
    if (!token) return refuse('dingtalk.token.missing', 40000)
    const app = this.#admission.admit(request, token, metering)
    if (isRefused(app)) return app
    if (request.rawBody.length === 0) return refuse('dingtalk.body.empty', 44002)
    if (!params) return refuse('dingtalk.body.malformed', 47001)
    return endpoint({ app, params, at: request.at })
  }

  #plainReply(request: SandboxRequest, metering: Metering, endpoint: Endpoint): Reply {
    if (request.method !== 'GET') return refuse('dingtalk.method', 43001)
    const token = request.query.get('access_token')
    if (!token) return refuse('dingtalk.token.missing', 41001)
    const app = this.#admission.admit(request, token, metering)
    if (isRefused(app)) return app
    return endpoint({ app, params: queryParams(request.query), at: request.at })
  }
}

function isRefused(admitted: DingTalkApp | Refusal): admitted is Refusal {
  return 'errcode' in admitted
}
