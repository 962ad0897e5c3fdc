import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type Dispatcher, ping, WebSocket } from 'undici'
import { NotSentError } from './errors.ts'
import { isRecord } from './verdict.ts'

/** How a socket is opened and watched. */
export interface WebSocketOptions {
  readonly platform: string
  /** The way out: proxy and certificates are the calls' own. */
  readonly dispatcher: Dispatcher
  /** `wss:` or `ws:`. A ticket in its query appears in no error. */
  readonly url: string
  /** May be called before the opening is told. */
  readonly onText: (text: string, socket: OpenWebSocket) => void
  /**
   * Milliseconds between two pings. A socket that shows no sign of life over two of them is given up: a connection that a
   * firewall has forgotten stays silent for ever. Not over one: after a long pause of this process its timer fires
   * before the answers that lie waiting are read.
   */
  readonly pingEveryMs: number
  /** Milliseconds until it must be open. */
  readonly openMs: number
}

/** An open socket. */
export interface OpenWebSocket {
  /** False if it is closed already. */
  send(text: string): boolean
  close(): void
  /** Resolves when nothing comes any more, whoever ended it. */
  readonly closed: Promise<void>
}

/** @throws NotSentError if it cannot be opened in time */
export async function openWebSocket(options: WebSocketOptions): Promise<OpenWebSocket> {
  const socket = new WebSocket(options.url, { dispatcher: options.dispatcher })
  const opened = new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true), { once: true })
    // undici tells no cause, and what it tells names the whole address.
    socket.addEventListener('error', () => resolve(false), { once: true })
    socket.addEventListener('close', () => resolve(false), { once: true })
  })
  // Listens from the beginning: the first text may come in one piece with the opening.
  const open = watch(socket, options)
  const tooLate = setTimeout(() => socket.close(), options.openMs)
  const isOpen = await opened
  clearTimeout(tooLate)
  if (isOpen) return open
  throw notOpened(options)
}

function watch(socket: WebSocket, options: WebSocketOptions): OpenWebSocket {
  let unanswered = 0
  const ended = Promise.withResolvers<void>()
  const onPong = (message: unknown) => {
    if (isRecord(message) && message.websocket === socket) unanswered = 0
  }
  const pinging = setInterval(() => {
    if (unanswered === MOST_UNANSWERED) return ended.resolve()
    unanswered++
    if (socket.readyState === WebSocket.OPEN) ping(socket)
  }, options.pingEveryMs)
  subscribe(PONG, onPong)
  const open: OpenWebSocket = {
    send(text) {
      if (socket.readyState !== WebSocket.OPEN) return false
      socket.send(text)
      return true
    },
    close: () => socket.close(),
    closed: ended.promise.then(() => {
      clearInterval(pinging)
      unsubscribe(PONG, onPong)
      socket.close()
    }),
  }
  socket.addEventListener('message', ({ data }: { readonly data: unknown }) => {
    unanswered = 0
    if (typeof data === 'string') options.onText(data, open)
  })
  socket.addEventListener('close', () => ended.resolve(), { once: true })
  return open
}

const MOST_UNANSWERED = 2
const PONG = 'undici:websocket:pong'

function notOpened({ platform, url }: WebSocketOptions): NotSentError {
  const { origin, pathname } = new URL(url)
  return new NotSentError('not sent: the WebSocket could not be opened', {
    platform,
    endpoint: `WebSocket ${origin}${pathname}`,
    remedy: {
      zh: '长连接没有建立。请检查网络、代理（须允许 WebSocket）和证书。',
      en: 'The WebSocket did not open. Check network, proxy (it must let WebSockets through) and certificates.',
    },
  })
}
