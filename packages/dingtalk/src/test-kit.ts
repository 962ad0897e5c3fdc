import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AnyPlatformCallError, isPlatformCallError } from '@hongyan/platform-call'
import { onTestFinished } from 'vitest'
import { createDingTalk, type DingTalk, type DingTalkOptions } from './client.ts'

/** One request as a platform of literal answers saw it. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** The query as it came, still encoded. */
  readonly rawQuery: string
  readonly headers: IncomingHttpHeaders
  /** As it came, byte for byte. */
  readonly body: string
}

/** A literal body with its HTTP status. */
export interface LiteralAnswer {
  readonly status: number
  readonly text: string
}

/** An object is answered as JSON with HTTP 200; `reset` closes the connection once the request is in, `silence` keeps it. */
export type StubAnswer = object | LiteralAnswer | 'reset' | 'silence'

export interface LiteralPlatform {
  readonly url: string
  readonly requests: SeenRequest[]
  /** How often a path was asked. */
  asked(path: string): number
  /** The latest request of a path. */
  last(path: string): SeenRequest
}

/** A platform on loopback that answers what the test says, word for word, and notes what it was asked. */
export async function startPlatform(answer: (request: SeenRequest) => StubAnswer): Promise<LiteralPlatform> {
  const requests: SeenRequest[] = []
  const server = createServer(async (incoming, outgoing) => {
    const request = await read(incoming)
    requests.push(request)
    write(outgoing, answer(request))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo // A TCP server's address is no text.
  const of = (path: string) => requests.filter((request) => request.path === path)
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    asked: (path) => of(path).length,
    last: (path) => {
      const request = of(path).at(-1)
      if (!request) throw new Error(`${path} was not asked.`)
      return request
    },
  }
}

async function read(incoming: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const { pathname, search, searchParams } = new URL(incoming.url ?? '/', 'http://platform')
  return {
    method: incoming.method ?? '',
    path: pathname,
    query: Object.fromEntries(searchParams),
    rawQuery: search,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

function write(outgoing: ServerResponse, answer: StubAnswer): void {
  if (answer === 'silence') return
  if (answer === 'reset') {
    outgoing.destroy()
    return
  }
  if ('status' in answer && 'text' in answer) {
    outgoing.writeHead(Number(answer.status)).end(String(answer.text))
    return
  }
  outgoing.setHeader('content-type', 'application/json;charset=UTF-8').end(JSON.stringify(answer))
}

export const APP_KEY = 'dingkeyexample0001'
export const APP_SECRET = 'app-secret-canary-64'
export const ACCESS_TOKEN = '96fc7a7axxx'

/** The answer of gettoken as documented. */
export const TOKEN_ANSWER = { errcode: 0, access_token: ACCESS_TOKEN, errmsg: 'ok', expires_in: 7200 }

/** A platform that hands out a token and answers everything else as told. */
export function startPlatformWithToken(
  answer: (request: SeenRequest) => StubAnswer,
): Promise<LiteralPlatform> {
  return startPlatform((request) => (request.path === '/gettoken' ? TOKEN_ANSWER : answer(request)))
}

/** A client of a test's platform. */
export function clientOf(
  platform: { readonly url: string },
  options: Partial<DingTalkOptions> = {},
): DingTalk {
  const dingtalk = createDingTalk({
    appKey: APP_KEY,
    appSecret: APP_SECRET,
    agentId: 1234567890,
    baseUrl: platform.url,
    egress: { proxy: false },
    ...options,
  })
  onTestFinished(() => dingtalk.close())
  return dingtalk
}

/** Business time that moves only when told. It starts at 2026-11-20 10:00 in Shanghai. */
export function fakeClock(now: number = Date.UTC(2026, 10, 20, 2)): {
  now(): number
  advance(ms: number): void
} {
  let current = now
  return {
    now: () => current,
    advance: (ms) => {
      current += ms
    },
  }
}

/** The error of a call that must fail with one of the family. */
export async function failureOf(call: Promise<unknown>): Promise<AnyPlatformCallError> {
  const error = await call.then(
    (value) => {
      throw new Error(`Expected a failure, got ${JSON.stringify(value)}.`)
    },
    (reason: unknown) => reason,
  )
  if (!isPlatformCallError(error)) throw error
  return error
}
