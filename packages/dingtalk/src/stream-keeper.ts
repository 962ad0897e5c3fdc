import { setTimeout as sleep } from 'node:timers/promises'
import { isPlatformCallError, type OpenWebSocket, type WebSocketOptions } from '@hongyan/platform-call'
import { STREAM_FIRST_PAUSE_MS, STREAM_LONGEST_PAUSE_MS } from './limits.ts'
import { readFrame, type StreamFrame, writeAnswer } from './stream-frame.ts'
import { answerFrame, type StreamHandlers } from './stream-topic.ts'

/** What may be watched of a stream, and how long it waits. */
export interface StreamWatch {
  /** Each time a connection is open. */
  readonly onConnected?: (() => void) | undefined
  /** A connection that could not be opened, or what a handler threw. The stream goes on by itself. */
  readonly onProblem?: ((problem: unknown) => void) | undefined
  /** Milliseconds before the n-th try after a break, from 1. Default: 1 s, doubled up to 60 s, and up to half more by chance. */
  readonly pauseMs?: ((tries: number) => number) | undefined
}

/** Doubles from the first pause to the longest; the part by chance keeps a thousand clients from coming back at once. */
export const growingPauseMs = (tries: number, chance = Math.random()): number =>
  Math.min(STREAM_FIRST_PAUSE_MS * 2 ** (tries - 1), STREAM_LONGEST_PAUSE_MS) * (1 + chance / 2)

/**
 * Keeps one connection open after the other: opening → open → announced | broken → opening. `announced` is DingTalk's
 * `disconnect`: the next is opened at once, and the old one may still bring what is under way until the server closes
 * it. `broken` is every other end: the next is opened after a pause, which grows until a connection has brought a frame.
 */
export class StreamKeeper {
  readonly #open: (onText: WebSocketOptions['onText']) => Promise<OpenWebSocket>
  readonly #options: StreamHandlers & StreamWatch
  readonly #first = Promise.withResolvers<void>()
  readonly #stop = new AbortController()
  readonly #sockets = new Set<OpenWebSocket>()
  #wasConnected = false

  constructor(
    open: (onText: WebSocketOptions['onText']) => Promise<OpenWebSocket>,
    options: StreamHandlers & StreamWatch,
  ) {
    this.#open = open
    this.#options = options
    // Whoever does not wait for it hears of it by onProblem.
    this.#first.promise.catch(() => undefined)
  }

  /** Rejects if the platform refuses the app the first time. */
  get connected(): Promise<void> {
    return this.#first.promise
  }

  stop(): void {
    this.#stop.abort()
    for (const socket of this.#sockets) socket.close()
  }

  /** Resolves when stopped, or if the app was refused the first time: that does not change by itself. */
  async keep(): Promise<void> {
    for (let tries = 0; !this.#stop.signal.aborted; ) {
      if (tries > 0) await this.#pause(tries)
      if (this.#stop.signal.aborted) break
      try {
        const end = await this.#liveThrough()
        tries = end === 'announced' ? 0 : end === 'broken_after_use' ? 1 : tries + 1
      } catch (problem) {
        this.#report(problem)
        if (!this.#wasConnected && isPlatformCallError(problem) && problem.kind === 'rejected') {
          return this.#first.reject(problem)
        }
        tries++
      }
    }
    this.#first.reject(new Error('closed before a connection was open'))
  }

  /** One connection, from its opening to the moment when the next is needed. */
  async #liveThrough(): Promise<'announced' | 'broken' | 'broken_after_use'> {
    const announced = Promise.withResolvers<'announced'>()
    let isUsed = false
    const socket = await this.#open((text, from) => {
      const frame = readFrame(text)
      if (!frame || this.#stop.signal.aborted) return
      isUsed = true
      if (frame.type === 'SYSTEM' && frame.topic === 'disconnect') announced.resolve('announced')
      else void this.#answer(frame, from)
    })
    if (this.#stop.signal.aborted) socket.close()
    this.#sockets.add(socket)
    const broken = socket.closed.then(() => {
      this.#sockets.delete(socket)
      return isUsed ? 'broken_after_use' : 'broken'
    })
    this.#wasConnected = true
    this.#first.resolve()
    this.#tellConnected()
    return Promise.race([announced.promise, broken])
  }

  async #answer(frame: StreamFrame, socket: OpenWebSocket): Promise<void> {
    const answer = await answerFrame(frame, this.#options, (problem) => this.#report(problem))
    if (answer) socket.send(writeAnswer(frame, answer))
  }

  async #pause(tries: number): Promise<void> {
    const { pauseMs = growingPauseMs } = this.#options
    await sleep(pauseMs(tries), undefined, { signal: this.#stop.signal }).catch(() => undefined)
  }

  #tellConnected(): void {
    try {
      this.#options.onConnected?.()
    } catch (problem) {
      this.#report(problem)
    }
  }

  /** A watcher that throws must not end what it watches. */
  #report(problem: unknown): void {
    try {
      this.#options.onProblem?.(problem)
    } catch {
      // There is nobody else to tell.
    }
  }
}
