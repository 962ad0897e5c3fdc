import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Agent, interceptors } from 'undici'
import { expect, it, onTestFinished, vi } from 'vitest'
import { serveHttp, serveTcp } from '../../../e2e/setup/loopback.ts'
import { signal } from '../../../e2e/setup/signal.ts'
import { createDispatcher } from './egress.ts'
import { exchange, MAX_ANSWER_BYTES } from './exchange.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { completeBudget, type TimeBudget } from './time-budget.ts'

function send(origin: string, budget: Partial<TimeBudget> = {}, request: Partial<OutgoingRequest> = {}) {
  const dispatcher = createDispatcher({ proxy: false })
  onTestFinished(() => dispatcher.destroy())
  return exchange(
    { platform: 'dingtalk', method: 'POST', origin, path: '/send', body: '{}', ...request },
    { dispatcher, budget: completeBudget(budget) },
  )
}

/** Calls back for each request (each piece that brings the blank line between headers and body). */
const serveRawAnswers = (answer: (socket: Socket) => void) =>
  serveTcp((socket) => socket.on('data', (piece) => piece.includes('\r\n\r\n') && answer(socket)))

it('gives status, headers and text of the answer', async () => {
  const server = await serveHttp((_request, response) =>
    response.writeHead(201, { 'x-request-id': 'r1' }).end('{"errmsg":"成功"}'),
  )

  const answer = await send(server.origin)

  expect(answer).toMatchObject({ status: 201, text: '{"errmsg":"成功"}' })
  expect(answer.headers['x-request-id']).toBe('r1')
})

it('sends query, headers and body as given', async () => {
  const arrived = signal<string[]>()
  const server = await serveHttp(async (request, response) => {
    const body = await request.setEncoding('utf8').toArray()
    arrived.fire([request.method ?? '', request.url ?? '', String(request.headers['x-a']), body.join('')])
    response.end()
  })

  await send(server.origin, {}, { query: { sign: 'a+b=' }, headers: { 'x-a': '1' }, body: '{"正":1}' })

  expect(await arrived.fired).toEqual(['POST', '/send?sign=a%2Bb%3D', '1', '{"正":1}'])
})

it('puts a character together that the network cut in two', async () => {
  const [one, two] = [Buffer.from('信').subarray(0, 1), Buffer.from('信').subarray(1)]
  const server = await serveHttp((_request, response) => {
    response.write(one, () => setImmediate(() => response.end(two)))
  })

  expect((await send(server.origin)).text).toBe('信')
})

it('does not count the time until the answer as waiting for a connection', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const arrived = signal<ServerResponse>()
  const server = await serveHttp((_request, response) => arrived.fire(response))

  const answer = send(server.origin, { waitMs: 50 })
  const response = await arrived.fired
  await vi.advanceTimersByTimeAsync(100)
  response.end('late')

  expect((await answer).text).toBe('late')
})

it('waits past interim answers for the answer proper', async () => {
  const server = await serveHttp((_request, response) => {
    response.writeProcessing()
    response.writeEarlyHints({ link: '</style.css>; rel=preload' })
    response.end('{}')
  })

  expect(await send(server.origin)).toMatchObject({ status: 200, text: '{}' })
})

it.each([
  ['tries again', interceptors.retry({ methods: ['POST'], statusCodes: [503], minTimeout: 1 }), 503],
  ['follows redirects', interceptors.redirect({ maxRedirections: 1 }), 307],
])(
  'is sent once, and ends ambiguous, though a dispatcher of the caller’s %s',
  async (_how, intercept, status) => {
    const server = await serveHttp((_request, response) =>
      response.writeHead(status, { location: '/elsewhere' }).end(),
    )
    const dispatcher = new Agent().compose(intercept)
    onTestFinished(() => dispatcher.destroy())

    const sent = exchange(
      { platform: 'wecom', method: 'POST', origin: server.origin, path: '/send', body: '{}' },
      { dispatcher },
    )

    await expect(sent).rejects.toMatchObject({ kind: 'ambiguous' })
    expect(server.seen).toEqual(['POST /send'])
  },
)

it('a redirect is an answer, not a journey', async () => {
  const server = await serveHttp((_request, response) =>
    response.writeHead(302, { location: '/elsewhere' }).end(),
  )

  expect((await send(server.origin)).status).toBe(302)
  expect(server.seen).toEqual(['POST /send'])
})

it('a connection reset before any answer is ambiguous, and the request is not repeated', async () => {
  const server = await serveHttp((request) => request.socket.resetAndDestroy())

  await expect(send(server.origin)).rejects.toMatchObject({ kind: 'ambiguous', status: undefined })
  expect(server.seen).toEqual(['POST /send'])
})

it('a GET is not repeated either', async () => {
  const server = await serveHttp((request) => request.socket.destroy())

  await expect(send(server.origin, {}, { method: 'GET', body: '' })).rejects.toMatchObject({
    kind: 'ambiguous',
  })
  expect(server.seen).toEqual(['GET /send'])
})

it('a connection reset after the answer began is ambiguous and keeps the status', async () => {
  const server = await serveHttp((request, response) => {
    response.writeHead(200).write('{"errcode":', () => request.socket.resetAndDestroy())
  })

  await expect(send(server.origin)).rejects.toMatchObject({ kind: 'ambiguous', status: 200 })
  expect(server.seen).toHaveLength(1)
})

it('an answer shorter than its content-length is ambiguous', async () => {
  const server = await serveRawAnswers((socket) =>
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"errcode":0}'),
  )

  await expect(send(server.origin)).rejects.toMatchObject({ kind: 'ambiguous', status: 200 })
})

it('an answer that is no HTTP is ambiguous', async () => {
  const server = await serveRawAnswers((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))

  await expect(send(server.origin)).rejects.toMatchObject({ kind: 'ambiguous' })
})

it('no answer within its time is ambiguous, and the connection is closed', async () => {
  const closed = signal()
  const server = await serveHttp((request) => request.socket.once('close', () => closed.fire()))

  await expect(send(server.origin, { answerMs: 50 })).rejects.toMatchObject({
    kind: 'ambiguous',
    message: expect.stringContaining('no answer within 50 ms'),
  })
  await closed.fired
  expect(server.seen).toHaveLength(1)
})

it('an answer that drips past the whole time is ambiguous, and the connection is closed', async () => {
  const closed = signal()
  const server = await serveHttp((request, response) => {
    const drip = setInterval(() => response.write(' '), 5)
    request.socket.once('close', () => {
      clearInterval(drip)
      closed.fire()
    })
  })

  await expect(send(server.origin, { wholeMs: 100 })).rejects.toMatchObject({
    kind: 'ambiguous',
    message: expect.stringContaining('no whole answer within 100 ms'),
  })
  await closed.fired
})

it('an answer announced longer than the limit is not read', async () => {
  const closed = signal<number>()
  const server = await serveHttp((request, response) => {
    request.socket.once('close', () => closed.fire(request.socket.bytesWritten))
    response.writeHead(200, { 'content-length': 50 * MAX_ANSWER_BYTES }).flushHeaders()
  })

  await expect(send(server.origin)).rejects.toMatchObject({
    kind: 'ambiguous',
    message: expect.stringContaining('longer than 1048576 bytes'),
  })
  expect(await closed.fired).toBeLessThan(1000)
})

it('an answer of 50 MB is cut off at the limit, not collected', async () => {
  const piece = Buffer.alloc(65_536, ' ')
  const closed = signal<number>()
  const server = await serveHttp((request, response) => {
    request.socket.once('close', () => closed.fire(request.socket.bytesWritten))
    let pieces = 800
    const pour = () => {
      while (pieces-- > 0) if (!response.write(piece)) return
      response.end()
    }
    response.on('drain', pour)
    pour()
  })

  await expect(send(server.origin)).rejects.toMatchObject({ kind: 'ambiguous', status: 200 })

  // What is beyond the limit had only got into the buffers of both sockets.
  expect(await closed.fired).toBeLessThan(16 * MAX_ANSWER_BYTES)
})

it('an answer in pieces of one byte takes no more than its length', async () => {
  const server = await serveHttp((_request, response) => {
    response.flushHeaders()
    // A chunk of chunked encoding each, as a hostile server may send them.
    response.socket?.write(`${'1\r\n \r\n'.repeat(MAX_ANSWER_BYTES - 2)}2\r\n{}\r\n0\r\n\r\n`)
  })

  const { text } = await send(server.origin)

  expect(text).toHaveLength(MAX_ANSWER_BYTES)
  expect(text.endsWith(' {}')).toBe(true)
})
