import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHongyan, isHongyanError, type MessageInput } from './index.ts'

const ID = '0195f3a0-0000-7000-8000-000000000001'
const message: MessageInput = {
  accounts: ['hr-ding'],
  to: ['mobile:13800000001'],
  content: { type: 'text', text: '您好' },
}

type Answer = (request: IncomingMessage & { text: string }, response: ServerResponse) => void

/** A gateway that gives the listed answers, one a request, and keeps what it was asked. */
async function gateway(...answers: Answer[]) {
  const asked: { method: string; url: string; headers: IncomingMessage['headers']; body: unknown }[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const { method = '', url = '', headers } = request
    asked.push({ method, url, headers, body: text === '' ? undefined : JSON.parse(text) })
    const answer = answers.shift()
    if (answer) answer(Object.assign(request, { text }), response)
    else request.socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  return { asked, url, hongyan: createHongyan({ url, key: 'hk_1', language: 'en' }) }
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }

const problem = {
  type: '/docs#overloaded',
  title: 'Too long',
  status: 503,
  detail: 'The queue is too long',
  instance: 'i1',
  code: 'overloaded',
  next: 'Wait',
}

describe('sending', () => {
  it('posts the message as it is, with key, language and Idempotency-Key', async () => {
    const { hongyan, asked } = await gateway(
      json(202, { id: ID, recipients: 1, url: `/v1/messages/${ID}`, new: 1 }),
    )

    const accepted = await hongyan.messages.send(message, { idempotencyKey: 'order-8812' })

    expect(accepted).toEqual({ id: ID, recipients: 1, url: `/v1/messages/${ID}` })
    expect(asked).toMatchObject([
      {
        method: 'POST',
        url: '/v1/messages',
        body: message,
        headers: { authorization: 'Bearer hk_1', 'accept-language': 'en', 'idempotency-key': 'order-8812' },
      },
    ])
  })

  it('that is refused says code, field, next step and how long to wait', async () => {
    const { hongyan } = await gateway(json(503, { ...problem, field: 'lane' }, { 'retry-after': '3' }))

    const error = await hongyan.messages.send(message).catch((thrown: unknown) => thrown)

    expect(isHongyanError(error)).toBe(true)
    expect(error).toMatchObject({
      kind: 'refused',
      problem: { code: 'overloaded', field: 'lane' },
      retryAfterMs: 3000,
    })
    expect(String(error)).toBe('RefusedError: The queue is too long [overloaded] Wait')
  })

  it.each([
    ['the line breaks', (request: IncomingMessage) => request.socket.destroy()],
    ['a proxy answers', json(502, { error: 'bad gateway' })],
    ['the answer is no message', json(202, { ok: true })],
    ['the answer ends early', (_: unknown, response: ServerResponse) => response.writeHead(202).end('{"id"')],
  ] as [string, Answer][])('is unreachable, not refused, when %s', async (_what, answer) => {
    const { hongyan } = await gateway(answer)

    await expect(hongyan.messages.send(message)).rejects.toMatchObject({ kind: 'unreachable' })
  })

  it('never shows the key in an error', async () => {
    const { url } = await gateway()
    const hongyan = createHongyan({ url, key: 'hk_secret' })

    const error = await hongyan.messages.send(message).catch((thrown: unknown) => thrown)

    expect(String(error)).not.toContain('hk_secret')
    expect(JSON.stringify(error)).not.toContain('hk_secret')
  })
})

describe('keys', () => {
  it('are made with defaults of the gateway, shown once, and revoked', async () => {
    const key = {
      id: 'k1',
      prefix: 'hk_k1_',
      scopes: ['send'],
      createdAt: '2026-03-04T02:00:00.000Z',
      key: 'hk_k1_x',
    }
    const { hongyan, asked } = await gateway(json(201, key), (_request, response) =>
      response.writeHead(204).end(),
    )

    expect(await hongyan.clients.addKey('hr')).toEqual(key)
    await hongyan.clients.revokeKey('k1')

    expect(asked.map(({ method, url, body }) => ({ method, url, body }))).toEqual([
      { method: 'POST', url: '/v1/clients/hr/keys', body: {} },
      { method: 'DELETE', url: '/v1/keys/k1', body: undefined },
    ])
  })
})

describe('a list', () => {
  it('is read page by page, only as far as somebody reads', async () => {
    const view = { ...acceptedView, id: ID }
    const { hongyan, asked } = await gateway(
      json(200, { items: [view, view], next: 'c1' }),
      json(200, { items: [view], next: null }),
    )

    const ids: string[] = []
    for await (const { id } of hongyan.messages.list({ search: '您好' })) ids.push(id)

    expect(ids).toEqual([ID, ID, ID])
    expect(asked.map(({ url }) => decodeURIComponent(url))).toEqual([
      '/v1/messages?search=您好',
      '/v1/messages?search=您好&after=c1',
    ])
  })
})

const acceptedView = {
  client: 'hr',
  accounts: ['hr-ding'],
  route: 'each',
  lane: 'normal',
  createdAt: '2026-03-04T02:00:00.000Z',
  recipients: 1,
  deliveries: 1,
  counts: { queued: 1 },
  pending: 1,
}

const frame = (cursor: string) =>
  `id: ${cursor}\nevent: message.accepted\ndata: ${JSON.stringify({
    type: 'message.accepted',
    cursor,
    at: '2026-03-04T02:00:00.000Z',
    message: ID,
    client: 'hr',
    recipients: 1,
  })}\n\n`

describe('events', () => {
  it('go on after a lost line where they were, and end with their signal', async () => {
    const { hongyan, asked } = await gateway(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write(`: listening\n\n${frame('1')}${frame('2').slice(0, 40)}`, () => response.destroy())
      },
      json(503, problem),
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write(`data: {"type":"of.tomorrow"}\n\n${frame('2')}`)
      },
    )
    const ending = new AbortController()

    const cursors: string[] = []
    for await (const { cursor } of hongyan.events({
      message: ID,
      reconnectMs: 0,
      signal: ending.signal,
      onOpen: () => cursors.push('open'),
    })) {
      cursors.push(cursor)
      if (cursor === '2') ending.abort()
    }

    expect(cursors).toEqual(['open', '1', 'open', '2'])
    expect(asked.map(({ url }) => url)).toEqual([
      `/v1/events?message=${ID}`,
      `/v1/events?after=1&message=${ID}`,
      `/v1/events?after=1&message=${ID}`,
    ])
  })

  it('of a key that may not listen end with the refusal', async () => {
    const { hongyan } = await gateway(json(403, { ...problem, status: 403, code: 'scope_missing' }))

    await expect(hongyan.events().next()).rejects.toMatchObject({ problem: { code: 'scope_missing' } })
  })
})
