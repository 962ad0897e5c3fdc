import { ProblemView } from '@hongyan/contract'
import { onTestFinished } from 'vitest'
import { type NewApiKey, newApiKey } from '../access/api-keys.ts'
import { RequestRate } from '../access/request-rate.ts'
import type { MessageToAccept } from '../messages/accept.ts'
import type { ApiKeyRow, Store } from '../store/store.ts'
import { TestClock } from '../test-clock.ts'
import { type HttpOptions, serveHttp } from './server.ts'
import type { Services } from './services.ts'

export const MESSAGE_ID = '0195f3a0-0000-7000-8000-000000000001'
export const TEXT = {
  accounts: ['hr-ding'],
  to: ['mobile:13800000001'],
  content: { type: 'text', text: '您好' },
}

/** A server on a free port, with services of which only those that a test gives may be reached. */
export async function startHttp(
  parts: Partial<Omit<Services, 'store'>> & { store?: Partial<Store> } = {},
  options: Partial<HttpOptions> & { key?: Partial<ApiKeyRow> } = {},
) {
  const clock = new TestClock()
  const accepted: MessageToAccept[] = []
  const errors: unknown[] = []
  const { key, hash, id } = newApiKey()
  const row: ApiKeyRow = { ...KEY_ROW, id, hash, ...options.key }
  const services = {
    clock,
    channels: new Map(),
    accept: async (message: MessageToAccept) => {
      accepted.push(message)
      return {
        id: MESSAGE_ID,
        recipients: message.request.to?.length ?? 0,
        url: `/v1/messages/${MESSAGE_ID}`,
      }
    },
    ...parts,
    store: { appendAudit: async () => {}, ...parts.store },
    // A service that a test does not give is not reached by it; if it is, that is an error of 500 and a red test.
  } as unknown as Services
  const server = await serveHttp(
    services,
    {
      allowedHosts: [],
      rate: new RequestRate({ perSecond: 1000, burst: 1000, monotonic: () => clock.monotonic() }),
      findKey: async (asked) => (asked === id ? row : undefined),
      withoutKey: async () => undefined,
      now: () => clock.now(),
      version: '0.0.0',
      onError: (error) => errors.push(error),
      isReady: () => true,
      ...options,
    },
    { host: '127.0.0.1', port: 0 },
  )
  onTestFinished(() => server.close())
  return { url: server.url, key, clock, accepted, errors, server, ...callsOf(server.url, key) }
}

const KEY_ROW: Omit<ApiKeyRow, keyof Pick<NewApiKey, 'id' | 'hash'>> = {
  client: 'hr',
  scopes: ['send', 'read', 'recall'],
  accounts: null,
  createdAt: 0,
  expiresAt: null,
  revokedAt: null,
}

function callsOf(url: string, key: string) {
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        'accept-language': 'en',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  return {
    call,
    get: (path: string, headers?: Record<string, string>) => call('GET', path, undefined, headers),
    send: (body: unknown, headers?: Record<string, string>) => call('POST', '/v1/messages', body, headers),
    /** The problem that a message is refused with. */
    async problemOf(body: unknown): Promise<ProblemView> {
      return ProblemView.parse(await (await call('POST', '/v1/messages', body)).json())
    },
  }
}
