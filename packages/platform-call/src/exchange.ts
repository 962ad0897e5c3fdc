import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { AmbiguousError, NotSentError, type Remedy } from './errors.ts'
import { redactText, safeCause } from './redact.ts'
import { BudgetWatch, completeBudget, type TimeBudget } from './time-budget.ts'

/** One request as it leaves: the body's bytes are the caller's, so that a replay can be byte-identical. */
export interface OutgoingRequest {
  /** `dingtalk`, `wecom` …: names the platform in errors. */
  readonly platform: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Scheme, host and port. */
  readonly origin: string
  /** Path without query. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Credentials in this request; they are blanked out of every error. */
  readonly secrets?: readonly string[]
}

/** The longest answer read, in bytes. The largest documented ones (member lists) stay far below. */
export const MAX_ANSWER_BYTES = 1_048_576

/** What came back, whatever it is. Whether it means success only the platform's rules can say. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** Where and how to send. */
export interface ExchangeOptions {
  readonly dispatcher: Dispatcher
  readonly budget?: TimeBudget | undefined
}

/** Method and path, as errors and records name a call; a platform that puts a credential into its path shows none. */
export const endpointOf = (request: OutgoingRequest): string =>
  `${request.method} ${redactText(request.path, request.secrets)}`

/**
 * The request's target. Written directly: a URLSearchParams costs more than all the rest of a call's preparation. A lone
 * surrogate becomes U+FFFD, as it would in the body.
 */
export function pathWithQuery({ path, query }: OutgoingRequest): string {
  if (!query) return path
  const encode = (text: string) => encodeURIComponent(text.toWellFormed())
  return `${path}?${Object.entries(query)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&')}`
}

/**
 * Sends one request once and reads its whole answer.
 *
 * @throws NotSentError if the platform provably did not get it; AmbiguousError if it left and no whole answer came.
 */
export function exchange(request: OutgoingRequest, options: ExchangeOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const collector = new AnswerCollector(request, options, resolve, reject)
    try {
      options.dispatcher.dispatch(
        {
          origin: request.origin,
          path: pathWithQuery(request),
          method: request.method,
          headers: request.headers ?? null,
          body: request.body ?? null,
          // Our own timers measure the budget to the millisecond; the library's are coarser.
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        collector,
      )
    } catch (error) {
      collector.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)))
    }
  })
}

/**
 * Follows one request through the dispatcher: waiting → left → answering → settled. It has left at `onRequestStart`,
 * which undici calls on a connected socket (behind TLS and a proxy's tunnel) just before it writes the first byte.
 * Failing before that is `not_sent`, after it `ambiguous`.
 */
class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly #request: OutgoingRequest
  readonly #resolve: (answer: Answer) => void
  readonly #reject: (error: Error) => void
  readonly #watch: BudgetWatch
  #controller: Dispatcher.DispatchController | undefined
  #left = false
  #settled = false
  #status: number | undefined
  #headers: IncomingHttpHeaders = {}
  readonly #chunks: Buffer[] = []
  #bytes = 0

  constructor(
    request: OutgoingRequest,
    options: ExchangeOptions,
    resolve: (answer: Answer) => void,
    reject: (error: Error) => void,
  ) {
    this.#request = request
    this.#resolve = resolve
    this.#reject = reject
    this.#watch = new BudgetWatch(completeBudget(options.budget), (why) => this.#giveUp(why))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Throwing declines the request and keeps the connection; aborting would close a connection that others wait for.
    if (this.#settled) throw new Error('given up while waiting for a connection')
    // A dispatcher of the caller's may follow redirects or try again; what has left once must not leave twice.
    if (this.#left && this.#request.method !== 'GET') throw new Error('a second sending was prevented')
    this.#controller = controller
    this.#left = true
    this.#watch.left()
  }

  onResponseStart(_controller: unknown, status: number, headers: IncomingHttpHeaders): void {
    // 1xx are interim; the answer proper follows.
    if (status < 200) return
    this.#watch.answering()
    this.#status = status
    this.#headers = headers
    if (Number(headers['content-length'] ?? 0) > MAX_ANSWER_BYTES) this.#refuseSize()
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // undici reads on after it has reported a proxy's 407; nobody waits for that body.
    if (this.#settled) controller.abort(new Error('settled already'))
    this.#bytes += chunk.length
    if (this.#bytes > MAX_ANSWER_BYTES) this.#refuseSize()
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    if (!this.#settle()) return
    const [only] = this.#chunks
    const whole = this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks)
    this.#resolve({ status: this.#status ?? 0, headers: this.#headers, text: whole.toString('utf8') })
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (!this.#settle()) return
    if (isProxyRefusal(error)) this.#left = false
    this.#fail(this.#left ? 'the connection broke before the whole answer was here' : 'no connection', error)
  }

  #refuseSize(): void {
    this.#giveUp(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`)
  }

  #giveUp(why: string): void {
    if (!this.#settle()) return
    this.#controller?.abort(new Error(why))
    this.#fail(why, undefined)
  }

  #settle(): boolean {
    if (this.#settled) return false
    this.#settled = true
    this.#watch.stop()
    return true
  }

  #fail(why: string, error: Error | undefined): void {
    const cause = error && safeCause(error, this.#request.secrets)
    const facts = {
      platform: this.#request.platform,
      endpoint: endpointOf(this.#request),
      status: this.#status,
      cause,
    }
    const detail = cause?.message ? `${why} (${cause.message.replace(/\s+/g, ' ').trim()})` : why
    this.#reject(
      this.#left
        ? new AmbiguousError(`sent, but ${detail}`, { ...facts, remedy: ASK_BEFORE_REPEATING })
        : new NotSentError(`not sent: ${detail}`, { ...facts, remedy: remedyOf(cause) }),
    )
  }
}

/**
 * A plain http request goes to a proxy whole, so it has "left" when the proxy answers 407 and does not pass it on.
 * undici reports that as a wrong argument, a code it uses for nothing else once a request has started.
 */
const isProxyRefusal = (error: Error): boolean => 'code' in error && error.code === 'UND_ERR_INVALID_ARG'

/** Why a request that never left did not; without a cause it waited in vain. */
function remedyOf(cause: Error | undefined): Remedy {
  if (!cause) return WAIT_LESS
  const isClosed = 'code' in cause && (cause.code === 'UND_ERR_DESTROYED' || cause.code === 'UND_ERR_CLOSED')
  return isClosed ? CLOSED : CHECK_THE_WAY
}

const CHECK_THE_WAY = {
  zh: '平台没有收到这次请求，可以放心重试。请检查 baseUrl（主机名，http 还是 https）、域名解析、网络、代理（HTTPS_PROXY、NO_PROXY）和证书（extraCa）。',
  en: 'The platform did not get it, so repeating is safe. Check base URL (host, http or https), name resolution, network, proxy (HTTPS_PROXY, NO_PROXY) and certificates (extraCa).',
}

const CLOSED = {
  zh: '客户端已经关闭（调用过 close()），平台没有收到这次请求。请新建客户端后再发。',
  en: 'The client is closed (close() was called), so the platform did not get it. Make a new client.',
}

const WAIT_LESS = {
  zh: '平台没有收到这次请求，可以放心重试。一直没有等到可用的连接：请降低并发、增大 connections，或检查网络与代理是否过慢。',
  en: 'The platform did not get it, so repeating is safe. No connection became free: send fewer at once, raise `connections`, or see whether network or proxy are too slow.',
}

const ASK_BEFORE_REPEATING = {
  zh: '请求已经发出但没有收到完整应答，平台可能已经执行，直接重试可能重复发送。请先查询结果，或借助平台的去重能力重试。',
  en: 'The platform may have executed it, so repeating may send it twice. Ask for the result first, or repeat only where the platform removes duplicates.',
}
