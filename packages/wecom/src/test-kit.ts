import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { WecomOptions } from './api.ts'
import { createWecom, type Wecom } from './client.ts'

/** One request as a platform of literal answers saw it. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** As it came, byte for byte. */
  readonly body: string
}

/** An object is answered as JSON with HTTP 200; `reset` closes the connection once the request is in. */
export type StubAnswer = object | { readonly status: number; readonly text: string } | 'reset'

export interface LiteralPlatform {
  readonly url: string
  readonly requests: SeenRequest[]
  /** How often a path was asked. */
  asked(path: string): number
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
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    asked: (path) => requests.filter((request) => request.path === path).length,
  }
}

async function read(incoming: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://platform')
  return {
    method: incoming.method ?? '',
    path: pathname,
    query: Object.fromEntries(searchParams),
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

function write(outgoing: ServerResponse, answer: StubAnswer): void {
  if (answer === 'reset') {
    outgoing.destroy()
    return
  }
  if ('status' in answer && 'text' in answer) {
    outgoing.writeHead(Number(answer.status)).end(String(answer.text))
    return
  }
  outgoing.setHeader('content-type', 'application/json; charset=UTF-8').end(JSON.stringify(answer))
}

/** The answer of gettoken as documented. */
export const TOKEN_ANSWER = { errcode: 0, errmsg: 'ok', access_token: 'accesstoken000001', expires_in: 7200 }

/** A platform that hands out a token and answers everything else as told. */
export function startPlatformWithToken(
  answer: (request: SeenRequest) => StubAnswer,
): Promise<LiteralPlatform> {
  return startPlatform((request) => (request.path === '/cgi-bin/gettoken' ? TOKEN_ANSWER : answer(request)))
}

/** A client of a test's platform. */
export function clientOf(platform: { readonly url: string }, options: Partial<WecomOptions> = {}): Wecom {
  const wecom = createWecom({
    corpid: 'wwabcddzxdkrsdv',
    agentid: 1000002,
    secret: 'vQT_03RDVA3uE6JDASDASDAiXUvccqV8mDgLdLI',
    baseUrl: platform.url,
    egress: { proxy: false },
    ...options,
  })
  onTestFinished(() => wecom.close())
  return wecom
}

/** Business time that moves only when told. */
export function fakeClock(): { now(): number; advance(ms: number): void } {
  let now = Date.UTC(2026, 10, 20, 2)
  return {
    now: () => now,
    advance: (ms) => {
      now += ms
    },
  }
}

/** The error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (value) => {
      throw new Error(`Expected a failure, got ${JSON.stringify(value)}.`)
    },
    (error: unknown) => error,
  )
}
