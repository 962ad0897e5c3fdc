import { Worker } from 'node:worker_threads'
import { type MessageRequest, type ProblemCode, Refusal, type RefusalFacts } from '@hongyan/contract'
import type { ParsedMessage } from './message-body.ts'

type Recipients = NonNullable<MessageRequest['to']>

export interface WorkerJob {
  readonly id: number
  readonly bytes: Uint8Array
}

export type WorkerAnswer = { readonly id: number } & (
  | { readonly kind: 'piece'; readonly to: Recipients }
  | {
      readonly kind: 'done'
      readonly rest: Omit<MessageRequest, 'to'>
      readonly hasRecipients: boolean
      readonly requestHash: string
    }
  | { readonly kind: 'refused'; readonly code: ProblemCode; readonly facts: RefusalFacts }
)

interface Waiting {
  readonly to: Recipients
  readonly resolve: (message: ParsedMessage) => void
  readonly reject: (error: unknown) => void
}

/** Parses and checks large messages in a thread of its own, begun with the first of them. */
export class LargeMessages {
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #lastId = 0

  /** @throws Refusal as for a small message. The bytes are handed over and cannot be read afterwards. */
  parse(bytes: Uint8Array<ArrayBuffer>): Promise<ParsedMessage> {
    const id = ++this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<ParsedMessage>()
    this.#waiting.set(id, { to: [], resolve, reject })
    this.#worker ??= this.#begin()
    this.#worker.postMessage({ id, bytes } satisfies WorkerJob, [bytes.buffer])
    return promise
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }

  #begin(): Worker {
    const worker = new Worker(new URL('./large-message-worker.ts', import.meta.url), {
      // A thread begun by a test runner would not find the sources of the other packages.
      execArgv: ['--conditions=hongyan-source'],
    })
    worker.on('message', (answer: WorkerAnswer) => this.#take(answer))
    worker.on('error', (error) => this.#end(error))
    worker.on('exit', () => this.#end(new Refusal('unavailable', { retryAfterMs: 1000 })))
    worker.unref()
    return worker
  }

  #take(answer: WorkerAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    if (waiting === undefined) return
    if (answer.kind === 'piece') {
      waiting.to.push(...answer.to)
      return
    }
    this.#waiting.delete(answer.id)
    if (answer.kind === 'refused') {
      waiting.reject(new Refusal(answer.code, answer.facts))
      return
    }
    const { rest, hasRecipients, requestHash } = answer
    waiting.resolve({ request: { ...rest, ...(hasRecipients && { to: waiting.to }) }, requestHash })
  }

  /** The next large message begins a new thread. */
  #end(error: unknown): void {
    this.#worker = undefined
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
