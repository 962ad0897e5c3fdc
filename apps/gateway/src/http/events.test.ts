import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { CancelWake } from '../clock.ts'
import type { MessageRow, StoredEvent } from '../store/store.ts'
import { TestClock } from '../test-clock.ts'
import { MESSAGE_ID, startHttp } from './test-kit.ts'

const eventAt = (place: number, client = 'hr'): StoredEvent => ({
  cursor: String(place),
  at: 0,
  message: MESSAGE_ID,
  client,
  type: 'delivery.state',
  account: 'hr-ding',
  from: 'queued',
  to: 'sending',
  final: false,
  code: null,
  deliveries: [1, 2],
  recipients: null,
})

/** A store of events to which a test adds. */
function storeOf(events: StoredEvent[]) {
  const listeners = new Set<() => void>()
  const wanted: { id: string; at: number }[] = []
  return {
    wanted,
    listeners,
    add(event: StoredEvent) {
      events.push(event)
      for (const wake of listeners) wake()
    },
    store: {
      latestEvent: async () => events.at(-1)?.cursor ?? '0',
      readEvents: async ({ after = '0', limit }: { after?: string; limit: number }) =>
        events.filter(({ cursor }) => Number(cursor) > Number(after)).slice(0, limit),
      onChange: (wake: () => void) => {
        listeners.add(wake)
        return () => listeners.delete(wake)
      },
      // Of the message only whose it is matters here.
      message: async (id: string) => ({ id, client: 'hr' }) as MessageRow,
      wantReport: async ({ id }: { id: string }, at: number) => {
        wanted.push({ id, at })
      },
    },
  }
}

/** The frames of a stream one by one. */
async function* framesOf(response: Response): AsyncGenerator<string> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    const frames = text.split('\n\n')
    text = frames.pop() ?? ''
    yield* frames
  }
}

/** Tells when a stream has found nothing and rests. */
class RestingClock extends TestClock {
  readonly #resting = Promise.withResolvers<void>()
  readonly resting = this.#resting.promise

  override after(ms: number, wake: () => void): CancelWake {
    const cancel = super.after(ms, wake)
    this.#resting.resolve()
    return cancel
  }
}

interface Listening {
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly clock?: TestClock
}

async function listen(
  { store }: ReturnType<typeof storeOf>,
  { path = '/v1/events', headers = {}, clock = new TestClock() }: Listening = {},
) {
  const http = await startHttp({ store, clock })
  const frames = framesOf(await http.get(path, headers))
  const next = async () => (await frames.next()).value
  expect(await next()).toBe(': listening')
  return { ...http, next }
}

describe('a listener', () => {
  it('hears what happens from then on, with the place to resume from', async () => {
    const store = storeOf([eventAt(1)])
    const { next } = await listen(store)

    store.add(eventAt(2))

    const [id, event, data] = (await next())?.split('\n') ?? []
    expect([id, event]).toEqual(['id: 2', 'event: delivery.state'])
    expect(JSON.parse(data?.replace('data: ', '') ?? '')).toEqual({
      type: 'delivery.state',
      cursor: '2',
      at: '1970-01-01T00:00:00.000Z',
      message: MESSAGE_ID,
      account: 'hr-ding',
      deliveries: [`${MESSAGE_ID}.1`, `${MESSAGE_ID}.2`],
      from: 'queued',
      state: 'sending',
      final: false,
    })
  })

  it.each([
    ['the header Last-Event-ID', '/v1/events', { 'last-event-id': '1' }],
    ['the parameter after', '/v1/events?after=1', {}],
  ])('resumes by %s without missing one', async (_how, path, headers) => {
    const store = storeOf([eventAt(1), eventAt(2), eventAt(3)])
    const { next } = await listen(store, { path, headers })

    expect(await next()).toContain('id: 2\n')
    expect(await next()).toContain('id: 3\n')
  })

  it('hears nothing of other clients’ messages', async () => {
    const store = storeOf([])
    const { next } = await listen(store)

    store.add(eventAt(1, 'billing'))
    store.add(eventAt(2))

    expect(await next()).toContain('id: 2\n')
  })

  it('to one message makes its reports come due soon, also those of what goes out later', async () => {
    const store = storeOf([])
    const { next, clock } = await listen(store, { path: `/v1/events?message=${MESSAGE_ID}` })
    const soon = { id: MESSAGE_ID, at: clock.now() + 2000 }
    expect(store.wanted).toEqual([soon])

    store.add(eventAt(1))
    await next()
    store.add({ ...eventAt(2), from: 'sending', to: 'sent' })
    await next()
    store.add(eventAt(3))
    await next()

    expect(store.wanted).toEqual([soon, soon])
  })

  it('finds by polling what no wake-up told of', async () => {
    const events: StoredEvent[] = []
    const clock = new RestingClock()
    const { next } = await listen(storeOf(events), { clock })

    await clock.resting
    events.push(eventAt(1))
    clock.advance(1000)

    expect(await next()).toContain('id: 1\n')
  })

  it('is told now and then that the line stands', async () => {
    const clock = new RestingClock()
    const { next } = await listen(storeOf([]), { clock })

    await clock.resting
    clock.advance(15_000)

    expect(await next()).toBe(': still here')
  })

  it('does not hold up the end of the server', async () => {
    const store = storeOf([])
    const { server, next } = await listen(store)

    const closing = server.close()

    expect(await next()).toBeUndefined()
    await closing
    expect(store.listeners.size).toBe(0)
  })

  it('nor does a connection that never sent a request', async () => {
    const { server } = await listen(storeOf([]))
    const idle = connect(Number(new URL(server.url).port), '127.0.0.1')
    await once(idle, 'connect')

    await server.close()

    await once(idle.resume(), 'close')
    expect(idle.destroyed).toBe(true)
  })
})
