import {
  AmbiguousError,
  type BaseUrl,
  type Caller,
  type Connection,
  createCaller,
  isRecord,
  type OutgoingRequest,
  type TokenSource,
  type uploadForm,
  withToken,
} from '@hongyan/platform-call'
import { readAnswer, readAnyAnswer, readMediaAnswer } from './errors.ts'

/** What one request says, beside its path. */
export interface RequestParts {
  readonly query?: Readonly<Record<string, string>>
  /** JSON text, sent byte for byte. */
  readonly body?: string
  /** A file, instead of a body. */
  readonly form?: ReturnType<typeof uploadForm>
  /** Where lists of a whole company come, whose answer may be longer than usual. */
  readonly maxAnswerBytes?: number
  /** True where a success may come without `errcode`. Default false. */
  readonly mayOmitErrcode?: boolean
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
  readonly #call: Record<'strict' | 'lenient' | 'media', Caller>

  constructor(base: BaseUrl, token: TokenSource, secret: string, connection: Connection) {
    this.#base = base
    this.#token = token
    this.#secret = secret
    this.#call = {
      strict: createCaller(readAnswer, connection.caller),
      lenient: createCaller(readAnyAnswer, connection.caller),
      media: createCaller(readMediaAnswer, connection.caller),
    }
  }

  /** Sends once; twice only if the token was refused and could be renewed, since then nothing was executed. */
  async request(method: Method, path: string, parts: RequestParts = {}): Promise<Success> {
    return this.#send(parts.mayOmitErrcode ? 'lenient' : 'strict', method, path, parts)
  }

  /** Receives a file: where it goes is said once its head is here. Gives what `readMediaAnswer` reads of it. */
  async download(path: string, parts: RequestParts & Pick<OutgoingRequest, 'receive'>): Promise<Success> {
    return this.#send('media', 'GET', path, parts)
  }

  async #send(
    rules: 'strict' | 'lenient' | 'media',
    method: Method,
    path: string,
    parts: RequestParts & Pick<OutgoingRequest, 'receive'>,
  ): Promise<Success> {
    return withToken(this.#token, async (token) => {
      const { body } = await this.#call[rules](this.#compose(method, path, parts, token))
      return isRecord(body) ? body : {}
    })
  }

  #compose(
    method: Method,
    path: string,
    { query, body, form, maxAnswerBytes, receive }: RequestParts & Pick<OutgoingRequest, 'receive'>,
    token: string,
  ): OutgoingRequest {
    return {
      platform: 'wecom',
      method,
      origin: this.#base.origin,
      path: this.#base.prefix + path,
      query: { ...query, access_token: token },
      ...(body !== undefined && { body, headers: JSON_HEADERS }),
      ...form,
      ...(receive && { receive }),
      ...(maxAnswerBytes !== undefined && { maxAnswerBytes }),
      secrets: [token, this.#secret],
    }
  }
}

const JSON_HEADERS = { 'content-type': 'application/json' }

/** The list an answer must hold: one that may come without `errcode` is a success only by it. */
export const requireList = (endpoint: string, field: string, answer: Success): readonly unknown[] => {
  const value = answer[field]
  return requireField(endpoint, field, Array.isArray(value) ? value : undefined)
}

/** What an answer must hold; a success without it is in doubt. */
export function requireField<T>(endpoint: string, field: string, value: T | undefined): T {
  if (value === undefined) throw unusableAnswer(endpoint, field)
  return value
}

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
