import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { AmbiguousError, NotSentError } from './errors.ts'
import { safeCause } from './redact.ts'

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

/** How long one call may take, in milliseconds. The time to connect is the dispatcher's (`connectTimeoutMs`). */
export interface TimeBudget {
  /** Until the answer's headers are here. Default 10 000: DingTalk itself gives up on its back end after 3 s. */
  readonly answerMs: number
  /** Until the last byte is here, waiting for a connection included. Default 15 000. */
  readonly wholeMs: number
}

export const DEFAULT_TIME_BUDGET: TimeBudget = { answerMs: 10_000, wholeMs: 15_000 }

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
  readonly budget?: Partial<TimeBudget> | undefined
  readonly maxAnswerBytes?: number | undefined
}

/**
 * Sends one request once and reads its whole answer.
 *
 * @throws NotSentError if it provably never left; AmbiguousError if it left and no whole answer came.
 */
export function exchange(request: OutgoingRequest, options: ExchangeOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const collector = new AnswerCollector(request, options, resolve, reject)
    try {
      options.dispatcher.dispatch(
        {
          origin: request.origin,
          path: request.query ? `${request.path}?${new URLSearchParams(request.query)}` : request.path,
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
 * Follows one request through the dispatcher: waiting → left (`onRequestStart`, called as the first byte is about to
 * be written) → answering → settled. Failing before "left" is `not_sent`, after it `ambiguous`.
 */
class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly #request: OutgoingRequest
  readonly #budget: TimeBudget
  readonly #maxBytes: number
  readonly #resolve: (answer: Answer) => void
  readonly #reject: (error: Error) => void
  readonly #timers: NodeJS.Timeout[] = []
  readonly #chunks: Buffer[] = []
  #bytes = 0
  #left = false
  #settled = false
  #status = 0
  #headers: IncomingHttpHeaders = {}
  #controller: Dispatcher.DispatchController | undefined

  constructor(
    request: OutgoingRequest,
    options: ExchangeOptions,
    resolve: (answer: Answer) => void,
    reject: (error: Error) => void,
  ) {
    this.#request = request
    this.#budget = { ...DEFAULT_TIME_BUDGET, ...options.budget }
    this.#maxBytes = options.maxAnswerBytes ?? MAX_ANSWER_BYTES
    this.#resolve = resolve
    this.#reject = reject
    this.#timers.push(
      setTimeout(
        () => this.#giveUp(`no whole answer within ${this.#budget.wholeMs} ms`),
        this.#budget.wholeMs,
      ),
    )
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#settled) {
      controller.abort(new Error('given up before a connection was free'))
      return
    }
    this.#left = true
    this.#timers.push(
      setTimeout(() => this.#giveUp(`no answer within ${this.#budget.answerMs} ms`), this.#budget.answerMs),
    )
  }

  onResponseStart(_controller: unknown, status: number, headers: IncomingHttpHeaders): void {
    // 1xx are interim; the answer proper follows.
    if (status < 200) return
    clearTimeout(this.#timers[1])
    this.#status = status
    this.#headers = headers
    if (Number(headers['content-length'] ?? 0) > this.#maxBytes) this.#refuseSize()
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#bytes > this.#maxBytes) this.#refuseSize()
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    if (!this.#settle()) return
    const [only] = this.#chunks
    const whole = this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks)
    this.#resolve({ status: this.#status, headers: this.#headers, text: whole.toString('utf8') })
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.#settle())
      this.#fail(this.#left ? 'the connection broke before a whole answer' : 'no connection', error)
  }

  #refuseSize(): void {
    this.#giveUp(`the answer is longer than ${this.#maxBytes} bytes`)
  }

  #giveUp(why: string): void {
    if (!this.#settle()) return
    this.#controller?.abort(new Error(why))
    this.#fail(why, undefined)
  }

  #settle(): boolean {
    if (this.#settled) return false
    this.#settled = true
    for (const timer of this.#timers) clearTimeout(timer)
    return true
  }

  #fail(why: string, error: Error | undefined): void {
    const facts = {
      platform: this.#request.platform,
      endpoint: `${this.#request.method} ${this.#request.path}`,
      status: this.#status || undefined,
      cause: error && safeCause(error, this.#request.secrets),
    }
    const detail = facts.cause?.message ? `${why} (${facts.cause.message})` : why
    this.#reject(
      this.#left
        ? new AmbiguousError(`sent, but ${detail}`, { ...facts, remedy: ASK_BEFORE_REPEATING })
        : new NotSentError(`not sent: ${detail}`, { ...facts, remedy: CHECK_THE_WAY }),
    )
  }
}

const CHECK_THE_WAY = {
  zh: '请求没有发出，可以放心重试。请检查域名解析、网络、代理（HTTPS_PROXY、NO_PROXY）和证书，以及 baseUrl 是否正确。',
  en: 'Nothing left this machine, so repeating is safe. Check name resolution, network, proxy (HTTPS_PROXY, NO_PROXY), certificates and the base URL.',
}

const ASK_BEFORE_REPEATING = {
  zh: '请求已经发出但结果不明，平台可能已经执行。重试可能造成重复，请先查询结果，或使用平台的去重能力后再重试。',
  en: 'The platform may have executed it. Ask for the result first, or repeat only with the platform’s de-duplication, or a person may get it twice.',
}
