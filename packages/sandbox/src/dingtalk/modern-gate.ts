import type { Route, SandboxRequest } from '../exchange.ts'
import type { Admission } from './admission.ts'
import type { DingTalkApp } from './apps.ts'
import { type Envelopes, refuse } from './envelope.ts'
import { readModernBody, withMandatory } from './modern-body.ts'
import { asModern, type ModernRefusal } from './modern-refusal.ts'
import { Params, queryParams } from './params.ts'

/** A call of the new host that has passed the gate. */
export interface ModernCall {
  readonly app: DingTalkApp
  readonly params: Params
  /** Business time in Unix milliseconds. */
  readonly at: number
}

export interface ModernSuccess {
  readonly rule: string
  readonly body: object
}

export type ModernReply = ModernSuccess | ModernRefusal

/** One interface: its method, the fields the gateway demands for it, and what it does. All are metered. */
export interface ModernInterface {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly mandatory: readonly string[]
  readonly answer: (call: ModernCall) => ModernReply
}

const TOKEN_HEADER = 'x-acs-dingtalk-access-token'

/** What stands before the interfaces of the new host. The token is read from its header and from nowhere else. */
export class ModernGate {
  readonly #envelopes: Envelopes
  readonly #admission: Admission

  constructor(envelopes: Envelopes, admission: Admission) {
    this.#envelopes = envelopes
    this.#admission = admission
  }

  /** What one address serves, an interface for each method. */
  guard(...interfaces: readonly ModernInterface[]): Route {
    return (request) => {
      const served = interfaces.find(({ method }) => method === request.method)
      // The method is part of an address there: another one is an address that nobody has.
      if (!served) return this.#envelopes.plain(refuse('dingtalk.path.unknown', 404))
      const reply = this.#reply(request, served)
      return 'code' in reply
        ? this.#envelopes.modernRefusal(reply)
        : this.#envelopes.modern(reply.rule, reply.body)
    }
  }

  #reply(request: SandboxRequest, { method, mandatory, answer }: ModernInterface): ModernReply {
    const token = request.headers[TOKEN_HEADER]
    if (typeof token !== 'string' || token === '') return tokenMissing()
    const app = this.#admission.admit(request, token, { isMetered: true })
    if ('errcode' in app) return asModern(app)
    const params =
      method === 'GET'
        ? withMandatory(queryParams(request.query), mandatory)
        : readModernBody(request, mandatory)
    return params instanceof Params ? answer({ app, params, at: request.at }) : params
  }
}

function tokenMissing(): ModernRefusal {
  const code = 'AuthenticationFailed.MissingParameter'
  return {
    rule: 'dingtalk.token.missing',
    status: 400,
    code,
    message: `缺少参数：${TOKEN_HEADER}`,
    numberFirst: true,
  }
}
