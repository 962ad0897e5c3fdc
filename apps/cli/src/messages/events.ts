import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { EventView as EventSchema, type EventView } from '@hongyan/contract'
import type { Api } from '../api.ts'

/** An open stream of what happens, of one message or of all. It has begun when `openEvents` resolves. */
export async function openEvents(
  api: Api,
  { message, signal }: { readonly message?: string | undefined; readonly signal: AbortSignal },
): Promise<AsyncIterable<EventView>> {
  const query = message === undefined ? '' : `?${new URLSearchParams({ message })}`
  return read(await api.stream(`/v1/events${query}`, signal), signal)
}

async function* read(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<EventView> {
  // Node's own stream type and the one of the web's fetch are the same object under two declarations.
  const lines = createInterface({ input: Readable.fromWeb(body as import('node:stream/web').ReadableStream) })
  try {
    for await (const line of lines) {
      if (line.startsWith(DATA)) yield EventSchema.parse(JSON.parse(line.slice(DATA.length)))
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

const DATA = 'data: '
