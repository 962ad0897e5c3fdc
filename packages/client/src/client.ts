import {
  AcceptedView,
  type AccountPatch,
  type AccountRequest,
  AccountView,
  CancelView,
  ChannelView,
  ClientView,
  DeliveryDetail,
  type DeliveryQuery,
  DeliveryView,
  DiagnoseView,
  type EventView,
  type KeyInput,
  listOf,
  type MessageInput,
  type MessageQuery,
  MessageView,
  NewKeyView,
  type Page,
  PreviewView,
  pageOf,
  QuotaView,
  RecallView,
} from '@hongyan/contract'
import { Connection, type ConnectionOptions, type Shape } from './connection.ts'
import { type EventsOptions, events } from './events.ts'

export interface SendOptions {
  /**
   * Names this message for good: sent again under the same key, by whatever process, it is accepted once. Derive it
   * from what the message is about, for example `order-8812`. 1 to 128 visible ASCII characters.
   */
  readonly idempotencyKey?: string | undefined
}

/** How lists are read: page by page, as the iteration goes. */
type Filter<Query> = Omit<Query, 'after'>

export interface Hongyan {
  readonly messages: {
    /** Resolves when the message is durable; what becomes of each person, deliveries and events tell. */
    send(message: MessageInput, options?: SendOptions): Promise<AcceptedView>
    get(id: string): Promise<MessageView>
    /** Newest first. */
    list(filter?: Filter<Partial<MessageQuery>>): AsyncGenerator<MessageView>
    deliveries(id: string, filter?: Filter<Partial<DeliveryQuery>>): AsyncGenerator<DeliveryView>
    /** Only what has not started. */
    cancel(id: string): Promise<CancelView>
    /** Cancels what waits and takes back what went out, where the channel can. */
    recall(id: string): Promise<RecallView>
    /** What each account would send; stores and sends nothing. */
    preview(message: MessageInput): Promise<PreviewView>
  }
  readonly deliveries: {
    /** With every attempt and the platform's own words. */
    get(id: string): Promise<DeliveryDetail>
  }
  readonly accounts: {
    list(): Promise<AccountView[]>
    get(name: string): Promise<AccountView>
    add(account: AccountRequest): Promise<AccountView>
    change(name: string, change: AccountPatch): Promise<AccountView>
    /** Tries the account without sending to anybody. */
    diagnose(name: string): Promise<DiagnoseView>
  }
  readonly clients: {
    list(): Promise<ClientView[]>
    add(name: string): Promise<ClientView>
    /** The key is shown only this once. */
    addKey(client: string, key?: KeyInput): Promise<NewKeyView>
    revokeKey(id: string): Promise<void>
  }
  readonly channels: { list(): Promise<ChannelView[]> }
  readonly quotas: { list(): Promise<QuotaView[]> }
  /** What happens, until the iteration is left or its `signal` is aborted. */
  events(options?: EventsOptions): AsyncGenerator<EventView>
}

/** A client of one gateway. */
export function createHongyan(options: ConnectionOptions): Hongyan {
  const connection = new Connection(options)
  const message = (id: string, action = '') => `/v1/messages/${encodeURIComponent(id)}${action}`
  const account = (name: string, action = '') => `/v1/accounts/${encodeURIComponent(name)}${action}`
  return {
    messages: {
      send: (body, { idempotencyKey } = {}) =>
        connection.call('POST', '/v1/messages', AcceptedView, {
          body,
          ...(idempotencyKey !== undefined && { headers: { 'idempotency-key': idempotencyKey } }),
        }),
      get: (id) => connection.call('GET', message(id), MessageView),
      list: (filter = {}) => pages(connection, '/v1/messages', pageOf(MessageView), filter),
      deliveries: (id, filter = {}) =>
        pages(connection, message(id, '/deliveries'), pageOf(DeliveryView), filter),
      cancel: (id) => connection.call('POST', message(id, '/cancel'), CancelView),
      recall: (id) => connection.call('POST', message(id, '/recall'), RecallView),
      preview: (body) => connection.call('POST', '/v1/preview', PreviewView, { body }),
    },
    deliveries: {
      get: (id) => connection.call('GET', `/v1/deliveries/${encodeURIComponent(id)}`, DeliveryDetail),
    },
    accounts: {
      list: async () => (await connection.call('GET', '/v1/accounts', listOf(AccountView))).items,
      get: (name) => connection.call('GET', account(name), AccountView),
      add: (body) => connection.call('POST', '/v1/accounts', AccountView, { body }),
      change: (name, body) => connection.call('PATCH', account(name), AccountView, { body }),
      diagnose: (name) => connection.call('POST', account(name, '/diagnose'), DiagnoseView),
    },
    clients: {
      list: async () => (await connection.call('GET', '/v1/clients', listOf(ClientView))).items,
      add: (name) => connection.call('POST', '/v1/clients', ClientView, { body: { name } }),
      addKey: (client, body = {}) =>
        connection.call('POST', `/v1/clients/${encodeURIComponent(client)}/keys`, NewKeyView, { body }),
      async revokeKey(id) {
        const { body } = await connection.open('DELETE', `/v1/keys/${encodeURIComponent(id)}`)
        await body.dump()
      },
    },
    channels: {
      list: async () => (await connection.call('GET', '/v1/channels', listOf(ChannelView))).items,
    },
    quotas: { list: async () => (await connection.call('GET', '/v1/quotas', listOf(QuotaView))).items },
    events: (eventsOptions) => events(connection, eventsOptions),
  }
}

async function* pages<Item>(
  connection: Connection,
  path: string,
  page: Shape<Page<Item>>,
  filter: Readonly<Record<string, string | number | undefined>>,
): AsyncGenerator<Item> {
  let after: string | undefined
  do {
    const query = { ...filter, after }
    const { items, next }: Page<Item> = await connection.call('GET', path, page, { query })
    yield* items
    after = next ?? undefined
  } while (after !== undefined)
}
