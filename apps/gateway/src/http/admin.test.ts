import {
  AcceptedView,
  AuditView,
  ChannelView,
  ClientView,
  CONTENT_TYPES,
  listOf,
  NewKeyView,
  PersonView,
  pageOf,
  QuotaView,
  TokenView,
} from '@hongyan/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestGateway } from './test-gateway.ts'

let gateway: Awaited<ReturnType<typeof startTestGateway>>

beforeAll(async () => {
  gateway = await startTestGateway()
})

afterAll(() => gateway?.close())

const read = async (path: string): Promise<unknown> => (await gateway.call('GET', path)).json()
const text = { type: 'text', text: '您好' }

/** Listens from the first event on. */
async function untilSent(message: string): Promise<void> {
  const { body } = await gateway.call('GET', `/v1/events?after=0&message=${message}`)
  let heard = ''
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    heard += chunk
    if (heard.includes('"state":"sent"')) return
  }
  throw new Error(`The stream ended before the message was sent: ${heard}`)
}

async function newKey(client: string, request: object): Promise<NewKeyView> {
  const response = await gateway.call('POST', `/v1/clients/${client}/keys`, request)
  expect(response.status).toBe(201)
  return NewKeyView.parse(await response.json())
}

describe('a client', () => {
  it('gets a key that is shown once, works as it says, and ends when it is revoked', async () => {
    await gateway.call('POST', '/v1/clients', { name: 'billing' })
    const { id, key } = await newKey('billing', { scopes: ['read'] })
    const bearer = { authorization: `Bearer ${key}` }

    const listed = await gateway.call('GET', '/v1/messages', undefined, bearer)
    const sent = await gateway.call('POST', '/v1/messages', { accounts: ['hr-ding'], content: text }, bearer)
    const clients = await (await gateway.call('GET', '/v1/clients')).text()
    const revoked = await gateway.call('DELETE', `/v1/keys/${id}`)
    const after = await gateway.call('GET', '/v1/messages', undefined, bearer)

    expect([listed.status, sent.status, revoked.status, after.status]).toEqual([200, 403, 204, 401])
    expect(clients).toContain(id)
    expect(clients).not.toContain(key)
    expect(listOf(ClientView).parse(JSON.parse(clients)).items).toContainEqual(
      expect.objectContaining({ name: 'billing', keys: [expect.objectContaining({ id, scopes: ['read'] })] }),
    )
  })

  it('sees its own messages only', async () => {
    await gateway.call('POST', '/v1/clients', { name: 'payroll' })
    const { key } = await newKey('payroll', { accounts: ['hr-ding'] })
    const bearer = { authorization: `Bearer ${key}` }
    await gateway.call('POST', '/v1/messages', { accounts: ['hr-ding'], to: ['user:a'], content: text })
    await gateway.call(
      'POST',
      '/v1/messages',
      { accounts: ['hr-ding'], to: ['user:b'], content: text },
      bearer,
    )

    const response = await gateway.call('GET', '/v1/messages', undefined, bearer)

    expect(await response.json()).toMatchObject({ items: [{ client: 'payroll' }], next: null })
  })

  it.each([
    ['POST', '/v1/clients', { name: 'twice' }, 409, 'name_taken'],
    ['POST', '/v1/clients/nobody/keys', {}, 404, 'not_found'],
    ['POST', '/v1/clients/twice/keys', { scopes: ['everything'] }, 400, 'value_not_allowed'],
    ['DELETE', '/v1/keys/nothing', undefined, 404, 'not_found'],
  ])('%s %s %o is refused', async (method, path, body, status, code) => {
    await gateway.call('POST', '/v1/clients', { name: 'twice' })

    const response = await gateway.call(method, path, body)

    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ code })
  })
})

describe('a person', () => {
  it('is found by number, with what was sent, and is gone from both once erased', async () => {
    const recipient = 'mobile:13800000009'
    const sent = await gateway.call('POST', '/v1/messages', {
      accounts: ['hr-ding'],
      to: [recipient],
      content: text,
    })
    const { id: message } = AcceptedView.parse(await sent.json())
    await untilSent(message)

    const person = PersonView.parse(await read(`/v1/people?recipient=${recipient}`))
    const before = await read(`/v1/people/${person.id}/deliveries`)
    const erased = await gateway.call('DELETE', `/v1/people/${person.id}`)
    const after = await read(`/v1/messages/${message}/deliveries`)

    expect(before).toMatchObject({ items: [{ message, recipient }] })
    expect(erased.status).toBe(204)
    expect(after).toMatchObject({ items: [{ recipient: null }] })
    expect(await read(`/v1/people?recipient=${recipient}`)).toMatchObject({ code: 'not_found' })
  })
})

describe('an access token', () => {
  it('is handed out only where its app shares it, and every time is audited', async () => {
    const refused = await gateway.call('POST', '/v1/apps/hr-wecom/token')
    await gateway.call('PATCH', '/v1/apps/hr-wecom', { tokenSharing: true })
    const first = await gateway.call('POST', '/v1/apps/hr-wecom/token')
    const second = await gateway.call('POST', '/v1/apps/hr-wecom/token', {})
    const audit = pageOf(AuditView).parse(await read('/v1/audit?limit=3'))

    expect(await refused.json()).toMatchObject({ code: 'token_sharing_off', status: 403 })
    expect(first.headers.get('cache-control')).toBe('no-store')
    const { token } = TokenView.parse(await first.json())
    expect(TokenView.parse(await second.json()).token).toBe(token)
    expect(audit.items.map(({ action }) => action)).toEqual(['app.token', 'app.token', 'app.update'])
    expect(JSON.stringify(audit)).not.toContain(token)
  })
})

describe('what the channels tell', () => {
  it('is enough for a form: every credential with its label and where to find it, secrets marked', async () => {
    const { items } = listOf(ChannelView).parse(await read('/v1/channels'))

    expect(items.map(({ name }) => name).sort()).toEqual(['dingtalk.webhook', 'dingtalk.work', 'wecom.app'])
    const wecom = items.find(({ name }) => name === 'wecom.app')
    expect(wecom?.credentials).toMatchObject({
      properties: {
        secret: { writeOnly: true, label: { zh: expect.any(String) }, where: { zh: expect.any(String) } },
        corpid: { label: { en: expect.any(String) } },
      },
    })
    for (const { limits, renderings } of items) {
      expect(limits.length).toBeGreaterThan(0)
      expect(renderings).toHaveLength(CONTENT_TYPES.length)
    }
  })

  it('comes back in the quotas, each with the accounts that draw on it', async () => {
    const { items } = listOf(QuotaView).parse(await read('/v1/quotas'))

    const accounts = new Set(items.flatMap((quota) => quota.accounts))
    expect([...accounts].sort()).toEqual(['hr-ding', 'hr-wecom', 'ops-group'])
  })
})

// Last, because its account stays.
describe('an access token that the platform refuses', () => {
  it('is told in its words, and without the secret', async () => {
    const [ding] = gateway.accounts
    const account = {
      ...ding,
      name: 'typo',
      credentials: { ...ding?.credentials, appSecret: 'a-mistyped-secret' },
    }
    await gateway.call('POST', '/v1/accounts', account)
    await gateway.call('PATCH', '/v1/apps/typo', { tokenSharing: true })

    const response = await gateway.call('POST', '/v1/apps/typo/token')

    const answer = await response.text()
    expect(response.status).toBe(502)
    expect(JSON.parse(answer)).toMatchObject({
      code: 'platform_failed',
      field: 'name',
      value: 'typo',
      detail: expect.stringMatching(/The platform says: \w+ \S+/),
    })
    expect(answer).not.toContain('a-mistyped-secret')
  })
})
