import { expect, it, onTestFinished } from 'vitest'
import { makeCertificate } from '../../../e2e/setup/certificate.ts'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { freePort } from '../../../e2e/setup/free-port.ts'
import { serveHttp, serveHttps, serveTcp } from '../../../e2e/setup/loopback.ts'
import { signal } from '../../../e2e/setup/signal.ts'
import { createDispatcher, type EgressOptions } from './egress.ts'
import { type ExchangeOptions, exchange } from './exchange.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { completeBudget } from './time-budget.ts'

function dispatcherFor(egress: EgressOptions = {}) {
  const dispatcher = createDispatcher({ proxy: false, ...egress })
  onTestFinished(() => dispatcher.destroy())
  return dispatcher
}

const requestTo = (origin: string, path = '/send'): OutgoingRequest => ({
  platform: 'wecom',
  method: 'POST',
  origin,
  path,
  body: '{"text":"你好"}',
})

const failureOfSending = (origin: string, options: Partial<ExchangeOptions> = {}) =>
  failureOf(exchange(requestTo(origin), { dispatcher: dispatcherFor(), ...options }))

it('a host name that does not resolve is not_sent', async () => {
  const failure = await failureOfSending('http://no-such-host.invalid')

  expect(failure).toMatchObject({ kind: 'not_sent', status: undefined, endpoint: 'POST /send' })
  expect(failure.message).toContain('no-such-host.invalid')
})

it('a port that refuses connections is not_sent, and the message names it', async () => {
  const failure = await failureOfSending(`http://127.0.0.1:${await freePort()}`)

  expect(failure.kind).toBe('not_sent')
  expect(failure.message).toContain('ECONNREFUSED')
})

it('a server that takes the connection and never answers the TLS greeting is not_sent after the connect time', async () => {
  const silent = await serveTcp(() => undefined)

  const failure = await failureOfSending(`https://127.0.0.1:${silent.port}`, {
    dispatcher: dispatcherFor({ connectTimeoutMs: 200 }),
  })

  expect(failure.kind).toBe('not_sent')
  expect(failure.cause).toMatchObject({ code: 'UND_ERR_CONNECT_TIMEOUT' })
})

it('a server whose certificate is not trusted never sees the request', async () => {
  const server = await serveHttps(makeCertificate(), (_request, response) => response.end('{}'))

  const failure = await failureOfSending(server.origin)

  expect(failure.kind).toBe('not_sent')
  expect(failure.message).toMatch(/certificate/)
  expect(server.seen).toEqual([])
})

it('a request that waits too long for a connection is not_sent, is never sent, and costs no connection', async () => {
  const firstArrived = signal()
  const mayAnswer = signal()
  const server = await serveHttp(async (request, response) => {
    if (request.url === '/first') {
      firstArrived.fire()
      await mayAnswer.fired
    }
    response.end('{}')
  })
  const dispatcher = dispatcherFor({ connections: 1 })
  const first = exchange(requestTo(server.origin, '/first'), { dispatcher })
  await firstArrived.fired

  const failure = await failureOfSending(server.origin, {
    dispatcher,
    budget: completeBudget({ waitMs: 50 }),
  })
  mayAnswer.fire()
  await first
  await exchange(requestTo(server.origin, '/third'), { dispatcher })

  expect(failure.kind).toBe('not_sent')
  expect(failure.message).toContain('no connection within 50 ms')
  expect(server.seen).toEqual(['POST /first', 'POST /third'])
  expect(server.connections()).toBe(1)
})

it('a request that waits to the end of its whole time is not_sent too', async () => {
  const silent = await serveTcp(() => undefined)

  const failure = await failureOfSending(`https://127.0.0.1:${silent.port}`, {
    budget: completeBudget({ wholeMs: 50 }),
  })

  expect(failure.kind).toBe('not_sent')
})

it('a destroyed dispatcher is not_sent', async () => {
  const dispatcher = dispatcherFor()
  await dispatcher.destroy()

  expect((await failureOfSending('http://127.0.0.1:1', { dispatcher })).kind).toBe('not_sent')
})

it('a closed dispatcher is not_sent', async () => {
  const dispatcher = dispatcherFor()
  await dispatcher.close()

  expect((await failureOfSending('http://127.0.0.1:1', { dispatcher })).kind).toBe('not_sent')
})

it('destroying the dispatcher ends what still waits in its queue as not_sent', async () => {
  const arrived = signal()
  const server = await serveHttp(() => arrived.fire())
  const dispatcher = dispatcherFor({ connections: 1 })
  const inFlight = failureOfSending(server.origin, { dispatcher })
  await arrived.fired
  const waiting = failureOfSending(server.origin, { dispatcher })

  await dispatcher.destroy()

  expect((await waiting).kind).toBe('not_sent')
  expect((await inFlight).kind).toBe('ambiguous')
  expect(server.seen).toHaveLength(1)
})

it('an origin that is no URL is not_sent', async () => {
  expect((await failureOfSending('oapi.example')).kind).toBe('not_sent')
})

it('a header that HTTP does not allow is not_sent', async () => {
  const server = await serveHttp((_request, response) => response.end('{}'))
  const request = { ...requestTo(server.origin), headers: { 'x-token': 'two\nlines' } }

  await expect(exchange(request, { dispatcher: dispatcherFor() })).rejects.toMatchObject({ kind: 'not_sent' })
  expect(server.seen).toEqual([])
})
