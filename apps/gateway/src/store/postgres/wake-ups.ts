import { randomUUID } from 'node:crypto'
import { Client, type ClientConfig } from 'pg'

const CHANNEL = 'hongyan_change'
/**
 * Unit: milliseconds. A commit with NOTIFY takes a lock of the whole server, so wake-ups are joined and sent on a
 * connection of their own, never by the transaction that gives rise to them.
 */
const JOIN_MS = 50
/** Unit: milliseconds. Until it is back, polling does the work. */
const RECONNECT_MS = 1_000

/** Tells the other nodes that there may be something to do, and hears it from them. */
export class WakeUps {
  readonly #config: ClientConfig
  readonly #listeners = new Set<() => void>()
  readonly #self = randomUUID()
  #client: Client | undefined
  #joined: NodeJS.Timeout | undefined
  #reconnect: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(config: ClientConfig) {
    this.#config = config
  }

  async connect(): Promise<void> {
    const client = new Client(this.#config)
    client.on('error', () => this.#lose(client))
    client.on('end', () => this.#lose(client))
    client.on('notification', ({ payload }) => {
      if (payload !== this.#self) this.#tellListeners()
    })
    await client.connect()
    await client.query(`LISTEN ${CHANNEL}`)
    this.#client = client
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  wake(): void {
    this.#tellListeners()
    this.#joined ??= setTimeout(() => this.#notify(), JOIN_MS).unref()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#joined)
    clearTimeout(this.#reconnect)
    await this.#client?.end()
  }

  #tellListeners(): void {
    for (const listener of this.#listeners) listener()
  }

  #notify(): void {
    this.#joined = undefined
    // Lost with the connection: the others poll.
    this.#client?.query('SELECT pg_notify($1, $2)', [CHANNEL, this.#self]).catch(() => undefined)
  }

  #lose(client: Client): void {
    if (this.#client !== client || this.#isClosed) return
    this.#client = undefined
    void client.end().catch(() => undefined)
    this.#retry()
  }

  #retry(): void {
    this.#reconnect = setTimeout(() => {
      this.connect().catch(() => {
        if (!this.#isClosed) this.#retry()
      })
    }, RECONNECT_MS).unref()
  }
}
