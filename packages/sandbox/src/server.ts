import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { EventStream } from './event-stream.ts'
import type { SandboxAnswer, SandboxRequest } from './exchange.ts'

/** Above what any platform accepts in one request (media of 20 MB); protects the process, not a platform's rule. */
const MOST_BODY_BYTES = 32 * 1024 * 1024

/** What becomes of one request that has been read whole: an answer now or later, or a destroyed connection. */
export type Exchange = (
  request: SandboxRequest,
) => SandboxAnswer | 'destroy' | Promise<SandboxAnswer | 'destroy'>

/** Reads a request whole, lets `exchange` decide, writes what it says. Refusals of `guard` come before the body. */
export function createListener(
  guard: (message: IncomingMessage) => SandboxAnswer | undefined,
  now: () => number,
  exchange: Exchange,
): RequestListener {
  return (message, response) => {
    const refused = guard(message)
    if (refused) {
      message.resume()
      write(response, refused)
      return
    }
    readBody(message, (rawBody) => {
      if (rawBody === undefined) write(response, tooLarge())
      else void settle(exchange, readRequest(message, rawBody, now()), response)
    })
  }
}

function readBody(message: IncomingMessage, done: (body: Buffer | undefined) => void): void {
  const chunks: Buffer[] = []
  let bytes = 0
  message.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= MOST_BODY_BYTES) chunks.push(chunk)
    else chunks.length = 0
  })
  message.on('end', () => {
    const [only] = chunks
    if (bytes > MOST_BODY_BYTES) done(undefined)
    else done(chunks.length === 1 && only ? only : Buffer.concat(chunks))
  })
}

/** A request whose body, if it has one, was read before. */
export function readRequest(message: IncomingMessage, rawBody: Buffer, at: number): SandboxRequest {
  const url = message.url ?? '/'
  const mark = url.indexOf('?')
  return {
    method: message.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers: message.headers,
    rawBody,
    ip: plainAddress(message.socket.remoteAddress ?? ''),
    at,
    isSecure: 'encrypted' in message.socket,
  }
}

/** An IPv4 caller of a dual-stack listener arrives as `::ffff:127.0.0.1`. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
}

/** A simulator that throws has a bug; it must not take the other requests down with it. */
async function settle(exchange: Exchange, request: SandboxRequest, response: ServerResponse): Promise<void> {
  try {
    const result = exchange(request)
    const answer = result instanceof Promise ? await result : result
    if (answer === 'destroy') response.destroy()
    else write(response, answer)
  } catch (error) {
    write(response, crash(request.path, error))
  }
}

function write(response: ServerResponse, { status, headers, body }: SandboxAnswer): void {
  if (body instanceof EventStream) {
    writeEvents(response, body)
    return
  }
  const isJson = typeof body === 'object' && !Buffer.isBuffer(body)
  const payload = isJson ? JSON.stringify(body) : (body ?? '')
  const type = isJson ? { 'content-type': 'application/json' } : undefined
  response.writeHead(status, { ...type, ...headers, 'content-length': Buffer.byteLength(payload) })
  // As bytes: a string would make Node write the header block in UTF-8, and a Chinese Error-Msg would be encoded twice.
  response.end(Buffer.from(payload))
}

function writeEvents(response: ServerResponse, stream: EventStream): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  const close = stream.open((event, data) => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  })
  response.once('close', close)
}

function tooLarge(): SandboxAnswer {
  const next = `The sandbox reads at most ${MOST_BODY_BYTES} bytes of a request.`
  return { status: 413, body: { error: { field: 'body', next } }, rule: 'sandbox.body.tooLarge' }
}

function crash(path: string, error: unknown): SandboxAnswer {
  const next = `This is a bug of the sandbox: ${error instanceof Error ? error.message : error}`
  return { status: 500, body: { error: { field: 'path', value: path, next } }, rule: 'sandbox.crash' }
}

/** Listens and answers the port, which is the one asked for or, for 0, a free one. */
export async function listen(server: Server | HttpsServer, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  // An address that is no string belongs to every server that listens on a port rather than on a pipe.
  return (server.address() as AddressInfo).port
}

/** Ends open connections too: keep-alive clients would hold the server for minutes. */
export async function stop(server: Server | HttpsServer): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}
