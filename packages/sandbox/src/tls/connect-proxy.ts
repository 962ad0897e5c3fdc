import type { IncomingMessage, Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { PLATFORM_HOSTS } from './host-names.ts'

const HTTPS_PORT = 443

const tunnelled: ReadonlySet<string> = new Set(PLATFORM_HOSTS.map((host) => `${host}:${HTTPS_PORT}`))

/**
 * Makes the plain server a CONNECT proxy for the platforms' host names and no others: with HTTPS_PROXY set to it,
 * a client that knows nothing of the sandbox reaches the HTTPS listener at `port`. Without one it says how to
 * get it. The answer ends open tunnels, which the server's own closing does not see.
 */
export function serveConnect(server: Server, port: number | undefined): () => void {
  const tunnels = new Set<Duplex>()
  server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    client.on('error', () => client.destroy())
    if (port === undefined) return refuse(client, 'HTTPS is off: start the sandbox with --tls.')
    if (!tunnelled.has(request.url ?? ''))
      return refuse(client, `Only ${[...tunnelled].join(', ')} are tunnelled.`)
    const target = connect(port, '127.0.0.1')
    for (const end of [client, target]) {
      tunnels.add(end)
      end.once('close', () => tunnels.delete(end))
    }
    join(client, target, head)
  })
  return () => {
    for (const tunnel of tunnels) tunnel.destroy()
  }
}

/** When one end goes, the other goes too. */
function join(client: Duplex, target: Socket, head: Buffer): void {
  target.on('error', () => client.destroy())
  target.once('close', () => client.destroy())
  client.once('close', () => target.destroy())
  target.once('connect', () => {
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    target.write(head)
    target.pipe(client).pipe(target)
  })
}

function refuse(client: Duplex, next: string): void {
  const body = JSON.stringify({ error: { field: 'CONNECT', next } })
  const head = `HTTP/1.1 403 Forbidden\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}`
  client.end(`${head}\r\nconnection: close\r\n\r\n${body}`)
}
