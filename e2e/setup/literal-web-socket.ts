import { createHash } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'

/** A socket as its server sees it. */
export interface ServedSocket {
  /** The path and query it was opened with. */
  readonly url: string
  send(text: string): void
  /** The next text that came, in order. */
  next(): Promise<string>
  /** The next ping that came, in order. */
  pinged(): Promise<void>
  /** Breaks the connection without a word. */
  drop(): void
  readonly closed: Promise<void>
}

/** A WebSocket server (RFC 6455) on loopback that does what the test says and ends with it. */
export interface WebSocketServer {
  /** `ws://127.0.0.1:…` or `wss://localhost:…` */
  readonly url: string
  /** The next socket that is opened, in order. */
  accepted(): Promise<ServedSocket>
}

/** How the server behaves. */
export interface WebSocketServerOptions {
  /** False: as a peer behind a connection that is long dead. Default true. */
  readonly answersPings?: boolean
  /** A text sent in one piece with the opening. */
  readonly greeting?: string
  /** Makes it `wss:`. */
  readonly tls?: { readonly cert: string; readonly key: string }
}

export async function serveWebSocket(options: WebSocketServerOptions = {}): Promise<WebSocketServer> {
  const { tls } = options
  const sockets = queue<ServedSocket>()
  const open = new Set<Duplex>()
  const server = tls ? createTlsServer({ cert: tls.cert, key: tls.key }) : createServer()
  server.on('upgrade', (request, connection) => {
    open.add(connection)
    sockets.put(serve(request, connection, options))
  })
  onTestFinished(() => {
    for (const connection of open) connection.destroy()
    server.close()
  })
  const port = await listen(server)
  return { url: tls ? `wss://localhost:${port}` : `ws://127.0.0.1:${port}`, accepted: sockets.take }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address && typeof address === 'object') resolve(address.port)
    })
  })
}

function serve(
  request: IncomingMessage,
  connection: Duplex,
  { answersPings = true, greeting }: WebSocketServerOptions,
): ServedSocket {
  const texts = queue<string>()
  const pings = queue<true>()
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${GUID}`).digest('base64')
  const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`
  const first = greeting === undefined ? [] : [writeFrame(TEXT, Buffer.from(greeting))]
  connection.write(Buffer.concat([Buffer.from(head), ...first]))
  let unread = Buffer.alloc(0)
  connection.on('data', (piece: Buffer) => {
    unread = Buffer.concat([unread, piece])
    for (let frame = readFrame(unread); frame; frame = readFrame(unread)) {
      unread = unread.subarray(frame.size)
      if (frame.opcode === TEXT) texts.put(frame.payload.toString('utf8'))
      if (frame.opcode === PING) pings.put(true)
      if (frame.opcode === PING && answersPings) connection.write(writeFrame(PONG, frame.payload))
      if (frame.opcode === CLOSE) connection.end(writeFrame(CLOSE, frame.payload))
    }
  })
  connection.on('error', () => undefined)
  return {
    url: request.url ?? '',
    send: (text) => void connection.write(writeFrame(TEXT, Buffer.from(text))),
    next: texts.take,
    pinged: async () => void (await pings.take()),
    drop: () => connection.destroy(),
    closed: new Promise((resolve) => connection.once('close', () => resolve())),
  }
}

/** One masked frame of a client; undefined while it is not whole. */
function readFrame(bytes: Buffer) {
  const [first, second] = bytes
  if (first === undefined || second === undefined) return undefined
  const short = second & 0x7f
  const lengthBytes = short === 127 ? 8 : short === 126 ? 2 : 0
  const maskAt = 2 + lengthBytes
  if (bytes.length < maskAt + 4) return undefined
  const length =
    lengthBytes === 0 ? short : bytes.readUIntBE(lengthBytes === 8 ? 4 : 2, lengthBytes === 8 ? 6 : 2)
  const size = maskAt + 4 + length
  if (bytes.length < size) return undefined
  const mask = bytes.subarray(maskAt, maskAt + 4)
  const payload = Buffer.from(bytes.subarray(maskAt + 4, size).map((byte, n) => byte ^ (mask[n % 4] ?? 0)))
  return { opcode: first & 0x0f, payload, size }
}

/** One unmasked frame of a server. */
function writeFrame(opcode: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(payload.length < 126 ? 2 : 4)
  head[0] = 0x80 | opcode
  head[1] = Math.min(payload.length, 126)
  if (payload.length >= 126) head.writeUInt16BE(payload.length, 2)
  return Buffer.concat([head, payload])
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const TEXT = 1
const CLOSE = 8
const PING = 9
const PONG = 10

/** Hands out what is put in, in order, to whoever waits. */
function queue<Item>() {
  const items: Item[] = []
  const waiting: ((item: Item) => void)[] = []
  return {
    put(item: Item) {
      const next = waiting.shift()
      if (next) next(item)
      else items.push(item)
    },
    take(): Promise<Item> {
      const item = items.shift()
      return item === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(item)
    },
  }
}
