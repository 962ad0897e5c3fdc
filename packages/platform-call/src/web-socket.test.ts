import { describe, expect, it, onTestFinished } from 'vitest'
import { makeCertificate } from '../../../e2e/setup/certificate.ts'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { freePort } from '../../../e2e/setup/free-port.ts'
import { serveWebSocket } from '../../../e2e/setup/literal-web-socket.ts'
import { serveHttp, serveProxy, serveTcp } from '../../../e2e/setup/loopback.ts'
import { signal } from '../../../e2e/setup/signal.ts'
import { createDispatcher, type EgressOptions } from './egress.ts'
import { openWebSocket, type WebSocketOptions } from './web-socket.ts'

function open(
  url: string,
  options: Partial<WebSocketOptions> = {},
  egress: EgressOptions = { proxy: false },
) {
  const dispatcher = createDispatcher(egress)
  onTestFinished(() => dispatcher.destroy())
  return openWebSocket({
    platform: 'dingtalk',
    dispatcher,
    url,
    onText: () => undefined,
    pingEveryMs: 60_000,
    openMs: 5_000,
    ...options,
  })
}

describe('a WebSocket', () => {
  it('carries texts both ways', async () => {
    const heard = signal<string>()
    const server = await serveWebSocket()
    const socket = await open(`${server.url}/connect?ticket=t`, { onText: heard.fire })
    const served = await server.accepted()

    served.send('来')
    expect(socket.send('往')).toBe(true)

    expect(await heard.fired).toBe('来')
    expect(await served.next()).toBe('往')
    expect(served.url).toBe('/connect?ticket=t')
  })

  it('hears what comes in one piece with its opening', async () => {
    const heard = signal<string>()
    const server = await serveWebSocket({ greeting: '你好' })

    await open(server.url, { onText: heard.fire })

    expect(await heard.fired).toBe('你好')
  })

  it('goes through the proxy that calls go through, trusting the same certificates', async () => {
    const certificate = makeCertificate()
    const server = await serveWebSocket({ tls: certificate })
    const proxy = await serveProxy()

    const egress = { proxy: proxy.origin, extraCa: [certificate.cert] }
    const socket = await open(`${server.url}/connect`, {}, egress)
    socket.send('经代理')

    expect(await (await server.accepted()).next()).toBe('经代理')
    expect(proxy.seen).toEqual([`CONNECT ${new URL(server.url).host}`])
  })

  it('that its server drops is closed, and takes no more', async () => {
    const server = await serveWebSocket()
    const socket = await open(server.url)

    ;(await server.accepted()).drop()
    await socket.closed

    expect(socket.send('太迟')).toBe(false)
  })

  it('that we close is closed on both sides', async () => {
    const server = await serveWebSocket()
    const socket = await open(server.url)

    socket.close()

    await Promise.all([socket.closed, (await server.accepted()).closed])
  })

  it('whose server has fallen silent is given up', async () => {
    const server = await serveWebSocket({ answersPings: false })
    const socket = await open(server.url, { pingEveryMs: 20 })

    await socket.closed
  })

  it('whose server answers pings stays, though it says nothing else', async () => {
    const server = await serveWebSocket()
    const heard = signal<string>()
    const socket = await open(server.url, { pingEveryMs: 250, onText: heard.fire })
    const served = await server.accepted()
    const lived = { stillOpen: true }
    void socket.closed.then(() => {
      lived.stillOpen = false
    })

    // More pings than may go unanswered, each answered in its turn.
    for (let n = 0; n < 4; n++) await served.pinged()
    served.send('还在')

    expect(await heard.fired).toBe('还在')
    expect(lived.stillOpen).toBe(true)
  })

  it.each([
    ['nobody is there', async () => `ws://127.0.0.1:${await freePort()}/connect?ticket=canary`],
    [
      'it is refused',
      async () => {
        const { port } = await serveHttp((_request, response) => response.writeHead(401).end())
        return `ws://127.0.0.1:${port}/connect?ticket=canary`
      },
    ],
  ])('fails as not sent if %s, without its ticket', async (_, urlOf) => {
    const failure = await failureOf(open(await urlOf()))

    expect(failure.kind).toBe('not_sent')
    expect(`${failure.message}${JSON.stringify(failure)}`).not.toContain('canary')
  })

  it('fails as not sent if nobody answers in time', async () => {
    const { port } = await serveTcp(() => undefined)

    expect(await failureOf(open(`ws://127.0.0.1:${port}/connect`, { openMs: 50 }))).toMatchObject({
      kind: 'not_sent',
    })
  })
})
