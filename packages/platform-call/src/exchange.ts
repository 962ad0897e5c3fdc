import type { Dispatcher } from 'undici'
import { AmbiguousError, NotSentError, type Remedy } from './errors.ts'
import { type IncomingBody, PassedOnBody, TextBody } from './incoming-body.ts'
import { OutgoingBody } from './outgoing-body.ts'
import { type AnswerHead, endpointOf, type OutgoingRequest, pathWithQuery } from './outgoing-request.ts'
import { safeCause } from './redact.ts'
import { BudgetWatch, type CompleteTimeBudget, DEFAULT_TIME_BUDGET } from './time-budget.ts'

/** The longest answer read unless a request says otherwise, in bytes; nearly all are far below. */
export const MAX_ANSWER_BYTES = 1_048_576

/** What came back, whatever it is. Whether it means success only the platform's rules can say. */
export interface Answer extends AnswerHead {
  /** Empty if the body went where `receive` said. */
  readonly text: string
  /** How many bytes went there; undefined if none were to. */
  readonly passedOnBytes?: number | undefined
}

/** Where and how to send. */
export interface ExchangeOptions {
  readonly dispatcher: Dispatcher
  readonly budget?: CompleteTimeBudget
}

/**
 * Sends one request once and reads its whole answer.
 *
 * @throws NotSentError if the platform provably did not get it; AmbiguousError if it left and no whole answer came.
 */
export function exchange(request: OutgoingRequest, options: ExchangeOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const body = new OutgoingBody(request.body)
    const collector = new AnswerCollector(request, body, options, resolve, reject)
    try {
      options.dispatcher.dispatch(
        {
          origin: request.origin,
          path: pathWithQuery(request),
          method: request.method,
          headers: request.headers ?? null,
          body: body.open(),
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
  readonly #outgoing: OutgoingBody
  readonly #resolve: (answer: Answer) => void
  readonly #reject: (error: Error) => void
  readonly #watch: BudgetWatch
  #controller: Dispatcher.DispatchController | undefined
  #left = false
  #settled = false
  #head: AnswerHead | undefined
  #body: IncomingBody = new TextBody()
  #bytes = 0

  constructor(
    request: OutgoingRequest,
    outgoing: OutgoingBody,
    options: ExchangeOptions,
    resolve: (answer: Answer) => void,
    reject: (error: Error) => void,
  ) {
    this.#request = request
    this.#outgoing = outgoing
    this.#resolve = resolve
    this.#reject = reject
    this.#watch = new BudgetWatch(options.budget ?? DEFAULT_TIME_BUDGET, (why) => this.#giveUp(why))
    this.#watch.allowTransfer(outgoing.streamedBytes)
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

  onResponseStart(_controller: unknown, status: number, headers: AnswerHead['headers']): void {
    // 1xx are interim; the answer proper follows.
    if (status < 200) return
    this.#watch.answering()
    const head = { status, headers }
    this.#head = head
    const to = this.#request.receive?.(head)
    if (to) {
      this.#body = new PassedOnBody(to, (error) => this.#giveUp('what came could not be kept', error))
      this.#watch.allowTransfer(Math.min(Number(headers['content-length'] ?? this.#maxBytes), this.#maxBytes))
    }
    if (Number(headers['content-length'] ?? 0) > this.#maxBytes) this.#refuseSize()
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // undici reads on after it has reported a proxy's 407; nobody waits for that body.
    if (this.#settled) controller.abort(new Error('settled already'))
    this.#bytes += chunk.length
    if (this.#bytes > this.#maxBytes) this.#refuseSize()
    else this.#body.take(chunk, controller)
  }

  onResponseEnd(): void {
    if (this.#settled) return
    this.#body.end((text) => {
      if (!this.#settle()) return
      const passedOnBytes = this.#body instanceof PassedOnBody ? this.#bytes : undefined
      this.#resolve({
        status: this.#head?.status ?? 0,
        headers: this.#head?.headers ?? {},
        text,
        passedOnBytes,
      })
    })
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (!this.#settle()) return
    if (isProxyRefusal(error)) this.#left = false
    if (this.#outgoing.failure) this.#failUnread(this.#outgoing.failure)
    else
      this.#fail(
        this.#left ? 'the connection broke before the whole answer was here' : 'no connection',
        error,
      )
  }

  get #maxBytes(): number {
    return this.#request.maxAnswerBytes ?? MAX_ANSWER_BYTES
  }

  #refuseSize(): void {
    this.#giveUp(`the answer is longer than ${this.#maxBytes} bytes`)
  }

  #giveUp(why: string, error?: Error): void {
    if (!this.#settle()) return
    this.#controller?.abort(new Error(why))
    this.#fail(why, error)
  }

  /** A request that broke off inside its body is no request: its announced length was never reached. */
  #failUnread(error: Error): void {
    this.#left = false
    this.#fail('what was to be sent could not be read to its end', error, READ_AGAIN)
  }

  #settle(): boolean {
    if (this.#settled) return false
    this.#settled = true
    this.#watch.stop()
    return true
  }

  #fail(why: string, error: Error | undefined, notSentRemedy?: Remedy): void {
    this.#body.abandon(error ?? new Error(why))
    const cause = error && safeCause(error, this.#request.secrets)
    const facts = {
      platform: this.#request.platform,
      endpoint: endpointOf(this.#request),
      status: this.#head?.status,
      cause,
    }
    const detail = cause?.message ? `${why} (${cause.message.replace(/\s+/g, ' ').trim()})` : why
    this.#reject(
      this.#left
        ? new AmbiguousError(`sent, but ${detail}`, { ...facts, remedy: ASK_BEFORE_REPEATING })
        : new NotSentError(`not sent: ${detail}`, { ...facts, remedy: notSentRemedy ?? remedyOf(cause) }),
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

const READ_AGAIN = {
  zh: '要上传的内容没能读完，平台没有收到完整的请求，没有执行。请检查文件或数据流（读取错误、大小与声明不符），再重试。',
  en: 'The source could not be read to its end, so the platform got no whole request and executed nothing. Check file or stream (read errors, a size other than announced) and repeat.',
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
