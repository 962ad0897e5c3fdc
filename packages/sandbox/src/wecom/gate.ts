import type { Route, SandboxRequest } from '../exchange.ts'
import type { World } from '../world.ts'
import type { WecomApp } from './apps.ts'
import { answer, Refusal, type Reply } from './envelope.ts'
import { CallFrequency } from './frequency.ts'
import { isGarbled, JsonFields, readJsonBody } from './json-fields.ts'
import type { TokenBook } from './tokens.ts'

/** A call that has passed the gate. */
export interface Call {
  readonly app: WecomApp
  readonly query: URLSearchParams
  readonly body: JsonFields
  /** Business time in Unix milliseconds. */
  readonly at: number
}

export type Endpoint = (call: Call) => Reply

export interface Interface {
  /** The path behind `/cgi-bin/`. */
  readonly api: string
  /** Where the parameters are. */
  readonly reads: 'query' | 'json'
  /** False for message/send, which the base limits leave out. */
  readonly counted: boolean
  /** Whether the contacts-sync secret may call it. */
  readonly contactsSync: boolean
  /** Fields that the interface carries even when the gate refuses. */
  readonly fieldsOnFailure?: object
}

/**
 * What every interface with a token checks first, in the platform's order: token, trusted address, and only
 * then anything about the parameters. Where the frequency belongs is not documented; it comes before the
 * parameters here, because a block does not depend on them.
 */
export class Gate {
  readonly #world: World
  readonly #tokens: TokenBook
  readonly #frequency: CallFrequency

  constructor(world: World, tokens: TokenBook) {
    this.#world = world
    this.#tokens = tokens
    this.#frequency = new CallFrequency(world.limits)
  }

  guard(about: Interface, endpoint: Endpoint): Route {
    return (request) => {
      const call = this.#admit(request, about)
      if (call instanceof Refusal)
        return answer(this.#world, request, withFields(call, about.fieldsOnFailure))
      const reply = endpoint(call)
      return answer(this.#world, request, reply, call.body.illTyped)
    }
  }

  #admit(request: SandboxRequest, about: Interface): Call | Refusal {
    const app = this.#authenticate(request)
    if (app instanceof Refusal) return app
    const refused = this.#checkCaller(request, app, about)
    if (refused) return refused
    const body = about.reads === 'json' ? this.#readBody(request) : new JsonFields({})
    if (body instanceof Refusal) return body
    return { app, query: request.query, body, at: request.at }
  }

  /** The token counts only in the query; one in a header or in the body is not seen. */
  #authenticate(request: SandboxRequest): WecomApp | Refusal {
    const token = request.query.get('access_token')
    if (!token) return Refusal.of(41001, 'wecom.token.missing')
    const issued = this.#tokens.find(token)
    const bare = this.#world.profiles.get('wecom.badTokenErrmsg') === 'bare'
    if (!issued) return Refusal.of(40014, 'wecom.token.invalid', { bare })
    if (request.at >= issued.expiresAt) return Refusal.of(42001, 'wecom.token.expired', { bare })
    return issued.app
  }

  #checkCaller({ ip, at, query }: SandboxRequest, app: WecomApp, about: Interface): Refusal | undefined {
    const { api } = about
    if (!this.#world.ipGate.allows('wecom', app.name, ip)) return Refusal.of(60020, 'wecom.ip.notAllowed')
    if (query.get('debug') === '1' && !this.#frequency.admitDebugCall(api, app.name, at)) {
      return Refusal.of(45009, 'wecom.frequency.debug')
    }
    if (about.counted && !this.#frequency.admitCall(api, ip, at))
      return Refusal.of(45009, 'wecom.frequency.base')
    if (app.agentid === null && !about.contactsSync)
      return Refusal.of(48002, 'wecom.permission.contactsSecret')
    return undefined
  }

  #readBody(request: SandboxRequest): JsonFields | Refusal {
    const body = request.method === 'POST' ? readJsonBody(request.rawBody) : undefined
    if (!body) return Refusal.of(40063, 'wecom.body.notPostedJson')
    const escapesRefused = this.#world.profiles.get('wecom.unicodeEscapes') === 'refused'
    if (isGarbled(request.rawBody) || (escapesRefused && hasUnicodeEscape(request.rawBody))) {
      return Refusal.of(40033, 'wecom.body.illegalCharacters')
    }
    return body
  }
}

function hasUnicodeEscape(rawBody: Buffer): boolean {
  return /\\u[0-9a-f]{4}/i.test(rawBody.toString('latin1'))
}

function withFields(refusal: Refusal, fields: object | undefined): Refusal {
  return fields ? refusal.carrying(fields) : refusal
}
