import type { IncomingHttpHeaders } from 'node:http'
import type { Writable } from 'node:stream'
import { redactText } from './redact.ts'

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
  readonly body?: string | StreamedBody
  /** Where a long answer goes instead of into memory, once its head is here; undefined: it is read as text after all. */
  readonly receive?: (head: AnswerHead) => Writable | undefined
  /** The longest answer taken, in bytes. Default `MAX_ANSWER_BYTES`. */
  readonly maxAnswerBytes?: number
  /** Credentials in this request; they are blanked out of every error. */
  readonly secrets?: readonly string[]
}

/** A body that is never whole in memory. */
export interface StreamedBody {
  /** Its exact length, in bytes. */
  readonly size: number
  /** The bytes from the beginning; called for each sending. */
  stream(): AsyncIterable<Uint8Array>
}

/** What is known of an answer before its body. */
export interface AnswerHead {
  readonly status: number
  readonly headers: IncomingHttpHeaders
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
