import { ProblemView } from '@hongyan/contract'
import { type Dispatcher, request } from 'undici'
import { RefusedError, UnreachableError } from './errors.ts'

export interface ConnectionOptions {
  /** For example `http://127.0.0.1:4180`. */
  readonly url: string
  /** An API key; may be left out only where the gateway has nothing but sandbox accounts. */
  readonly key?: string | undefined
  /** Language of the texts in refusals. Default `zh`. */
  readonly language?: 'zh' | 'en' | undefined
  /** Unit: milliseconds until an answer has begun. Default 30 000. */
  readonly timeoutMs?: number | undefined
  /** How requests go out, for a proxy or a CA of one's own. Default: undici's global dispatcher. */
  readonly dispatcher?: Dispatcher | undefined
}

export interface Sending {
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly signal?: AbortSignal | undefined
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

const DEFAULT_TIMEOUT_MS = 30_000

/** A schema of the contract, as far as reading an answer goes. */
export interface Shape<Value> {
  safeParse(
    input: unknown,
  ): { readonly success: true; readonly data: Value } | { readonly success: false; readonly error: unknown }
}

/** The HTTP under the client: adds the key, reads answers by the contract, turns refusals into errors. */
export class Connection {
  readonly #options: ConnectionOptions

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  /** Fields that a newer gateway adds are dropped; one that is missing is an error. */
  async call<Value>(
    method: Method,
    path: string,
    shape: Shape<Value>,
    sending: Sending = {},
  ): Promise<Value> {
    const answer = await this.open(method, path, sending)
    const parsed = shape.safeParse(await readJson(answer))
    if (parsed.success) return parsed.data
    throw new UnreachableError(`${method} ${path}: the answer is not what this client understands`, {
      cause: parsed.error,
    })
  }

  /** The answer with its body unread. */
  async open(method: Method, path: string, sending: Sending = {}): Promise<Dispatcher.ResponseData> {
    const { url, timeoutMs = DEFAULT_TIMEOUT_MS, dispatcher } = this.#options
    const { query = {}, body, signal } = sending
    const answer = await request(new URL(path, url), {
      method,
      query: Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)),
      headers: this.#headers(sending),
      headersTimeout: timeoutMs,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
      ...(dispatcher && { dispatcher }),
    }).catch((cause: unknown) => {
      throw new UnreachableError(`${method} ${path}: no answer from ${url}`, { cause })
    })
    if (answer.statusCode < 300) return answer
    throw await refusalOf(answer, `${method} ${path}`)
  }

  #headers({ body, headers = {} }: Sending): Record<string, string> {
    const { key, language = 'zh' } = this.#options
    return {
      accept: 'application/json',
      'accept-language': language,
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    }
  }
}

/** What stands between, a proxy for example, answers without a problem: then nothing is known of the request. */
async function refusalOf(answer: Dispatcher.ResponseData, call: string): Promise<Error> {
  const problem = ProblemView.safeParse(await readJson(answer).catch(() => undefined))
  if (!problem.success)
    return new UnreachableError(`${call}: HTTP ${answer.statusCode} that is not from the gateway`)
  const seconds = Number(answer.headers['retry-after'])
  return new RefusedError(problem.data, Number.isFinite(seconds) ? seconds * 1000 : undefined)
}

const readJson = (answer: Dispatcher.ResponseData): Promise<unknown> =>
  answer.body.json().catch((cause: unknown) => {
    throw new UnreachableError('The answer ended early or is no JSON', { cause })
  })
