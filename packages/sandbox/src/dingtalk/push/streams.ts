import type { Route, SandboxAnswer, SandboxRequest, SocketAnswer } from '../../exchange.ts'
import type { World } from '../../world.ts'
import type { Corp, DingTalkApp } from '../apps.ts'
import type { Envelopes } from '../envelope.ts'
import { readModernBody } from '../modern-body.ts'
import { asRecord, Params } from '../params.ts'
import { type FrameType, StreamConnection, type Subscription } from './stream-connection.ts'

/** How long a ticket waits for its one connection (Stream protocol, “ticket”). */
const TICKET_MS = 90_000
const TICKET_CHARS = 36

/** The host that the platform names; it is served here under its own name only by HTTPS. */
const STREAM_HOST = 'wss-open-connection.dingtalk.com'
export const STREAM_PATH = '/connect'

interface Ticket {
  readonly app: DingTalkApp
  readonly subscriptions: readonly Subscription[]
  readonly expiresAt: number
}

/** An open connection as `GET /_sandbox/dingtalk/streams` shows it. */
export interface StreamDescription {
  readonly id: string
  readonly app: string
}

/** Stream mode: a client fetches a ticket by HTTP and hears of events over the WebSocket it opens with it. */
export class Streams {
  readonly #world: World
  readonly #envelopes: Envelopes
  readonly #corp: Corp
  readonly #tickets = new Map<string, Ticket>()
  readonly #connections = new Set<StreamConnection>()
  #turn = 0

  constructor(world: World, envelopes: Envelopes, corp: Corp) {
    this.#world = world
    this.#envelopes = envelopes
    this.#corp = corp
  }

  /** POST /v1.0/gateway/connections/open: credentials in the body, no token. */
  readonly open: Route = (request) => {
    const params = readModernBody(request, ['clientId', 'clientSecret', 'subscriptions'])
    if (!(params instanceof Params)) return this.#envelopes.modernRefusal(params)
    const app = this.#corp.apps.find(
      ({ appKey, appSecret }) =>
        appKey === params.text('clientId') && appSecret === params.text('clientSecret'),
    )
    if (!app) return this.#refuse('invalidClientIdOrSecret', '无效的clientId或者clientSecret')
    const subscriptions = readSubscriptions(params.value('subscriptions'))
    if (!subscriptions) return this.#refuse('invalidParameter', 'subscriptions invalid')
    if (params.has('ua') && params.text('ua') === '') return this.#refuse('invalidParameter', 'ua invalid')
    const ticket = this.#world.ids.urlSafe(TICKET_CHARS)
    this.#tickets.set(ticket, { app, subscriptions, expiresAt: request.at + TICKET_MS })
    return this.#opened(request, { endpoint: this.#endpointFor(request), ticket })
  }

  /** The handshake of the WebSocket. What a used, late or unknown ticket gets is not documented. */
  readonly connect = ({ query, at }: SandboxRequest): SocketAnswer => {
    const name = query.get('ticket') ?? ''
    const ticket = this.#tickets.get(name)
    this.#tickets.delete(name)
    if (!ticket || at >= ticket.expiresAt) {
      const body = { code: 'invalidParameter', message: 'ticket invalid' }
      return { status: 401, body, rule: 'dingtalk.stream.ticket' }
    }
    return {
      serve: (socket) => {
        const connection = new StreamConnection(this.#world, ticket.app, ticket.subscriptions, socket)
        this.#connections.add(connection)
        socket.onClose = () => {
          this.#connections.delete(connection)
          connection.ended()
        }
      },
    }
  }

  /** One of the app's connections that takes such a frame; they share the load. */
  find(app: DingTalkApp, type: FrameType, topic: string): StreamConnection | undefined {
    const taking = [...this.#connections].filter((each) => each.app === app && each.takes(type, topic))
    this.#turn++
    return taking[this.#turn % Math.max(taking.length, 1)]
  }

  list(): readonly StreamDescription[] {
    return [...this.#connections].map(({ id, app }) => ({ id, app: app.name }))
  }

  /** Without an app, of all. */
  disconnect(app?: string): void {
    for (const connection of this.#connections) {
      if (app === undefined || connection.app.name === app) connection.disconnect('connection is expired')
    }
  }

  end(): void {
    for (const connection of this.#connections) connection.close()
  }

  /** Clients that do not ask for JSON are answered in XML. */
  #opened(request: SandboxRequest, body: { endpoint: string; ticket: string }): SandboxAnswer {
    const rule = 'dingtalk.stream.ok'
    if ((request.headers.accept ?? '').includes('application/json')) return this.#envelopes.modern(rule, body)
    const fields = `<endpoint>${body.endpoint}</endpoint><ticket>${body.ticket}</ticket>`
    const xml = `<?xml version="1.0" encoding="UTF-8"?><OpenConnectionResponse>${fields}</OpenConnectionResponse>`
    return { status: 200, headers: { 'content-type': 'application/xml;charset=utf-8' }, body: xml, rule }
  }

  /** The platform's own address for who came under a name of the platform, otherwise where the caller found us. */
  #endpointFor({ headers, isSecure }: SandboxRequest): string {
    const host = headers.host ?? ''
    if (isSecure && host.replace(/:\d+$/, '').endsWith('.dingtalk.com'))
      return `wss://${STREAM_HOST}:443${STREAM_PATH}`
    return `${isSecure ? 'wss' : 'ws'}://${host}${STREAM_PATH}`
  }

  #refuse(code: string, message: string): SandboxAnswer {
    return this.#envelopes.modernRefusal({ rule: `dingtalk.stream.${code}`, status: 400, code, message })
  }
}

/** Undefined unless it is a list of `{type, topic}`. */
function readSubscriptions(value: unknown): readonly Subscription[] | undefined {
  if (!Array.isArray(value)) return undefined
  const read = value.flatMap((each: unknown) => {
    const { type, topic } = asRecord(each) ?? {}
    return typeof type === 'string' && typeof topic === 'string' ? [{ type, topic }] : []
  })
  return read.length === value.length ? read : undefined
}
