import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AcceptedView, DeliveryDetail, timeOfMessageId } from '@hongyan/contract'
import { type Sandbox, startSandbox } from '@hongyan/sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readLocalAccess } from './access/local-key.ts'
import { readConfig } from './config.ts'
import { type Gateway, startGateway } from './main.ts'

const DAY_MS = 86_400_000

describe('a gateway on a sandbox', () => {
  test('needs no key, goes by the sandbox’s clock, keeps that time over a restart, and is then no good for real platforms', async () => {
    const [sandbox, data] = [await startedSandbox(), await newData()]
    const gateway = await started(data, sandbox)
    await addWecom(gateway, sandbox)

    await post(`${sandbox.url}/_sandbox/clock/advance`, { ms: DAY_MS })
    const id = await send(gateway)

    const ahead = timeOfMessageId(id) - sandbox.clock.now()
    expect(Math.abs(ahead)).toBeLessThan(5000)
    expect(sandbox.control.clock().offsetMs).toBe(DAY_MS)

    await gateway.stop()
    await expect(started(data)).rejects.toThrow('HONGYAN_DATA')
    const fresh = await startedSandbox()
    await started(data, fresh)
    expect(fresh.control.clock().offsetMs).toBe(DAY_MS)
  })

  test('is refused beside a live account, whose messages would go out at the wrong time', async () => {
    const [sandbox, data] = [await startedSandbox(), await newData()]
    const live = await started(data)
    expect((await addWecom(live, sandbox, data)).status).toBe(201)
    await live.stop()

    await expect(started(data, sandbox)).rejects.toThrow('HONGYAN_DATA')

    // What it had opened is closed again.
    await started(data)
  })

  test('stops only when the calls under way have their outcome on disk', async () => {
    const [sandbox, data] = [await startedSandbox(), await newData()]
    const gateway = await started(data, sandbox)
    await addWecom(gateway, sandbox)
    sandbox.control.setFault({ path: '/cgi-bin/message/send', times: 1, action: { delay: 300 } })
    const events = await fetch(`${gateway.url}/v1/events`)
    const id = await send(gateway)
    await reads(events, '"state":"sending"')

    await gateway.stop()

    const again = await started(data, sandbox)
    const response = await fetch(`${again.url}/v1/deliveries/${id}.1`)
    const { state, attempts } = DeliveryDetail.parse(await response.json())
    expect(state).toBe('sent')
    // Had it not been waited for, the restart would have had to repeat it.
    expect(attempts).toMatchObject([{ attempt: 1, outcome: 'accepted' }])
  })
})

describe('a gateway without a sandbox', () => {
  test('needs a key also while it has no account yet', async () => {
    const gateway = await started(await newData())

    const response = await fetch(`${gateway.url}/v1/accounts`)

    expect(response.status).toBe(401)
  })

  test('lets the command of its machine in by the key in the data directory', async () => {
    const data = await newData()
    const gateway = await started(data)
    const access = await readLocalAccess(data)

    const response = await fetch(`${gateway.url}/v1/accounts`, {
      headers: { authorization: `Bearer ${access?.key}` },
    })

    expect(access?.url).toBe(gateway.url)
    expect(response.status).toBe(200)
  })

  test('does not start with a key file that is not this store’s, and writes nothing with it', async () => {
    const data = await newData()
    await (await started(data)).stop()

    await expect(started(data, undefined, { HONGYAN_KEY_FILE: `${data}.other` })).rejects.toThrow(
      'is not the key file of this store',
    )

    await started(data)
  })
})

const MESSAGE = {
  accounts: ['hr-wecom'],
  to: ['mobile:13800000001'],
  content: { type: 'text', text: '您好' },
}

async function startedSandbox(): Promise<Sandbox> {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  return sandbox
}

async function newData(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'hongyan-main-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  return join(directory, 'data')
}

async function started(data: string, sandbox?: Sandbox, env: Record<string, string> = {}): Promise<Gateway> {
  const config = readConfig({ HONGYAN_DATA: data, HONGYAN_PORT: '0', HONGYAN_LOG: 'silent', ...env })
  const gateway = await startGateway({ ...config, sandboxUrl: sandbox?.url })
  onTestFinished(() => gateway.stop())
  return gateway
}

async function addWecom(gateway: Gateway, sandbox: Sandbox, data?: string) {
  const { wecom } = sandbox.control.company()
  const app = wecom.apps.find(({ agentid }) => agentid !== null)
  const access = data === undefined ? undefined : await readLocalAccess(data)
  return post(
    `${gateway.url}/v1/accounts`,
    {
      name: 'hr-wecom',
      channel: 'wecom.app',
      credentials: { corpid: wecom.corpid, agentid: app?.agentid, secret: app?.secret },
    },
    access && { authorization: `Bearer ${access.key}` },
  )
}

async function send(gateway: Gateway): Promise<string> {
  const { body } = await post(`${gateway.url}/v1/messages`, MESSAGE)
  return AcceptedView.parse(body).id
}

async function post(url: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

/** Reads a stream until this text has come. */
async function reads(response: Response, text: string): Promise<void> {
  const decoder = new TextDecoder()
  let seen = ''
  for await (const chunk of response.body ?? []) {
    seen += decoder.decode(chunk, { stream: true })
    if (seen.includes(text)) return
  }
  throw new Error(`The stream ended without ${text}`)
}
