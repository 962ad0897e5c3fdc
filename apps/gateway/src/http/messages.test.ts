import { deliveryId, MessageView } from '@hongyan/contract'
import { describe, expect, it } from 'vitest'
import type { AttemptRow, AuditRow, DeliveryRow, MessageRow } from '../store/store.ts'
import { MESSAGE_ID, startHttp } from './test-kit.ts'

const AT = Date.parse('2026-03-04T02:00:00Z')

const message = (client = 'hr'): MessageRow => ({
  id: MESSAGE_ID,
  day: 20_516,
  number: 1,
  client,
  accounts: ['hr-ding'],
  lane: 'normal',
  content: JSON.stringify({ type: 'text', text: '您好' }),
  options: JSON.stringify({ route: 'each' }),
  acceptedAt: AT,
  expiresAt: null,
  cancelledAt: null,
  recipients: 2,
  deliveries: 2,
  counts: { sent: 1, queued: 1 },
  pending: 1,
})

const delivery: DeliveryRow = {
  message: MESSAGE_ID,
  idx: 2,
  account: 'hr-ding',
  app: 'hr',
  channel: 'dingtalk.work',
  recipient: { kind: 'mobile', platform: null, value: '13800000001' },
  platformId: 'u1',
  state: 'forbidden',
  final: true,
  verified: true,
  recall: 'none',
  tries: 1,
  receipt: '42',
  sameAs: null,
  after: 1,
  createdAt: AT,
  changedAt: AT + 1000,
  notBefore: null,
  sentAt: AT,
  readAt: null,
  code: 'repeated_today',
  platformCode: '143106',
  platformText: '单应用给单人推送重复消息超限',
}

const attempt: AttemptRow = {
  call: 7,
  attempt: 2,
  part: 1,
  members: 100,
  startedAt: AT,
  endedAt: AT + 90,
  outcome: 'accepted',
  httpStatus: 200,
  requestId: 'r1',
  receipt: '42',
  late: false,
}

describe('a message', () => {
  it('is told with its content and the count of each state', async () => {
    const { get } = await startHttp({ store: { message: async () => message() } })

    const view = MessageView.parse(await (await get(`/v1/messages/${MESSAGE_ID}`)).json())

    expect(view).toMatchObject({
      id: MESSAGE_ID,
      route: 'each',
      createdAt: '2026-03-04T02:00:00.000Z',
      content: { type: 'text', text: '您好' },
      counts: { sent: 1, queued: 1 },
    })
  })

  it('of another client is as if it did not exist, save for who administers clients', async () => {
    const store = { message: async () => message('billing') }
    const stranger = await startHttp({ store })
    const administrator = await startHttp({ store }, { key: { scopes: ['read', 'clients:admin'] } })

    for (const path of [`/v1/messages/${MESSAGE_ID}`, `/v1/deliveries/${MESSAGE_ID}.1`]) {
      const response = await stranger.get(path)
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ code: 'not_found', field: 'id' })
    }
    expect((await administrator.get(`/v1/messages/${MESSAGE_ID}`)).status).toBe(200)
  })

  it.each(['/v1/messages/1', '/v1/deliveries/1', `/v1/deliveries/${MESSAGE_ID}.0`])(
    'id that is none is refused: %s',
    async (path) => {
      const { get } = await startHttp()

      expect(await (await get(path)).json()).toMatchObject({ code: 'malformed', field: 'id' })
    },
  )

  it('is listed only to its client, page by page', async () => {
    const asked: unknown[] = []
    const { get } = await startHttp({
      store: {
        messages: async (query) => {
          asked.push(query)
          return { items: [message()], next: 'c2' }
        },
      },
    })

    const page = await (await get('/v1/messages?limit=1&after=c1&search=您好')).json()

    expect(page).toMatchObject({ items: [{ id: MESSAGE_ID }], next: 'c2' })
    expect(asked).toEqual([{ limit: 1, after: 'c1', search: '您好', client: 'hr' }])
  })

  it.each([
    ['limit=0', 'value_not_allowed', 'limit'],
    ['limit=501', 'value_not_allowed', 'limit'],
    ['sort=up', 'unknown_field', 'sort'],
  ])('list refuses %s', async (query, code, field) => {
    const { get } = await startHttp()

    expect(await (await get(`/v1/messages?${query}`)).json()).toMatchObject({ code, field })
  })

  it('is cancelled and recalled by those who may, and both are audited', async () => {
    const audit: AuditRow[] = []
    const store = {
      message: async () => message(),
      cancel: async () => ({ cancelled: 1, alreadyStarted: 1 }),
      requestRecall: async () => ({ cancelled: 0, requested: 1, impossible: 0 }),
      appendAudit: async (row: AuditRow) => {
        audit.push(row)
      },
    }
    const { call } = await startHttp({ store })
    const sender = await startHttp({ store }, { key: { scopes: ['send', 'read'] } })

    const cancelled = await call('POST', `/v1/messages/${MESSAGE_ID}/cancel`)
    const recalled = await call('POST', `/v1/messages/${MESSAGE_ID}/recall`)
    const refused = await sender.call('POST', `/v1/messages/${MESSAGE_ID}/recall`)

    expect(await cancelled.json()).toEqual({ cancelled: 1, alreadyStarted: 1 })
    expect(recalled.status).toBe(202)
    expect(refused.status).toBe(403)
    expect(audit).toMatchObject([
      { action: 'message.cancel', target: MESSAGE_ID, client: 'hr', from: '127.0.0.1' },
      { action: 'message.recall', target: MESSAGE_ID },
    ])
  })
})

describe('a delivery', () => {
  it('carries our code, the platform’s words, the remedy in both languages, and each attempt', async () => {
    const { get } = await startHttp({
      store: {
        message: async () => message(),
        delivery: async () => delivery,
        attempts: async () => [{ ...attempt, attempt: 1, outcome: 'ambiguous', receipt: null }, attempt],
      },
    })

    const view = await (await get(`/v1/deliveries/${deliveryId(MESSAGE_ID, 2)}`)).json()

    expect(view).toMatchObject({
      id: `${MESSAGE_ID}.2`,
      recipient: 'mobile:13800000001',
      state: 'forbidden',
      code: 'repeated_today',
      platformCode: '143106',
      platformText: '单应用给单人推送重复消息超限',
      reason: { zh: expect.any(String), en: expect.any(String) },
      remedy: { zh: expect.any(String), en: expect.any(String) },
      after: `${MESSAGE_ID}.1`,
      attempts: [
        { call: '7', attempt: 1, replay: false, outcome: 'ambiguous' },
        { call: '7', attempt: 2, replay: true, outcome: 'accepted', receipt: '42' },
      ],
    })
  })

  it.each([
    [
      'an audience',
      { kind: 'dept', platform: 'dingtalk', value: '12' },
      { recipient: 'dept:dingtalk:12', reach: 'unknown', ceiling: 'sent' },
    ],
    ['an erased person', { kind: 'mobile', platform: null, value: null }, { recipient: null }],
    ['a fixed address', null, { recipient: null }],
  ] as const)('to %s says so', async (_what, recipient, expected) => {
    const { get } = await startHttp({
      store: {
        message: async () => message(),
        deliveries: async () => ({ items: [{ ...delivery, recipient }], next: null }),
      },
    })

    const page = await (await get(`/v1/messages/${MESSAGE_ID}/deliveries?state=forbidden`)).json()

    expect(page).toMatchObject({ items: [expected], next: null })
  })
})
