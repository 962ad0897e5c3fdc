import { createServer } from 'node:http'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { listen, stop } from './server.ts'
import { serveWebSockets } from './upgrade.ts'
import { handshakeOf, type WebSocketConnection } from './web-socket.ts'

/** Answers each message with what `reply` makes of it. */
async function echo(serve: (connection: WebSocketConnection) => void): Promise<string> {
  const server = createServer()
  const end = serveWebSockets(server, ({ url }) =>
    url === '/there' ? { serve } : { status: 404, body: { error: url }, rule: 'none' },
  )
  const port = await listen(server, 0, '127.0.0.1')
  onTestFinished(async () => {
    end()
    await stop(server)
  })
  return `127.0.0.1:${port}`
}

const repeating = (connection: WebSocketConnection) => {
  connection.onMessage = (text) => connection.send(text)
}

function opened(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url)
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(socket))
    socket.addEventListener('error', () => reject(new Error(`${url} refused`)))
  })
}

function nextMessage(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve) =>
    socket.addEventListener('message', ({ data }) => resolve(data), { once: true }),
  )
}

function closed(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)))
}

test('the handshake answers the example of RFC 6455', () => {
  expect(handshakeOf('dGhlIHNhbXBsZSBub25jZQ==')).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=')
})

test.each([0, 125, 126, 65_535, 65_536, 300_000])(
  'a message of %i bytes goes there and back',
  async (bytes) => {
    const socket = await opened(`ws://${await echo(repeating)}/there`)
    const text = 'é'.repeat(bytes / 2) + 'x'.repeat(bytes % 2)

    socket.send(text)

    expect(await nextMessage(socket)).toBe(text)
    socket.close()
    await closed(socket)
  },
)

test('whoever has no place is refused', async () => {
  await expect(opened(`ws://${await echo(repeating)}/elsewhere`)).rejects.toThrow('refused')
})

test('either end hears that the other has gone', async () => {
  const gone: string[] = []
  const address = await echo((connection) => {
    connection.onMessage = () => connection.close(1001)
    connection.onClose = () => gone.push('client')
  })
  const socket = await opened(`ws://${address}/there`)

  socket.send('bye')

  expect(await closed(socket)).toBe(1001)
  expect(gone).toEqual(['client'])
})

test.each([
  ['an unmasked frame', [0x81, 0x01, 0x78], 1002],
  ['an unknown opcode', [0x83, 0x80, 0, 0, 0, 0], 1002],
  ['a frame that announces too much', [0x81, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0], 1002],
])('%s ends the connection', async (_, bytes, code) => {
  const frames = await rawFrames(await echo(repeating), [bytes])

  expect([...frames]).toEqual([0x88, 0x02, code >> 8, code & 0xff])
})

test('fragments are one message, a ping between them is answered at once', async () => {
  const mask = [0, 0, 0, 0]
  const frames = await rawFrames(await echo(repeating), [
    [0x01, 0x81, ...mask, 0x61],
    [0x89, 0x81, ...mask, 0x21],
    [0x80, 0x81, ...mask, 0x62],
    [0x88, 0x80, ...mask],
  ])

  expect([...frames]).toEqual([0x8a, 0x01, 0x21, 0x81, 0x02, 0x61, 0x62, 0x88, 0x02, 0x03, 0xe8])
})

/** Sends these bytes after a handshake; answers what came until the server hung up. */
async function rawFrames(address: string, frames: readonly (readonly number[])[]): Promise<Buffer> {
  const [host = '', port] = address.split(':')
  const socket = connect(Number(port), host)
  socket.write(
    'GET /there HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-key: a\r\n\r\n',
  )
  for (const frame of frames) socket.write(Buffer.from(frame))
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(Buffer.from(chunk))
  const answer = Buffer.concat(chunks)
  return answer.subarray(answer.indexOf('\r\n\r\n') + 4)
}
