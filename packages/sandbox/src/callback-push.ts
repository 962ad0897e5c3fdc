import type { PlatformName } from './platform.ts'

/** Where a platform pushes an app's events, and the secrets by which both sides know each other. */
export interface CallbackSettings {
  readonly url: string
  readonly token: string
  /** 43 characters: WeCom's EncodingAESKey, DingTalk's aes_key. */
  readonly aesKey: string
}

/** One try: the status that was answered, or why there was none. */
export interface PushAttempt {
  readonly status: number | null
  readonly failure: string | null
}

/** An event or message that was pushed to an app's callback address, as `GET /_sandbox/callbacks` shows it. */
export interface CallbackPush {
  readonly id: string
  readonly platform: PlatformName
  readonly app: string
  /** Unix milliseconds, business time. */
  readonly at: number
  /** The platform's own name of the event, for example `template_card_event`. */
  readonly event: string
  /** What was pushed, before encryption. */
  readonly payload: string | object
  readonly attempts: readonly PushAttempt[]
  readonly accepted: boolean
  /** What the app answered and the person now sees, decrypted; null if it answered nothing. */
  readonly reply: object | null
  /** Why the answer had no effect, if it had none. */
  readonly replyRefused: string | null
}

export interface PushRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface PushAnswer {
  readonly status: number
  readonly text: string
}

/** Asks once and waits so long, in real time; what is no answer is told by a word. */
export async function attemptPush(request: PushRequest, deadlineMs: number): Promise<PushAnswer | string> {
  const { method, url, contentType, body } = request
  const signal = AbortSignal.timeout(deadlineMs)
  try {
    const headers = { ...request.headers, ...(contentType !== undefined && { 'content-type': contentType }) }
    const init = { method, redirect: 'manual', signal, headers } as const
    const response = await fetch(url, {
      ...init,
      ...(body !== undefined && { body }),
    })
    // Bytes first: `text()` would take a byte order mark away, which no platform does.
    const bytes = Buffer.from(await response.arrayBuffer())
    return { status: response.status, text: bytes.toString('utf8') }
  } catch (error) {
    // Whatever keeps an answer away is a failed try; the caller decides about another one.
    if (signal.aborted) return `no answer within ${deadlineMs} ms`
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return cause instanceof Error ? cause.message : String(cause)
  }
}

/** The log is a ring: the newest pushes only. */
const KEPT_PUSHES = 1000

/** What one platform has pushed, oldest first. */
export class PushLog {
  #pushes: CallbackPush[] = []
  #count = 0

  nextId(): string {
    this.#count++
    return `push-${this.#count}`
  }

  add(push: CallbackPush): void {
    this.#pushes.push(push)
    if (this.#pushes.length > KEPT_PUSHES) this.#pushes.shift()
  }

  list(): readonly CallbackPush[] {
    return this.#pushes
  }
}
