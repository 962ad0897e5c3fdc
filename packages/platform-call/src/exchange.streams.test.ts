import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Writable } from 'node:stream'
import { expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { serveHttp } from '../../../e2e/setup/loopback.ts'
import { createDispatcher } from './egress.ts'
import { exchange } from './exchange.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { uploadForm } from './upload-form.ts'

function send(origin: string, request: Partial<OutgoingRequest>) {
  const dispatcher = createDispatcher({ proxy: false })
  onTestFinished(() => dispatcher.destroy())
  return exchange({ platform: 'wecom', method: 'POST', origin, path: '/upload', ...request }, { dispatcher })
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => Buffer.concat(await request.toArray())

/** Keeps what it is given; `slow` makes it take one piece at a time. */
function bucket({ slow = false } = {}) {
  const pieces: Buffer[] = []
  const writable = new Writable({
    highWaterMark: slow ? 1 : 65_536,
    write(piece: Buffer, _encoding, done) {
      pieces.push(piece)
      setImmediate(done)
    },
  })
  return { writable, bytes: () => Buffer.concat(pieces) }
}

it('a form arrives with name, length and every byte of its file', async () => {
  const bytes = randomBytes(300_000)
  const seen: { body: Buffer; headers: IncomingMessage['headers'] }[] = []
  const server = await serveHttp(async (request, response) => {
    seen.push({ body: await bodyOf(request), headers: request.headers })
    response.end('{}')
  })
  const form = uploadForm({ field: 'media', filename: '报告 "终".pdf', source: new Blob([bytes]) })

  await send(server.origin, form)

  const [upload] = seen
  expect(Number(upload?.headers['content-length'])).toBe(upload?.body.length)
  const head = upload?.body.subarray(0, upload.body.indexOf('\r\n\r\n')).toString()
  expect(head).toContain('name="media"; filename="报告 %22终%22.pdf"; filelength=300000')
  expect(upload?.body.includes(bytes)).toBe(true)
})

it('a source that fails half way was not sent, and the failure says why', async () => {
  const server = await serveHttp((request, response) => request.resume().on('end', () => response.end('{}')))
  const source = {
    size: 10,
    async *stream() {
      yield new Uint8Array(5)
      throw new Error('disk gone')
    },
  }

  const failure = await failureOf(send(server.origin, uploadForm({ field: 'media', filename: 'a', source })))

  expect(failure).toMatchObject({ kind: 'not_sent', message: expect.stringContaining('disk gone') })
})

it.each([
  ['fewer', 9],
  ['more', 11],
])('a source that gives %s bytes than announced was not sent', async (says, given) => {
  const server = await serveHttp((request, response) => request.resume().on('end', () => response.end('{}')))
  const source = {
    size: 10,
    async *stream() {
      yield new Uint8Array(given)
    },
  }

  const failure = await failureOf(send(server.origin, uploadForm({ field: 'media', filename: 'a', source })))

  expect(failure).toMatchObject({
    kind: 'not_sent',
    message: expect.stringContaining(`${says} bytes than announced`),
  })
})

it('a long answer goes where it is sent, however slowly that takes it', async () => {
  const bytes = randomBytes(3_000_000)
  const server = await serveHttp((_request, response) => response.end(bytes))
  const { writable, bytes: kept } = bucket({ slow: true })

  const answer = await send(server.origin, { receive: () => writable, maxAnswerBytes: 3_000_000 })

  expect(answer).toMatchObject({ text: '', passedOnBytes: 3_000_000 })
  expect(kept().equals(bytes)).toBe(true)
  expect(writable.writableFinished).toBe(true)
})

it('an answer that nobody wants elsewhere is read as text', async () => {
  const server = await serveHttp((_request, response) => response.end('{"errcode":40007}'))

  const answer = await send(server.origin, { receive: () => undefined })

  expect(answer).toMatchObject({ text: '{"errcode":40007}', passedOnBytes: undefined })
})

it('an answer longer than allowed breaks off, and its writable with it', async () => {
  const server = await serveHttp((_request, response) => void response.write(new Uint8Array(101)))
  const { writable } = bucket()
  writable.on('error', () => undefined)

  const failure = await failureOf(send(server.origin, { receive: () => writable, maxAnswerBytes: 100 }))

  expect(failure).toMatchObject({
    kind: 'ambiguous',
    message: expect.stringContaining('longer than 100 bytes'),
  })
  expect(writable.destroyed).toBe(true)
})

it('a writable that fails ends the call and names the cause', async () => {
  const server = await serveHttp((_request, response) => response.end(new Uint8Array(100_000)))
  const writable = new Writable({ write: (_piece, _encoding, done) => done(new Error('disk full')) })

  const failure = await failureOf(send(server.origin, { receive: () => writable }))

  expect(failure).toMatchObject({ kind: 'ambiguous', message: expect.stringContaining('disk full') })
})
