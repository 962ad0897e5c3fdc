import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { serveHttp } from './loopback.ts'

/** One request as a platform of literal answers saw it. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** The query as it came, still encoded, with its question mark; empty if there was none. */
  readonly rawQuery: string
  readonly headers: IncomingHttpHeaders
  /** As it came, byte for byte. */
  readonly body: string
}

/** A literal body with its HTTP status, and headers where they matter. */
export interface LiteralAnswer {
  readonly status: number
  readonly text: string | Uint8Array
  readonly headers?: OutgoingHttpHeaders
}

/** An object is answered as JSON with HTTP 200; `reset` closes the connection once the request is in, `silence` keeps it. */
export type StubAnswer = object | LiteralAnswer | 'reset' | 'silence'

/** A platform on loopback that ends with the test that started it. */
export interface LiteralPlatform {
  readonly url: string
  readonly requests: readonly SeenRequest[]
  /** How often a path was asked. */
  asked(path: string): number
  /** The latest request of a path. */
  last(path: string): SeenRequest
}

/** Starts a platform that answers what the test says, word for word, and notes what it was asked. */
export async function startPlatform(answer: (request: SeenRequest) => StubAnswer): Promise<LiteralPlatform> {
  const requests: SeenRequest[] = []
  const { origin } = await serveHttp(async (incoming, outgoing) => {
    const request = await read(incoming)
    requests.push(request)
    write(outgoing, answer(request))
  })
  const of = (path: string) => requests.filter((request) => request.path === path)
  return {
    url: origin,
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
  const { pathname, search, searchParams } = new URL(incoming.url ?? '/', 'http://platform')
  const pieces = await incoming.setEncoding('utf8').toArray()
  return {
    method: incoming.method ?? '',
    path: pathname,
    query: Object.fromEntries(searchParams),
    rawQuery: search,
    headers: incoming.headers,
    body: pieces.join(''),
  }
}

function write(outgoing: ServerResponse, answer: StubAnswer): void {
  if (answer === 'silence') return
  if (answer === 'reset') {
    outgoing.destroy()
    return
  }
  if (isLiteral(answer)) {
    outgoing.writeHead(answer.status, answer.headers).end(answer.text)
    return
  }
  outgoing.setHeader('content-type', 'application/json;charset=UTF-8').end(JSON.stringify(answer))
}

const isLiteral = (answer: object): answer is LiteralAnswer => 'status' in answer && 'text' in answer
