import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import type { SandboxAnswer, SocketAnswer } from './exchange.ts'
import { handshakeOf, WebSocketConnection } from './web-socket.ts'

/**
 * Lets a server take WebSockets: `open` says of each handshake who serves it, or why nobody does. The answer ends
 * the open ones, which the server's own closing does not see.
 */
export function serveWebSockets(
  server: Server | HttpsServer,
  open: (message: IncomingMessage) => SocketAnswer,
): () => void {
  const sockets = new Set<Duplex>()
  server.on('upgrade', (message: IncomingMessage, socket: Duplex, head: Buffer) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    const answer = open(message)
    const key = message.headers['sec-websocket-key']
    if ('status' in answer || key === undefined) refuse(socket, 'status' in answer ? answer : noKey())
    else {
      const accept = `sec-websocket-accept: ${handshakeOf(key)}`
      const head101 = `HTTP/1.1 101 ${STATUS_CODES[101]}\r\nupgrade: websocket\r\nconnection: Upgrade\r\n`
      socket.write(`${head101}${accept}\r\n\r\n`)
      answer.serve(new WebSocketConnection(socket, head))
    }
  })
  return () => {
    for (const socket of sockets) socket.destroy()
  }
}

function refuse(socket: Duplex, { status, body }: SandboxAnswer): void {
  const payload = Buffer.from(JSON.stringify(body ?? {}))
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\ncontent-type: application/json`
  socket.end(`${head}\r\ncontent-length: ${payload.length}\r\nconnection: close\r\n\r\n${payload}`)
}

function noKey(): SandboxAnswer {
  const next = 'Send Sec-WebSocket-Key, as RFC 6455 demands.'
  return { status: 400, body: { error: { field: 'Sec-WebSocket-Key', next } }, rule: 'sandbox.socket.key' }
}
