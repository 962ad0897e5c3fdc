import {
  AmbiguousError,
  type AnswerRules,
  type BaseUrl,
  type Connection,
  createCaller,
  isRecord,
  type OutgoingRequest,
  type TokenSource,
  withToken,
} from '@hongyan/platform-call'
import { readAnswer } from './errors.ts'

/** What one request says, beside its path. */
export interface RequestParts {
  readonly query?: Readonly<Record<string, string>>
  /** JSON text, sent byte for byte. */
  readonly body?: string
  /** How the answer is read. Default: `readAnswer`. */
  readonly rules?: AnswerRules
}

/** Every API of the platform is one of the two. */
export type Method = 'GET' | 'POST'

/** The answer of a success. */
export type Success = Readonly<Record<string, unknown>>

/** Sends requests with the app's token, in the query: WeCom reads it nowhere else (企业微信「全局错误码」41001, 2024-04-08). */
export class WecomApi {
  readonly #base: BaseUrl
  readonly #token: TokenSource
  readonly #secret: string
  readonly #connection: Connection

  constructor(base: BaseUrl, token: TokenSource, secret: string, connection: Connection) {
    this.#base = base
    this.#token = token
    this.#secret = secret
    this.#connection = connection
  }

  /** Sends once; twice only if the token was refused and could be renewed, since then nothing was executed. */
  async request(method: Method, path: string, parts: RequestParts = {}): Promise<Success> {
    const call = createCaller(parts.rules ?? readAnswer, this.#connection.caller)
    return withToken(this.#token, async (token) => {
      const { body } = await call(this.#compose(method, path, parts, token))
      return isRecord(body) ? body : {}
    })
  }

  #compose(method: Method, path: string, { query, body }: RequestParts, token: string): OutgoingRequest {
    return {
      platform: 'wecom',
      method,
      origin: this.#base.origin,
      path: this.#base.prefix + path,
      query: { ...query, access_token: token },
      ...(body !== undefined && { body, headers: JSON_HEADERS }),
      secrets: [token, this.#secret],
    }
  }
}

const JSON_HEADERS = { 'content-type': 'application/json' }

/** The platform says "ok" and leaves out what that success consists of. */
export function unusableAnswer(endpoint: string, field: string): AmbiguousError {
  return new AmbiguousError(`success without ${field}`, {
    platform: 'wecom',
    endpoint,
    remedy: {
      zh: `应答里没有 ${field}，无法确认结果。请检查 baseUrl 与代理，应答可能不是企业微信给出的。`,
      en: `The answer holds no ${field}, so what happened is unknown. Check base URL and proxy: it may not be WeCom that answered.`,
    },
  })
}
