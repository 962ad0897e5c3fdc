import type { WebSocketConnection } from '../../web-socket.ts'
import type { World } from '../../world.ts'
import type { DingTalkApp } from '../apps.ts'
import { asRecord, parseObject } from '../params.ts'

/** What a client subscribes to when it opens a connection. */
export interface Subscription {
  readonly type: string
  readonly topic: string
}

export type FrameType = 'SYSTEM' | 'EVENT' | 'CALLBACK'

/** What goes down to the client; `data` is JSON inside the frame's JSON. */
export interface Frame {
  readonly type: FrameType
  readonly topic: string
  readonly headers?: Readonly<Record<string, string>>
  readonly data: object
}

/** What the client answered; `code` is 200, 404 for a topic it does not know, 500 for an error. */
export interface FrameReply {
  readonly code: number
  readonly data: Readonly<Record<string, unknown>>
}

/** After a disconnect frame the server hangs up when so much time has passed (Stream protocol, “disconnect”). */
const GOODBYE_MS = 10_000
const MESSAGE_ID_CHARS = 32

/** One Stream connection: frames down, answers up, and the server's own pings. */
export class StreamConnection {
  readonly app: DingTalkApp
  readonly id: string
  readonly #world: World
  readonly #subscriptions: readonly Subscription[]
  readonly #socket: WebSocketConnection
  readonly #waiting = new Map<string, (reply: FrameReply | string) => void>()
  readonly #planned: (() => void)[] = []
  #isLeaving = false

  constructor(
    world: World,
    app: DingTalkApp,
    subscriptions: readonly Subscription[],
    socket: WebSocketConnection,
  ) {
    this.app = app
    this.id = world.ids.hex(MESSAGE_ID_CHARS)
    this.#world = world
    this.#subscriptions = subscriptions
    this.#socket = socket
    socket.onMessage = (text) => this.#receive(text)
    this.#planPing()
    const lifeMs = world.limits.get('dingtalk.streamLifeMs')
    if (lifeMs !== null) this.#plan(lifeMs, () => this.disconnect('connection is expired'))
  }

  /** Whether a frame of this kind may go here; one that is about to be closed takes none. */
  takes(type: FrameType, topic: string): boolean {
    if (this.#isLeaving) return false
    return this.#subscriptions.some(
      (each) => each.type === type && (each.topic === topic || each.topic === '*'),
    )
  }

  /** Sends a frame and waits for its answer; a text says why there was none. */
  ask(frame: Frame): Promise<FrameReply | string> {
    const deadlineMs = this.#world.limits.get('dingtalk.streamAckMs') ?? 0
    return new Promise((resolve) => {
      const messageId = this.#send(frame)
      // Real time: the client is a program that runs in it.
      const timer = setTimeout(() => settle(`no answer within ${deadlineMs} ms`), deadlineMs).unref()
      const settle = (reply: FrameReply | string) => {
        clearTimeout(timer)
        this.#waiting.delete(messageId)
        resolve(reply)
      }
      this.#waiting.set(messageId, settle)
    })
  }

  /** Asks the client to come again elsewhere, and hangs up when it has not gone by itself. */
  disconnect(reason: string): void {
    if (this.#isLeaving) return
    this.#isLeaving = true
    this.#send({ type: 'SYSTEM', topic: 'disconnect', data: { reason } })
    this.#plan(GOODBYE_MS, () => this.close())
  }

  close(): void {
    this.#socket.close()
  }

  /** The connection is gone: nothing is waited for any more. */
  ended(): void {
    this.#isLeaving = true
    for (const callOff of this.#planned) callOff()
    for (const settle of [...this.#waiting.values()]) settle('the connection was closed')
  }

  /** A ping must be answered before the next one is due. */
  #planPing(): void {
    const everyMs = this.#world.limits.get('dingtalk.streamPingMs')
    if (everyMs === null) return
    this.#plan(everyMs, () => {
      if (this.#isLeaving) return
      const opaque = this.#world.ids.hex(MESSAGE_ID_CHARS)
      const messageId = this.#send({ type: 'SYSTEM', topic: 'ping', data: { opaque } })
      this.#waiting.set(messageId, () => this.#waiting.delete(messageId))
      this.#plan(everyMs, () => {
        if (this.#waiting.has(messageId)) this.close()
      })
      this.#planPing()
    })
  }

  #plan(ms: number, task: () => void): void {
    this.#planned.push(this.#world.agenda.in(ms, task))
  }

  #send({ type, topic, headers, data }: Frame): string {
    const messageId = this.#world.ids.hex(MESSAGE_ID_CHARS)
    const time = String(this.#world.clock.now())
    const all = { topic, messageId, contentType: 'application/json', time, ...headers }
    const frame = { specVersion: '1.0', type, headers: all, data: JSON.stringify(data) }
    this.#socket.send(JSON.stringify(frame))
    return messageId
  }

  #receive(text: string): void {
    const frame = parseObject(text)
    const messageId = asRecord(frame?.headers)?.messageId
    const settle = typeof messageId === 'string' ? this.#waiting.get(messageId) : undefined
    const data = typeof frame?.data === 'string' ? parseObject(frame.data) : undefined
    settle?.({ code: Number(frame?.code), data: data ?? {} })
  }
}
