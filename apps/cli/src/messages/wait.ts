import { DeliveryView, type EventView } from '@hongyan/contract'
import type { Api } from '../api.ts'
import { hasArrived, type Progress, progressOf } from './arrival.ts'
import { openEvents } from './events.ts'

export interface WaitOptions {
  readonly timeoutMs: number
  /** Default: every delivery has arrived where nothing more is to be expected. */
  readonly isOver?: (deliveries: readonly DeliveryView[]) => boolean
  readonly onProgress?: (progress: Progress) => void
}

/** Every delivery of a message as it stands. */
export async function deliveriesOf(api: Api, message: string): Promise<DeliveryView[]> {
  const deliveries: DeliveryView[] = []
  for await (const delivery of api.all(`/v1/messages/${message}/deliveries`, DeliveryView)) {
    deliveries.push(delivery)
  }
  return deliveries
}

/**
 * Waits until it is over or the time is up; answers the deliveries as they stand then. Events say what has changed, so
 * that nothing is asked in vain, and tell the gateway that somebody is waiting.
 */
export async function waitForDeliveries(
  api: Api,
  message: string,
  { timeoutMs, isOver = (deliveries) => deliveries.every(hasArrived), onProgress }: WaitOptions,
): Promise<DeliveryView[]> {
  const leaving = new AbortController()
  const timeout = setTimeout(() => leaving.abort(), timeoutMs)
  try {
    const events = await openEvents(api, { message, signal: leaving.signal })
    await follow(api, message, events, isOver, onProgress)
  } finally {
    clearTimeout(timeout)
    leaving.abort()
  }
  return deliveriesOf(api, message)
}

async function follow(
  api: Api,
  message: string,
  events: AsyncIterable<EventView>,
  isOver: (deliveries: readonly DeliveryView[]) => boolean,
  onProgress: WaitOptions['onProgress'],
): Promise<void> {
  const known = new Map((await deliveriesOf(api, message)).map((delivery) => [delivery.id, delivery]))
  const isEnough = () => {
    const all = [...known.values()]
    onProgress?.(progressOf(all))
    // A large list becomes deliveries little by little; none yet does not mean that all have arrived.
    return all.length > 0 && isOver(all)
  }
  if (isEnough()) return
  for await (const event of events) {
    await note(event, known, api)
    if (isEnough()) return
  }
}

/** A delivery that nobody had told of, the next account's turn for example, is asked for. */
async function note(event: EventView, known: Map<string, DeliveryView>, api: Api): Promise<void> {
  if (event.type === 'message.accepted') return
  const change =
    event.type === 'delivery.recall' ? { recall: event.recall } : { state: event.state, final: event.final }
  for (const id of event.deliveries) {
    const before = known.get(id) ?? (await api.get(`/v1/deliveries/${id}`, WithoutAttempts))
    known.set(id, { ...before, ...change })
  }
}

/** A delivery by itself comes with its attempts, which do not matter here. */
const WithoutAttempts = DeliveryView.strip()
