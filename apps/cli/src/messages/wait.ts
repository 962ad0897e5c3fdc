import type { DeliveryView, EventView, Hongyan } from '@hongyan/client'
import { hasArrived, type Progress, progressOf } from './arrival.ts'

export interface WaitOptions {
  readonly timeoutMs: number
  /** Default: every delivery has arrived where nothing more is to be expected. */
  readonly isOver?: (deliveries: readonly DeliveryView[]) => boolean
  readonly onProgress?: (progress: Progress) => void
}

/** Every delivery of a message as it stands. */
export async function deliveriesOf(hongyan: Hongyan, message: string): Promise<DeliveryView[]> {
  const deliveries: DeliveryView[] = []
  for await (const delivery of hongyan.messages.deliveries(message, { limit: 500 })) deliveries.push(delivery)
  return deliveries
}

/**
 * Waits until it is over or the time is up; answers the deliveries as they stand then. Events say what has changed, so
 * that nothing is asked in vain, and tell the gateway that somebody is waiting.
 */
export async function waitForDeliveries(
  hongyan: Hongyan,
  message: string,
  options: WaitOptions,
): Promise<DeliveryView[]> {
  const leaving = new AbortController()
  const timeout = setTimeout(() => leaving.abort(), options.timeoutMs)
  const watched = new WatchedDeliveries(hongyan, message, options, leaving)
  try {
    const { signal } = leaving
    const onOpen = () => watched.list()
    for await (const event of hongyan.events({ message, signal, onOpen })) await watched.note(event)
  } finally {
    clearTimeout(timeout)
    leaving.abort()
  }
  watched.throwFailure()
  return deliveriesOf(hongyan, message)
}

/** The deliveries as listed when the line came up, kept current by what its events tell. Leaves when it is over. */
class WatchedDeliveries {
  readonly #hongyan: Hongyan
  readonly #message: string
  readonly #options: WaitOptions
  readonly #leaving: AbortController
  readonly #known = new Map<string, DeliveryView>()
  /** Told of by an event since the line came up: newer than what a list under way may say. */
  readonly #told = new Set<string>()
  #failure: unknown

  constructor(hongyan: Hongyan, message: string, options: WaitOptions, leaving: AbortController) {
    this.#hongyan = hongyan
    this.#message = message
    this.#options = options
    this.#leaving = leaving
  }

  list(): void {
    this.#told.clear()
    deliveriesOf(this.#hongyan, this.#message)
      .then((deliveries) => {
        for (const delivery of deliveries) {
          if (!this.#told.has(delivery.id)) this.#known.set(delivery.id, delivery)
        }
        this.#look()
      })
      .catch((error: unknown) => {
        this.#failure = error
        this.#leaving.abort()
      })
  }

  async note(event: EventView): Promise<void> {
    if (event.type === 'message.accepted') return
    const change =
      event.type === 'delivery.recall' ? { recall: event.recall } : { state: event.state, final: event.final }
    for (const id of event.deliveries) {
      this.#told.add(id)
      // One that no list has told of yet, the next account's turn for example, is asked for.
      const before = this.#known.get(id) ?? (await this.#hongyan.deliveries.get(id))
      this.#known.set(id, { ...before, ...change })
    }
    this.#look()
  }

  /** Listing runs beside the events; what it threw comes out here. */
  throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure
  }

  #look(): void {
    const all = [...this.#known.values()]
    const { isOver = (deliveries) => deliveries.every(hasArrived), onProgress } = this.#options
    onProgress?.(progressOf(all))
    // A large list becomes deliveries little by little; none yet does not mean that all have arrived.
    if (all.length > 0 && isOver(all)) this.#leaving.abort()
  }
}
