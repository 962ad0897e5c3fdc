import { Readable } from 'node:stream'
import type { OutgoingRequest, StreamedBody } from './outgoing-request.ts'

/** A request's body on its way out, and whether it could be read to its end. */
export class OutgoingBody {
  readonly #body: OutgoingRequest['body']
  /** Why the source broke off; then the platform never had a whole request. */
  failure: Error | undefined

  constructor(body: OutgoingRequest['body']) {
    this.#body = body
  }

  /** For the dispatcher. */
  open(): string | Readable | null {
    if (this.#body === undefined) return null
    if (typeof this.#body === 'string') return this.#body
    return Readable.from(this.#watched(this.#body), { objectMode: false })
  }

  /** Bytes that travel beside the budget's ordinary JSON. */
  get streamedBytes(): number {
    return typeof this.#body === 'object' ? this.#body.size : 0
  }

  async *#watched(body: StreamedBody): AsyncGenerator<Uint8Array> {
    let sent = 0
    try {
      for await (const chunk of body.stream()) {
        sent += chunk.byteLength
        if (sent > body.size) break
        yield chunk
      }
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error))
      throw this.failure
    }
    if (sent === body.size) return
    this.failure = new Error(`the source gave ${sent > body.size ? 'more' : 'fewer'} bytes than announced`)
    throw this.failure
  }
}
