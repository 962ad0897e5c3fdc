import * as z from 'zod'
import type { Clock } from './clock.ts'

export interface SandboxClockOptions {
  /** Base URL of the sandbox. */
  readonly url: string
  readonly clock: Pick<Clock, 'after'>
  /** The offset that business time has had so far. A sandbox that has lost it is moved on to it. */
  readonly offsetMs: number
  /** Makes this the offset of business time, durably; the sandbox is told only then. */
  readonly apply: (offsetMs: number) => Promise<void>
  /** Told when the stream breaks; it is opened again. */
  readonly onError: (error: unknown) => void
}

/** How long to wait before the stream is opened again. Unit: real milliseconds. */
const REOPEN_AFTER_MS = 500

const ToldOffset = z.object({ follower: z.string(), offsetMs: z.number() })

/**
 * Follows the sandbox's clock: whoever turns it there waits until this gateway goes by the new time. Meanwhile business
 * time here only trails, so nothing is sent before its time.
 */
export class SandboxClock {
  readonly #options: SandboxClockOptions
  readonly #leaving = new AbortController()
  #following: Promise<void> = Promise.resolve()
  #inForceMs: number

  constructor(options: SandboxClockOptions) {
    this.#options = options
    this.#inForceMs = options.offsetMs
  }

  /** Resolves once the sandbox's present time is in force here. @throws if the sandbox cannot be reached. */
  async start(): Promise<void> {
    const offsets = await this.#open()
    await this.#takeNext(offsets)
    this.#following = this.#follow(offsets)
  }

  async stop(): Promise<void> {
    this.#leaving.abort()
    await this.#following
  }

  async #follow(first: AsyncIterator<string>): Promise<void> {
    let offsets: AsyncIterator<string> | undefined = first
    while (!this.#leaving.signal.aborted) {
      try {
        offsets ??= await this.#open()
        await this.#takeNext(offsets)
      } catch (error) {
        if (this.#leaving.signal.aborted) return
        this.#options.onError(error)
        offsets = undefined
        await this.#pause()
      }
    }
  }

  async #open(): Promise<AsyncIterator<string>> {
    const { url } = this.#options
    const response = await fetch(`${url}/_sandbox/clock/events`, {
      signal: this.#leaving.signal,
    }).catch((cause: unknown) => {
      throw new Error(`No sandbox answers at ${url}. Start one: hongyan sandbox`, { cause })
    })
    if (!response.ok || !response.body) {
      throw new Error(`The sandbox’s clock answers ${response.status}. Is ${this.#options.url} a sandbox?`)
    }
    return linesOf(response.body)
  }

  async #takeNext(lines: AsyncIterator<string>): Promise<void> {
    for (;;) {
      const line = await lines.next()
      if (line.done) throw new Error('The stream of the sandbox’s clock has ended.')
      if (!line.value.startsWith(DATA)) continue
      const told = ToldOffset.parse(JSON.parse(line.value.slice(DATA.length)))
      if (told.offsetMs < this.#inForceMs) {
        await this.#catchUpSandbox(told)
        continue
      }
      await this.#options.apply(told.offsetMs)
      this.#inForceMs = told.offsetMs
      await this.#post('ack', told)
      return
    }
  }

  /** A restarted sandbox begins at no offset, and business time never runs backwards: so the sandbox moves, not we. */
  async #catchUpSandbox(told: z.infer<typeof ToldOffset>): Promise<void> {
    const ms = this.#inForceMs - told.offsetMs
    await this.#post('ack', { ...told, offsetMs: this.#inForceMs })
    await this.#post('advance', { ms })
  }

  async #post(action: 'ack' | 'advance', body: object): Promise<void> {
    const response = await fetch(`${this.#options.url}/_sandbox/clock/${action}`, {
      method: 'POST',
      body: JSON.stringify(body),
      signal: this.#leaving.signal,
    })
    await response.arrayBuffer()
  }

  #pause(): Promise<void> {
    const { signal } = this.#leaving
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(REOPEN_AFTER_MS, resolve)
      signal.addEventListener('abort', () => {
        cancel()
        resolve()
      })
    })
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}

const DATA = 'data: '
