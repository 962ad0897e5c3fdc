import {
  AmbiguousError,
  type Connection,
  createCaller,
  isPlatformCallError,
  isRecord,
  type OutgoingRequest,
  type TokenSource,
  withToken,
} from '@hongyan/platform-call'
import type { DingTalkRules } from './errors.ts'
import { type Hosts, isApiPath } from './hosts.ts'

/** What one request says, beside its path. */
export interface RequestParts {
  readonly query?: Readonly<Record<string, string>>
  /** JSON text, or a form to be streamed. */
  readonly body?: OutgoingRequest['body']
  /** Of a body that is no JSON. */
  readonly headers?: Readonly<Record<string, string>>
}

/** The answer of a success. */
export interface Success {
  readonly body: Readonly<Record<string, unknown>>
  readonly requestId: string | undefined
}

/** Sends requests with the app's token: in the query of the old host, in a header of the new one. */
export class DingTalkApi {
  readonly #hosts: Hosts
  readonly #token: TokenSource
  readonly #secret: string
  readonly #call: Record<'oapi' | 'api', ReturnType<typeof createCaller>>

  constructor(
    hosts: Hosts,
    token: TokenSource,
    secret: string,
    connection: Connection,
    rules: DingTalkRules,
  ) {
    this.#hosts = hosts
    this.#token = token
    this.#secret = secret
    this.#call = {
      oapi: createCaller(rules.oapi, connection.caller),
      api: createCaller(rules.api, connection.caller),
    }
  }

  /** Sends once; twice only if the token was refused and could be renewed, since then nothing was executed. */
  async request(method: OutgoingRequest['method'], path: string, parts: RequestParts = {}): Promise<Success> {
    const host = isApiPath(path) ? 'api' : 'oapi'
    return withToken(this.#token, async (token) => {
      const { body, requestId } = await this.#call[host](this.#compose(host, method, path, parts, token))
      return { body: isRecord(body) ? body : {}, requestId }
    })
  }

  #compose(
    host: 'oapi' | 'api',
    method: OutgoingRequest['method'],
    path: string,
    { query, body, headers }: RequestParts,
    token: string,
  ): OutgoingRequest {
    const { origin, prefix } = this.#hosts[host]
    return {
      platform: 'dingtalk',
      method,
      origin,
      path: prefix + path,
      query: host === 'oapi' ? { ...query, access_token: token } : (query ?? {}),
      headers: {
        accept: 'application/json',
        ...(host === 'api' && { 'x-acs-dingtalk-access-token': token }),
        ...(typeof body === 'string' && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body }),
      secrets: [token, this.#secret],
    }
  }
}

/** For `catch`: undefined if the platform refused with one of these codes; anything else is thrown on. */
export const undefinedIfRefused =
  (codes: ReadonlySet<string>) =>
  (error: unknown): undefined => {
    const isOneOfThem = isPlatformCallError(error) && error.kind === 'rejected' && codes.has(error.code ?? '')
    if (!isOneOfThem) throw error
  }

/** The platform says "ok" and leaves out what that success consists of. */
export function unusableAnswer(endpoint: string, field: string, { requestId }: Success): AmbiguousError {
  return new AmbiguousError(`success without ${field}`, {
    platform: 'dingtalk',
    endpoint,
    requestId,
    remedy: {
      zh: `应答里没有 ${field}，无法确认结果。请检查 baseUrl 是否指向钉钉，并凭 request id 咨询。`,
      en: `The answer holds no ${field}, so what happened is unknown. Check that the base URL leads to DingTalk; ask with the request id.`,
    },
  })
}
