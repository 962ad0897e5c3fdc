import { EventView as EventSchema, type EventView } from '@hongyan/contract'
import type { Api } from '../api.ts'
import { eventData } from '../event-lines.ts'

/** An open stream of what happens, of one message or of all. It has begun when `openEvents` resolves. */
export async function openEvents(
  api: Api,
  { message, signal }: { readonly message?: string | undefined; readonly signal: AbortSignal },
): Promise<AsyncIterable<EventView>> {
  const query = message === undefined ? '' : `?${new URLSearchParams({ message })}`
  return read(await api.stream(`/v1/events${query}`, signal), signal)
}

async function* read(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<EventView> {
  for await (const data of eventData(body, signal)) yield EventSchema.parse(JSON.parse(data))
}
