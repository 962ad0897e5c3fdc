import { createServer, type IncomingHttpHeaders } from 'node:http'
import { onTestFinished } from 'vitest'
import { listen, stop } from '../server.ts'
import type { DingTalkUnderTest } from './test-kit.ts'

/** One request that the platform pushed. */
export interface Heard {
  readonly headers: IncomingHttpHeaders
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
}

/** What an app's address answers; undefined lets the caller wait for ever. */
export type Answering = (heard: Heard) => { status: number; body: object } | undefined

/** An app's own HTTP server: remembers what was pushed to it, and tells when the next push has come. */
export class Listener {
  readonly heard: Heard[] = []
  answer: Answering
  url = ''
  #waiting: (() => void)[] = []

  private constructor(answer: Answering) {
    this.answer = answer
  }

  static async open(answer: Answering = () => ({ status: 200, body: {} })): Promise<Listener> {
    const listener = new Listener(answer)
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const query = new URL(request.url ?? '', 'http://x').searchParams
        const body = JSON.parse(Buffer.concat(chunks).toString('utf8'))
        const heard = { headers: request.headers, query, body }
        listener.heard.push(heard)
        const answered = listener.answer(heard)
        if (answered) response.writeHead(answered.status).end(JSON.stringify(answered.body))
        for (const wake of listener.#waiting) wake()
      })
    })
    listener.url = `http://127.0.0.1:${await listen(server, 0, '127.0.0.1')}/in`
    onTestFinished(() => stop(server))
    return listener
  }

  /** Settles once so many pushes have come. */
  async until(count: number): Promise<void> {
    while (this.heard.length < count) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }
}

/** What a Stream client hears. */
export interface Frame {
  readonly type: string
  readonly headers: Readonly<Record<string, string>>
  readonly data: Readonly<Record<string, unknown>>
}

/** A Stream client written from the protocol: fetches a ticket, opens the WebSocket, answers every frame. */
export class StreamClient {
  readonly frames: Frame[] = []
  readonly closed: Promise<void>
  /** The `data` of the answer; undefined leaves the frame unanswered. */
  answer: (frame: Frame) => object | undefined = () => ({ response: null })
  readonly #socket: WebSocket
  #waiting: (() => void)[] = []

  private constructor(socket: WebSocket) {
    this.#socket = socket
    this.closed = new Promise((resolve) => socket.addEventListener('close', () => resolve()))
    socket.addEventListener('message', ({ data }) => this.#hear(String(data)))
  }

  static async open(
    dingtalk: DingTalkUnderTest,
    topics: readonly string[],
    app = 'hr',
  ): Promise<StreamClient> {
    const { endpoint, ticket } = (await openConnection(dingtalk, topics, app)).body
    const socket = new WebSocket(`${endpoint}?ticket=${ticket}`)
    const client = new StreamClient(socket)
    onTestFinished(() => socket.close())
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve())
      socket.addEventListener('error', () => reject(new Error('The connection was refused')))
    })
    return client
  }

  /** Settles once so many frames have come. */
  async until(count: number): Promise<void> {
    while (this.frames.length < count) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  #hear(text: string): void {
    const { type, headers, data } = JSON.parse(text)
    const frame: Frame = { type, headers, data: JSON.parse(data) }
    this.frames.push(frame)
    const answered = type === 'SYSTEM' && headers.topic === 'disconnect' ? undefined : this.answer(frame)
    if (answered) {
      const reply = { messageId: headers.messageId, contentType: 'application/json' }
      this.#socket.send(
        JSON.stringify({ code: 200, message: 'OK', headers: reply, data: JSON.stringify(answered) }),
      )
    }
    for (const wake of this.#waiting) wake()
  }
}

/** `*` subscribes to events, anything else to a callback. */
export function openConnection(
  dingtalk: DingTalkUnderTest,
  topics: readonly string[],
  app = 'hr',
  more: object = {},
  accept = 'application/json',
) {
  const { appKey: clientId, appSecret: clientSecret } = dingtalk.app(app)
  const subscriptions = topics.map((topic) => ({ type: topic === '*' ? 'EVENT' : 'CALLBACK', topic }))
  const body = { clientId, clientSecret, subscriptions, ua: 'test/1', ...more }
  return dingtalk.post('/v1.0/gateway/connections/open', body, { accept })
}
