import { deliveryId, EventQuery, EventView } from '@hongyan/contract'
import type { FastifyReply } from 'fastify'
import type { Principal } from '../access/api-keys.ts'
import type { MessageRow, StoredEvent } from '../store/store.ts'
import { findMessage, seesAll } from './messages.ts'
import type { Services } from './services.ts'
import { parseInput } from './validation.ts'
import { instant } from './views.ts'

/** Unit: events read from the store at once. */
const BATCH = 500
/** The platforms need a second or two until they can tell what became of a call. */
const REPORT_AFTER_MS = 2000
/** Below the idle limits of common proxies (60 s). */
const HEARTBEAT_MS = 15_000
/** What another node wrote is found by then, also if its wake-up was lost. */
const POLL_MS = 1000

/** One listener: reads on from a cursor, as fast as the connection takes it. */
export class EventStream {
  readonly #services: Services
  readonly #reply: FastifyReply
  readonly #principal: Principal
  readonly #ended = new AbortController()
  #wake: () => void = () => {}
  #watched: MessageRow | undefined
  /** Since the latest reading: what came during it is read before resting. */
  #hasChanged = false

  constructor(services: Services, reply: FastifyReply, principal: Principal) {
    this.#services = services
    this.#reply = reply
    this.#principal = principal
  }

  /** Resolves when the listener has gone or `end` was called. @throws Refusal before anything has been written */
  async run(): Promise<void> {
    const { store } = this.#services
    const { query: given, headers, raw } = this.#reply.request
    const query = parseInput(EventQuery, given)
    const lastSeen = headers['last-event-id']
    if (query.message !== undefined) await this.#watch(query.message)
    const from = typeof lastSeen === 'string' && lastSeen !== '' ? lastSeen : query.after
    const start = from ?? (await store.latestEvent())
    this.#open()
    raw.on('close', () => this.end())
    const stop = store.onChange(() => this.#change())
    try {
      await this.#follow(start, query.message)
    } finally {
      stop()
      // After an error as after the end: the listener comes again and resumes where it was.
      this.#reply.raw.end()
    }
  }

  async #follow(start: string, message: string | undefined): Promise<void> {
    const { store, clock } = this.#services
    const of = message === undefined ? {} : { message }
    let after = start
    let beatAt = clock.monotonic() + HEARTBEAT_MS
    while (!this.#ended.signal.aborted) {
      this.#hasChanged = false
      const events = await store.readEvents({ ...of, after, limit: BATCH })
      for (const event of events) {
        after = event.cursor
        if (this.#mayKnow(event)) await this.#write(frameOf(event))
      }
      if (events.some(({ to }) => to === 'sent')) await this.#wantReport()
      if (clock.monotonic() >= beatAt) {
        await this.#write(': still here\n\n')
        beatAt = clock.monotonic() + HEARTBEAT_MS
      }
      if (events.length < BATCH) await this.#rest()
    }
  }

  end(): void {
    this.#ended.abort()
    this.#change()
  }

  #change(): void {
    this.#hasChanged = true
    this.#wake()
  }

  /** Who listens to one message waits for it, and so its reports are asked for soon. */
  async #watch(id: string): Promise<void> {
    this.#watched = await findMessage(this.#services, id, this.#principal)
    await this.#wantReport()
  }

  /** Again whenever more of it has gone out, for what goes out later has its report planned later. */
  async #wantReport(): Promise<void> {
    const { store, clock } = this.#services
    if (this.#watched) await store.wantReport(this.#watched, clock.now() + REPORT_AFTER_MS)
  }

  #open(): void {
    this.#reply.hijack()
    this.#reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // A listener's connection is of no use afterwards; kept alive, it would hold up the gateway's end for a minute.
      connection: 'close',
      // nginx would keep events back until its buffer is full.
      'x-accel-buffering': 'no',
    })
    this.#reply.raw.write(': listening\n\n')
  }

  #mayKnow(event: StoredEvent): boolean {
    return seesAll(this.#principal) || event.client === this.#principal.client
  }

  /** Waits while the connection is full, so that a slow listener costs no memory. */
  async #write(frame: string): Promise<void> {
    const { raw } = this.#reply
    if (this.#ended.signal.aborted || raw.write(frame)) return
    const { promise, resolve } = Promise.withResolvers<void>()
    raw.once('drain', resolve)
    this.#ended.signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
  }

  #rest(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = this.#services.clock.after(POLL_MS, resolve)
    this.#wake = () => {
      cancel()
      resolve()
    }
    if (this.#hasChanged) this.#wake()
    return promise
  }
}

const frameOf = (event: StoredEvent): string =>
  `id: ${event.cursor}\nevent: ${event.type}\ndata: ${JSON.stringify(eventView(event))}\n\n`

function eventView(event: StoredEvent): EventView {
  const { cursor, type, message, account, from, to, final, code, client, recipients } = event
  const common = { cursor, at: instant(event.at), message }
  const deliveries = event.deliveries.map((idx) => deliveryId(message, idx))
  switch (type) {
    case 'message.accepted':
      return EventView.parse({ type, ...common, client, recipients })
    case 'delivery.state':
      return EventView.parse({
        type,
        ...common,
        account,
        deliveries,
        from,
        state: to,
        final,
        code: code ?? undefined,
      })
    case 'delivery.recall':
      return EventView.parse({ type, ...common, account, deliveries, recall: to })
  }
}
