import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { makeCertificate } from '../../../e2e/setup/certificate.ts'
import { type Loopback, serveHttp, serveHttps, serveProxy } from '../../../e2e/setup/loopback.ts'
import { createDispatcher, type EgressOptions } from './egress.ts'
import { exchange } from './exchange.ts'

const certificate = makeCertificate()
const extraCa = [certificate.cert]

const servePlatform = () => serveHttps(certificate, (_request, response) => response.end('{"errcode":0}'))
const servePrivatePlatform = () => serveHttp((_request, response) => response.end('{"errcode":0}'))

function send(platform: Loopback, egress: EgressOptions) {
  const dispatcher = createDispatcher(egress)
  onTestFinished(() => dispatcher.destroy())
  const request = { platform: 'wecom', method: 'POST', path: '/send?access_token=T', body: '{}' } as const
  return exchange({ ...request, origin: platform.origin }, { dispatcher })
}

const tunnelTo = (platform: Loopback) => `CONNECT localhost:${platform.port}`

beforeEach(() => {
  for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY']) {
    vi.stubEnv(name, undefined)
  }
  return () => vi.unstubAllEnvs()
})

describe('without a proxy', () => {
  it('trusts the extra certificates', async () => {
    const platform = await servePlatform()

    expect((await send(platform, { extraCa })).status).toBe(200)
  })

  it.each([
    ['the path of a file', ['/etc/ssl/company.pem']],
    ['one text without a list', certificate.cert],
  ])('refuses %s for a certificate, instead of passing over it', (_what, wrong) => {
    // Callers without types hand over anything.
    expect(() => createDispatcher({ extraCa: wrong as string[] })).toThrow('extraCa')
  })

  it('reaches a private base URL over plain http', async () => {
    expect((await send(await servePrivatePlatform(), {})).status).toBe(200)
  })

  it('keeps connections for the next calls', async () => {
    const platform = await servePlatform()
    const dispatcher = createDispatcher({ extraCa })
    onTestFinished(() => dispatcher.destroy())
    const request = { platform: 'wecom', method: 'GET', origin: platform.origin, path: '/' } as const

    for (let call = 0; call < 10; call++) await exchange(request, { dispatcher })

    // Two: a connection rests for one turn of the event loop after an answer.
    expect(platform.connections()).toBeLessThanOrEqual(2)
  })
})

describe('a proxy', () => {
  it('of the environment is tunnelled through', async () => {
    const [proxy, platform] = [await serveProxy(), await servePlatform()]
    vi.stubEnv('HTTPS_PROXY', proxy.origin)

    expect((await send(platform, { extraCa })).status).toBe(200)
    expect(proxy.seen).toEqual([tunnelTo(platform)])
  })

  it('of the environment is bypassed for the hosts of NO_PROXY', async () => {
    const [proxy, platform] = [await serveProxy(), await servePlatform()]
    vi.stubEnv('HTTPS_PROXY', proxy.origin)
    vi.stubEnv('NO_PROXY', 'localhost')

    expect((await send(platform, { extraCa })).status).toBe(200)
    expect(proxy.seen).toEqual([])
  })

  it('of the environment is ignored if the proxy is false', async () => {
    const [proxy, platform] = [await serveProxy(), await servePlatform()]
    vi.stubEnv('HTTPS_PROXY', proxy.origin)

    expect((await send(platform, { extraCa, proxy: false })).status).toBe(200)
    expect(proxy.seen).toEqual([])
  })

  it('given by URL is used whatever the environment says, with its own noProxy', async () => {
    const [proxy, other, platform] = [await serveProxy(), await serveProxy(), await servePlatform()]
    vi.stubEnv('HTTPS_PROXY', other.origin)
    vi.stubEnv('NO_PROXY', '*')

    await send(platform, { extraCa, proxy: proxy.origin })
    await send(platform, { extraCa, proxy: proxy.origin, noProxy: 'localhost' })

    expect(proxy.seen).toEqual([tunnelTo(platform)])
    expect(other.seen).toEqual([])
  })

  it('passes a plain http request on, on no more connections than allowed', async () => {
    const [proxy, platform] = [await serveProxy(), await servePrivatePlatform()]
    vi.stubEnv('HTTP_PROXY', proxy.origin)
    const dispatcher = createDispatcher({ connections: 2 })
    onTestFinished(() => dispatcher.destroy())
    const request = { platform: 'wecom', method: 'GET', origin: platform.origin, path: '/' } as const

    await Promise.all(Array.from({ length: 12 }, () => exchange(request, { dispatcher })))

    expect(proxy.seen).toEqual(Array(12).fill(`GET ${platform.origin}/`))
    // Two, and two that are just closing.
    expect(proxy.mostConnections()).toBeLessThanOrEqual(4)
  })

  it('gets the credentials of its URL, and the platform does not', async () => {
    const [proxy, platform] = [await serveProxy({ credentials: 'user:pässword' }), await servePlatform()]

    const url = proxy.origin.replace('//', '//user:p%C3%A4ssword@')

    expect((await send(platform, { extraCa, proxy: url })).status).toBe(200)
  })

  it('that wants other credentials is not_sent, for a tunnel and for plain http', async () => {
    const proxy = await serveProxy({ credentials: 'user:password' })
    const url = proxy.origin.replace('//', '//user:wrong@')
    const platforms = [await servePlatform(), await servePrivatePlatform()]

    for (const platform of platforms) {
      await expect(send(platform, { extraCa, proxy: url })).rejects.toMatchObject({
        kind: 'not_sent',
        message: expect.stringContaining('407'),
      })
      expect(platform.seen).toEqual([])
    }
  })

  it.each([
    ['answers 403', (socket: NodeJS.WritableStream) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')],
    ['hangs up', (socket: NodeJS.WritableStream) => socket.end()],
  ])('that %s to CONNECT is not_sent', async (_what, onConnect) => {
    const [proxy, platform] = [await serveProxy({ onConnect }), await servePlatform()]

    await expect(send(platform, { extraCa, proxy: proxy.origin })).rejects.toMatchObject({ kind: 'not_sent' })
    expect(platform.seen).toEqual([])
    expect(proxy.seen).toHaveLength(1)
  })

  it('that never answers CONNECT is given up after the connect time', async () => {
    const proxy = await serveProxy({ onConnect: () => undefined })
    const platform = await servePlatform()

    await expect(
      send(platform, { extraCa, proxy: proxy.origin, connectTimeoutMs: 200 }),
    ).rejects.toMatchObject({
      kind: 'not_sent',
      cause: { code: 'UND_ERR_HEADERS_TIMEOUT' },
    })
  })

  it('itself may speak TLS with an extra certificate', async () => {
    const [proxy, platform] = [await serveProxy({ tls: certificate }), await servePlatform()]

    expect((await send(platform, { extraCa, proxy: proxy.origin })).status).toBe(200)
    expect(proxy.seen).toEqual([tunnelTo(platform)])
  })

  it('that shows an untrusted certificate is not_sent', async () => {
    const [proxy, platform] = [await serveProxy({ tls: makeCertificate() }), await servePlatform()]

    await expect(send(platform, { extraCa, proxy: proxy.origin })).rejects.toMatchObject({ kind: 'not_sent' })
    expect(proxy.seen).toEqual([])
  })

  it.each(['proxy.example:3128', 'socks5://proxy.example', 'user:CANARY@proxy.example'])(
    'written as %s is refused at once, in words that do not repeat it',
    (value) => {
      vi.stubEnv('HTTPS_PROXY', value)

      expect(() => createDispatcher()).toThrow(/^HTTPS_PROXY .*http:\/\/proxy\.example:3128$/)
      expect(() => createDispatcher({ proxy: value })).toThrow(/^proxy /)
      expect(() => createDispatcher()).not.toThrow(/CANARY/)
    },
  )

  it('that the environment leaves empty is none', async () => {
    vi.stubEnv('HTTPS_PROXY', '')

    expect((await send(await servePlatform(), { extraCa })).status).toBe(200)
  })
})
