import { createHash } from 'node:crypto'
import type { SandboxAnswer, SandboxRequest } from './exchange.ts'
import type { PlatformName } from './platform.ts'
import { redactQuery, redactText, redactValue } from './redaction.ts'

/** The log is a ring: the newest requests only. */
const KEPT_REQUESTS = 10_000
/** Of a larger body only the beginning is kept, so that the ring stays small. */
const KEPT_BODY_BYTES = 32_768

/** One request as `GET /_sandbox/requests` shows it: secrets redacted. */
export interface LoggedRequest {
  readonly id: number
  /** Unix milliseconds, business time. */
  readonly at: number
  readonly platform: PlatformName | null
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** JSON and form bodies parsed; other text as it is, cut after 32 KiB; null for none. */
  readonly body: unknown
  /** SHA-256 of the whole body as it came, in hex: two requests with the same one are equal byte for byte. */
  readonly bodySha256: string
  /** Null if the connection was destroyed before the platform saw the request. */
  readonly answer: { readonly status: number; readonly body: unknown } | null
  /** What decided the answer, for example `dingtalk.token.unknown`. */
  readonly rule: string
  /** The injected faults that hit it, if any: `fault-1` or `fault-1, fault-3`. */
  readonly fault: string | null
}

interface Kept {
  readonly id: number
  readonly platform: PlatformName | null
  readonly request: SandboxRequest
  /** Of a body that was cut; those of the others are computed when somebody looks. */
  readonly bodySha256: string | undefined
  readonly answer: SandboxAnswer | null
  readonly fault: string | null
}

export interface RequestFilter {
  /** Only requests with a larger id. */
  readonly after?: number
  /** An exact path, or a prefix that ends in `*`. */
  readonly path?: string
  /** The newest so many. */
  readonly limit?: number
}

/** Keeps what happened as it is; parsing and redaction wait until somebody looks, off the hot path. */
export class RequestLog {
  #ring: Kept[] = []
  #count = 0

  add(
    platform: PlatformName | null,
    request: SandboxRequest,
    answer: SandboxAnswer | null,
    fault: string | null,
  ) {
    this.#count++
    const kept = { id: this.#count, platform, ...withoutLongBody(request), answer, fault }
    if (this.#ring.length < KEPT_REQUESTS) this.#ring.push(kept)
    else this.#ring[(this.#count - 1) % KEPT_REQUESTS] = kept
  }

  /** Oldest first. */
  list(filter: RequestFilter = {}): LoggedRequest[] {
    const { after = 0, path = '*', limit = KEPT_REQUESTS } = filter
    const prefix = path.endsWith('*') ? path.slice(0, -1) : undefined
    const found = this.#ring
      .filter((kept) => kept.id > after)
      .filter(({ request }) =>
        prefix === undefined ? request.path === path : request.path.startsWith(prefix),
      )
      .sort((a, b) => a.id - b.id)
    return found.slice(Math.max(0, found.length - limit)).map(show)
  }
}

function withoutLongBody(request: SandboxRequest): Pick<Kept, 'request' | 'bodySha256'> {
  const { rawBody } = request
  if (rawBody.length <= KEPT_BODY_BYTES) return { request, bodySha256: undefined }
  const beginning = Buffer.from(rawBody.subarray(0, KEPT_BODY_BYTES))
  return { request: { ...request, rawBody: beginning }, bodySha256: sha256(rawBody) }
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

function show({ id, platform, request, bodySha256, answer, fault }: Kept): LoggedRequest {
  return {
    id,
    at: request.at,
    platform,
    method: request.method,
    path: redactText(request.path),
    query: redactQuery(request.query),
    body: showBody(request.rawBody, request.headers['content-type'] ?? ''),
    bodySha256: bodySha256 ?? sha256(request.rawBody),
    answer: answer && { status: answer.status, body: showAnswer(answer.body) },
    rule: answer?.rule ?? 'sandbox.fault.reset_before',
    fault,
  }
}

function showBody(raw: Buffer, contentType: string): unknown {
  if (raw.length === 0) return null
  const text = raw.toString('utf8')
  if (contentType.startsWith('application/x-www-form-urlencoded'))
    return redactQuery(new URLSearchParams(text))
  return parsedOrText(text)
}

function showAnswer(body: SandboxAnswer['body']): unknown {
  if (body === undefined) return null
  if (typeof body === 'string') return parsedOrText(body)
  return Buffer.isBuffer(body) ? { bytes: body.length } : redactValue(body)
}

function parsedOrText(text: string): unknown {
  try {
    return redactValue(JSON.parse(text))
  } catch {
    // Not JSON: shown as text, which is what a developer who sent it wants to see.
    return redactText(text)
  }
}
