import { setTimeout as wait } from 'node:timers/promises'
import { EventView } from '@hongyan/contract'
import type { Connection } from './connection.ts'
import { isHongyanError } from './errors.ts'

export interface EventsOptions {
  /** A cursor seen before: begins after it. Default: with what happens from now on. */
  readonly after?: string | undefined
  /** Only of this message; whoever listens to one also has its reports asked for at once. */
  readonly message?: string | undefined
  /** Ends the iteration. */
  readonly signal?: AbortSignal | undefined
  /** Called each time the line is up: what happens from then on is not missed. */
  readonly onOpen?: (() => void) | undefined
  /** Unit: milliseconds to wait before connecting again after the line was lost. Default 1000. */
  readonly reconnectMs?: number | undefined
}

const DEFAULT_RECONNECT_MS = 1000

/**
 * What happens, in order, each once. A lost line is taken up again after the last event; once the first event has a
 * cursor, none is missed.
 *
 * @throws RefusedError where the gateway does not let this key listen
 */
export async function* events(
  connection: Connection,
  options: EventsOptions = {},
): AsyncGenerator<EventView> {
  const { message, signal, onOpen, reconnectMs = DEFAULT_RECONNECT_MS } = options
  let { after } = options
  while (!signal?.aborted) {
    try {
      const { body } = await connection.open('GET', '/v1/events', {
        query: { after, message },
        headers: { accept: 'text/event-stream' },
        signal,
      })
      onOpen?.()
      for await (const event of eventsIn(body)) {
        after = event.cursor
        yield event
      }
    } catch (error) {
      if (signal?.aborted) return
      if (!isPassing(error)) throw error
    }
    await wait(reconnectMs, undefined, { signal }).catch(() => {})
  }
}

/** Worth another try: no answer, a gateway that is not ready just now, or, from undici, a line that broke later. */
function isPassing(error: unknown): boolean {
  if (!isHongyanError(error)) return error instanceof Error && 'code' in error
  return error.kind === 'unreachable' || error.problem.status === 503
}

/** Frames end with an empty line; of each only the line `data:` matters, as it holds all there is. */
async function* eventsIn(body: AsyncIterable<Uint8Array>): AsyncGenerator<EventView> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    const frames = text.split('\n\n')
    text = frames.pop() ?? ''
    for (const frame of frames) {
      const [, data] = /^data: (.*)$/m.exec(frame) ?? []
      const event = data === undefined ? undefined : EventView.safeParse(JSON.parse(data))
      // An event of a kind that a newer gateway has is not for us.
      if (event?.success) yield event.data
    }
  }
}
