import type { IncomingHttpHeaders } from 'node:http'
import type { WebSocketConnection } from './web-socket.ts'

/** One request as a simulated platform sees it: already read whole, not yet judged. */
export interface SandboxRequest {
  readonly method: string
  /** Path without query, as sent; platforms' paths are case-sensitive. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly rawBody: Buffer
  /** The caller's address as the IP gates see it, for example `127.0.0.1`. */
  readonly ip: string
  /** Business time of arrival, in Unix milliseconds. */
  readonly at: number
  /** Came by HTTPS. */
  readonly isSecure: boolean
}

/**
 * What a platform answers. `rule` names the rule that decided it, for example `dingtalk.token.unknown` or
 * `wecom.send.ok`; it is kept in the request log so that a developer sees why.
 */
export interface SandboxAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON, an EventStream as events; a string or Buffer as it is; undefined sends no body. */
  readonly body?: object | string | Buffer | undefined
  readonly rule: string
}

/** Routes answer at once: what takes time on the platform (progress, reads) is derived from the clock when asked. */
export type Route = (request: SandboxRequest) => SandboxAnswer

/** What a platform answers to a WebSocket's handshake: who serves it, or a refusal. */
export type SocketAnswer = SandboxAnswer | { readonly serve: (connection: WebSocketConnection) => void }

export type SocketRoute = (request: SandboxRequest) => SocketAnswer
