import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'

/** A server on 127.0.0.1 that ends with the test that started it. */
export interface Loopback {
  readonly port: number
  /** `http://127.0.0.1:…` or `https://localhost:…` */
  readonly origin: string
  /** What reached it, for example `POST /send?x=1` or `CONNECT localhost:4433`. */
  readonly seen: readonly string[]
  /** How many connections it has accepted. */
  connections(): number
  /** How many were open at once, at most. */
  mostConnections(): number
}

/** Serves HTTP. */
export function serveHttp(listener: RequestListener): Promise<Loopback> {
  const seen: string[] = []
  return run(
    createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`)
      listener(request, response)
    }),
    'http://127.0.0.1',
    seen,
  )
}

/** Serves HTTPS as `localhost`. */
export function serveHttps(tls: { cert: string; key: string }, listener: RequestListener): Promise<Loopback> {
  const seen: string[] = []
  return run(
    createTlsServer({ cert: tls.cert, key: tls.key }, (request, response) => {
      seen.push(`${request.method} ${request.url}`)
      listener(request, response)
    }),
    'https://localhost',
    seen,
  )
}

/** Serves bytes: for answers that no HTTP server would give. */
export function serveTcp(onConnection: (socket: Socket) => void): Promise<Loopback> {
  return run(createTcpServer(onConnection), 'http://127.0.0.1', [])
}

/** How a proxy behaves. */
export interface ProxyOptions {
  /** `user:password` it asks for. */
  readonly credentials?: string
  /** Makes it a proxy spoken to by TLS. */
  readonly tls?: { readonly cert: string; readonly key: string }
  /** What it does with CONNECT instead of tunnelling. */
  readonly onConnect?: (socket: Duplex) => void
}

/** A forward proxy: tunnels CONNECT and passes plain requests on, to loopback only. */
export function serveProxy(options: ProxyOptions = {}): Promise<Loopback> {
  const seen: string[] = []
  const expected = options.credentials && `Basic ${Buffer.from(options.credentials).toString('base64')}`
  const mayPass = (request: IncomingMessage) =>
    !expected || request.headers['proxy-authorization'] === expected
  const onRequest: RequestListener = (request, response) => {
    seen.push(`${request.method} ${request.url}`)
    if (mayPass(request)) passOn(request, response)
    else response.writeHead(407).end('proxy wants a password')
  }
  const server = options.tls ? createTlsServer(options.tls, onRequest) : createServer(onRequest)
  server.on('connect', (request, socket: Duplex) => {
    seen.push(`CONNECT ${request.url}`)
    if (options.onConnect) return options.onConnect(socket)
    if (!mayPass(request)) return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    const port = Number(request.url?.split(':')[1])
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      target.pipe(socket).pipe(target)
    })
    target.on('error', () => socket.destroy())
    socket.on('error', () => target.destroy())
  })
  return run(server, options.tls ? 'https://localhost' : 'http://127.0.0.1', seen)
}

function passOn(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '')
  const target = connect(Number(url.port), '127.0.0.1', () => {
    target.write(`${request.method} ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n`)
    target.write(`connection: close\r\ncontent-length: ${request.headers['content-length'] ?? 0}\r\n\r\n`)
    request.pipe(target, { end: false })
  })
  if (response.socket) target.pipe(response.socket)
}

function run(server: Server, scheme: string, seen: readonly string[]): Promise<Loopback> {
  const sockets = new Set<Socket>()
  let accepted = 0
  let most = 0
  server.on('connection', (socket: Socket) => {
    accepted++
    sockets.add(socket)
    most = Math.max(most, sockets.size)
    // A client under test may break off at any time.
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  })
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  )
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (!address || typeof address !== 'object') return reject(new Error('no port'))
      const { port } = address
      resolve({
        port,
        origin: `${scheme}:${port}`,
        seen,
        connections: () => accepted,
        mostConnections: () => most,
      })
    })
  })
}
