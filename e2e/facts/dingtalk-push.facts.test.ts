import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import type { Bench } from './bench.ts'
import { NewHostCaller } from './dingtalk-new-host.ts'
import { proveFacts } from './prove.ts'
import type { RawAnswer } from './raw-http.ts'

const OPEN = '/v1.0/gateway/connections/open'

proveFacts('dingtalk.push', (fact) => {
  fact('dingtalk.push.endpoint.open', async (bench) => {
    const { status, json } = await open(bench)

    expect(bench.endpoint).toEqual({ method: 'POST', path: OPEN })
    expect({ status, json }).toEqual({
      status: 200,
      json: { endpoint: expect.stringMatching(/^ws:/), ticket: expect.any(String) },
    })
  })

  fact('dingtalk.push.behaviour.xml', async (bench) => {
    const { status, text } = await open(bench, '*/*')

    expect(status).toBe(200)
    expect(text).toMatch(/^<\?xml .*<endpoint>ws:.*<ticket>/)
  })

  fact('dingtalk.push.limit.ticket', async (bench) => {
    const late = await addressOf(bench)
    bench.control.advance(bench.figure * 1000)
    const inTime = await addressOf(bench)
    bench.control.advance(bench.figure * 1000 - 1)

    expect(await connected(late)).toBe(false)
    expect(await connected(inTime)).toBe(true)
    expect(await connected(inTime)).toBe(false)
  })

  fact('dingtalk.push.limit.stream-answer', async (bench) => {
    bench.lower('dingtalk.streamAckMs', 20, { per: 1000 })
    const socket = new WebSocket(await addressOf(bench))
    await new Promise((resolve) => socket.addEventListener('open', resolve))

    const push = await bench.control.dingtalk.pushEvent('hr', 'user_add_org', {})

    expect(push.attempts).toEqual([{ status: null, failure: 'no answer within 20 ms' }])
    socket.close()
  })

  for (const [id, limit] of [
    ['event-answer', 'dingtalk.eventPushMs'],
    ['verify', 'dingtalk.eventVerifyMs'],
  ] as const) {
    fact(`dingtalk.push.limit.${id}`, async (bench) => {
      bench.lower(limit, 20)
      const url = await silentAddress()

      const failure = id === 'verify' ? await refusalOf(bench, url) : await failureOfRobotMessage(bench, url)

      expect(failure).toContain('no answer within 20 ms')
    })
  }

  for (const id of ['first-retry', 'second-retry']) {
    fact(`dingtalk.push.limit.${id}`, async (bench) => {
      const socket = new WebSocket(await addressOf(bench))
      const heard: string[] = []
      socket.addEventListener('message', ({ data }) => {
        const { headers } = JSON.parse(String(data))
        heard.push(headers.eventId)
        const later = { code: 200, headers: { messageId: headers.messageId }, data: '{"status":"LATER"}' }
        socket.send(JSON.stringify(later))
      })
      await new Promise((resolve) => socket.addEventListener('open', resolve))
      const tries = () => bench.control.callbacks()[0]?.attempts.length

      await bench.control.dingtalk.pushEvent('hr', 'user_add_org', {})
      if (id === 'second-retry') {
        bench.control.advance(10_000)
        await expect.poll(tries).toBe(2)
      }
      const before = tries() ?? 0
      bench.control.advance(bench.figure * 1000 - 1)
      expect(tries()).toBe(before)
      bench.control.advance(1)
      await expect.poll(tries).toBe(before + 1)
      expect(new Set(heard).size).toBe(1)
      socket.close()
    })
  }
})

/** Takes requests and never answers. */
async function silentAddress(): Promise<string> {
  const silent = createServer(() => undefined)
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    silent.closeAllConnections()
    silent.close()
  })
  // A server that listens on a port has an address with one.
  const { port } = silent.address() as AddressInfo
  return `http://127.0.0.1:${port}/`
}

/** What an address that does not answer `check_url` is refused with. */
async function refusalOf(bench: Bench, url: string): Promise<string> {
  const settings = { url, token: '123456', aesKey: 'a'.repeat(43) }
  const listening = bench.control.listen({ app: 'hr', platform: 'dingtalk', settings })
  const error: unknown = await listening.then(() => undefined).catch((refused: unknown) => refused)
  return String(Reflect.get(Object(error), 'next'))
}

/** Messages to robots wait as long as events do. */
async function failureOfRobotMessage(bench: Bench, url: string): Promise<string> {
  bench.control.dingtalk.listenToRobot('hr', url)
  const { attempts } = await bench.control.write('dingtalk', 'zhangsan', 'hr', '在吗')
  return String(attempts[0]?.failure)
}

async function open(bench: Bench, accept = 'application/json'): Promise<RawAnswer> {
  const { appKey: clientId, appSecret: clientSecret } = new NewHostCaller(bench).app()
  const subscriptions = [{ type: 'EVENT', topic: '*' }]
  const body = JSON.stringify({ clientId, clientSecret, subscriptions, ua: 'facts/1' })
  return bench.raw('POST', OPEN, { headers: { 'content-type': 'application/json', accept }, body })
}

async function addressOf(bench: Bench): Promise<string> {
  const { endpoint, ticket } = (await open(bench)).json
  return `${endpoint}?ticket=${ticket}`
}

function connected(address: string): Promise<boolean> {
  const socket = new WebSocket(address)
  return new Promise((resolve) => {
    socket.addEventListener('open', () => {
      socket.close()
      resolve(true)
    })
    socket.addEventListener('error', () => resolve(false))
  })
}
