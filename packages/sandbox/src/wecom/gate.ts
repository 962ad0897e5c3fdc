import type { Route, SandboxRequest } from '../exchange.ts'
import { type Part, readMultipart } from '../multipart.ts'
import type { World } from '../world.ts'
import type { WecomApp } from './apps.ts'
import { answer, isRefusal, type Refusal, type Reply, refuse } from './envelope.ts'
import { CallFrequency } from './frequency.ts'
import { isGarbled, Params, readParams } from './params.ts'
import type { TokenBook } from './tokens.ts'

/** A call that has passed the gate. */
export interface Call {
  readonly app: WecomApp
  readonly query: URLSearchParams
  readonly params: Params
  /** The files of a multipart body, whatever the form calls them. */
  readonly files: readonly Part[]
  /** Business time in Unix milliseconds. */
  readonly at: number
}

export type Endpoint = (call: Call) => Reply

export interface Interface {
  /** The path behind `/cgi-bin/`. */
  readonly api: string
  /** Where the parameters are. */
  readonly reads: 'query' | 'json' | 'files'
  /** False for message/send, which the base limits leave out. */
  readonly counted: boolean
  /** Whether the contacts-sync secret may call it. */
  readonly contactsSync: boolean
  /** Fields that the interface carries even when the gate refuses. */
  readonly failure?: { readonly fields: object }
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
      const reply = isRefusal(call) ? call : endpoint(call)
      const complete = isRefusal(reply) ? { ...about.failure, ...reply } : reply
      return answer(this.#world, request, complete, !isRefusal(call) && call.params.illTyped)
    }
  }

  #admit(request: SandboxRequest, about: Interface): Call | Refusal {
    const app = this.#authenticate(request)
    if (isRefusal(app)) return app
    const refused = this.#checkCaller(request, app, about)
    if (refused) return refused
    const params = about.reads === 'json' ? this.#readParams(request) : new Params({})
    if (isRefusal(params)) return params
    const files = about.reads === 'files' ? readFiles(request) : []
    return { app, query: request.query, params, files, at: request.at }
  }

  /** The token counts only in the query; one in a header or in the body is not seen. */
  #authenticate(request: SandboxRequest): WecomApp | Refusal {
    const token = request.query.get('access_token')
    if (!token) return refuse('wecom.token.missing', 41001)
    const issued = this.#tokens.find(token)
    const isBare = this.#world.profiles.get('wecom.badTokenErrmsg') === 'bare'
    if (!issued) return refuse('wecom.token.invalid', 40014, { isBare })
    if (request.at >= issued.expiresAt) return refuse('wecom.token.expired', 42001, { isBare })
    return issued.app
  }

  #checkCaller({ ip, at, query }: SandboxRequest, app: WecomApp, about: Interface): Refusal | undefined {
    const { api } = about
    if (!this.#world.ipGate.allows('wecom', app.name, ip)) return refuse('wecom.ip.notAllowed', 60020)
    if (query.get('debug') === '1' && !this.#frequency.admitDebugCall(api, app.name, at)) {
      return refuse('wecom.frequency.debug', 45009)
    }
    if (about.counted && !this.#frequency.admitCall(api, ip, at)) return refuse('wecom.frequency.base', 45009)
    if (app.agentid === null && !about.contactsSync) return refuse('wecom.permission.contactsSecret', 48002)
    return undefined
  }

  #readParams(request: SandboxRequest): Params | Refusal {
    const params = request.method === 'POST' ? readParams(request.rawBody) : undefined
    if (!params) return refuse('wecom.body.notPostedJson', 40063)
    const escapesRefused = this.#world.profiles.get('wecom.unicodeEscapes') === 'refused'
    if (isGarbled(request.rawBody) || (escapesRefused && hasUnicodeEscape(request.rawBody))) {
      return refuse('wecom.body.illegalCharacters', 40033)
    }
    return params
  }
}

/** The page names the field `media`; scripts that call it `file` work as well. None if the body is no form. */
export function readFiles({ headers, rawBody }: SandboxRequest): readonly Part[] {
  const parts = readMultipart(headers['content-type'], rawBody) ?? []
  return parts.filter(({ filename }) => filename !== undefined)
}

function hasUnicodeEscape(rawBody: Buffer): boolean {
  return /\\u[0-9a-f]{4}/i.test(rawBody.toString('latin1'))
}
