import {
  AccountView,
  DiagnoseView,
  type MessageInput,
  MessageView,
  PROBLEMS,
  type ProblemCode,
  ProblemView,
  pageOf,
} from '@hongyan/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestGateway } from './test-gateway.ts'

let gateway: Awaited<ReturnType<typeof startTestGateway>>

beforeAll(async () => {
  gateway = await startTestGateway()
})

afterAll(() => gateway?.close())

const call: typeof gateway.call = (...request) => gateway.call(...request)

async function messagesStored(): Promise<number> {
  const page = await (await call('GET', '/v1/messages?limit=500')).json()
  return pageOf(MessageView).parse(page).items.length
}

const text = { type: 'text', text: '您好' } as const
const person = 'mobile:13800000001'
const refused: readonly [what: string, message: MessageInput, code: ProblemCode, field: string][] = [
  [
    'an account that does not exist',
    { accounts: ['hr-ding', 'nowhere'], to: [person], content: text },
    'unknown_account',
    'accounts[1]',
  ],
  [
    'recipients for a fixed address alone',
    { accounts: ['ops-group'], to: [person], content: text },
    'recipients_not_allowed',
    'to',
  ],
  [
    'no recipients where one is needed',
    { accounts: ['hr-ding'], content: text },
    'recipients_required',
    'to',
  ],
  [
    'an empty list where one is needed',
    { accounts: ['hr-ding', 'ops-group'], to: [], content: text },
    'recipients_required',
    'to',
  ],
  [
    'user: without platform over two platforms',
    { accounts: ['hr-ding', 'hr-wecom'], to: ['user:zhangsan'], content: text },
    'platform_required',
    'to[0]',
  ],
  [
    'a platform of none of the accounts',
    { accounts: ['hr-ding'], to: ['user:wecom:zhangsan'], content: text },
    'platform_not_chosen',
    'to[0]',
  ],
  [
    'a chat on a channel of persons',
    { accounts: ['hr-ding'], to: ['chat:cid1'], content: text },
    'recipient_not_supported',
    'to[0]',
  ],
  [
    'everyone without confirmation',
    { accounts: ['hr-ding'], to: ['everyone'], content: text },
    'everyone_unconfirmed',
    'to[0]',
  ],
  [
    'native content without a body for the channel',
    { accounts: ['hr-wecom'], to: [person], content: { type: 'native', bodies: {} } },
    'content_not_carried',
    'content',
  ],
  [
    'a text longer than the platform takes',
    { accounts: ['hr-wecom'], to: [person], content: { type: 'text', text: '长'.repeat(700) } },
    'content_too_long',
    'content.text',
  ],
  [
    'a variable without value',
    {
      accounts: ['hr-ding'],
      to: [{ to: person, vars: { a: '1' } }],
      content: { type: 'text', text: '{{name}}' },
    },
    'variable_missing',
    'to[0].vars.name',
  ],
  [
    'a time that has passed',
    { accounts: ['hr-ding'], to: [person], content: text, expiresAt: '2020-01-01T00:00:00Z' },
    'expired_already',
    'expiresAt',
  ],
]

describe('a message with', () => {
  it.each(refused)(
    '%s is refused with what to do, and nothing is stored',
    async (_what, message, code, field) => {
      const before = await messagesStored()

      const response = await call('POST', '/v1/messages', message, { 'idempotency-key': 'refused' })

      const problem = ProblemView.parse(await response.json())
      expect(problem).toMatchObject({
        code,
        field,
        status: PROBLEMS[code].status,
        next: PROBLEMS[code].next.en,
      })
      expect(await messagesStored()).toBe(before)
    },
  )

  it('a mobile that nobody has is accepted', async () => {
    const response = await call('POST', '/v1/messages', {
      accounts: ['hr-ding'],
      to: ['mobile:13899999999'],
      content: text,
    })

    expect(response.status).toBe(202)
  })
})

describe('content that is refused', () => {
  const problemOf = async (message: object, language: string) =>
    ProblemView.parse(
      await (await call('POST', '/v1/messages', message, { 'accept-language': language })).json(),
    )

  it('as too long names the sender’s field with its size, what the platform takes, and how to go on', async () => {
    const long = { accounts: ['hr-ding'], to: [person], content: { type: 'text', text: '长'.repeat(700) } }

    const zh = await problemOf(long, 'zh')
    const en = await problemOf(long, 'en')

    expect(zh).toMatchObject({
      field: 'content.text',
      value: `${'长'.repeat(100)}…`,
      detail: 'content.text: hr-ding：此处有 2100 字节；平台的 msg 最多 2048 字节，实际 2140 字节。请缩短。',
      next: PROBLEMS.content_too_long.next.zh,
    })
    expect(en).toMatchObject({
      detail:
        'content.text: hr-ding: 2100 bytes here; the platform’s msg takes at most 2048 bytes and has 2140. Shorten it.',
      next: PROBLEMS.content_too_long.next.en,
    })
  })

  it('for a field that cannot be split is not told to split it', async () => {
    const content = { type: 'link', title: '长'.repeat(100), text: 'x', url: 'https://example.com' }

    const { field, next } = await problemOf({ accounts: ['hr-wecom'], to: [person], content }, 'en')

    expect(field).toBe('content.title')
    expect(next).toBe('Shorten it to the limit.')
  })

  it('as the platform’s own JSON is named by the path that the sender wrote', async () => {
    const content = { type: 'native', bodies: { 'dingtalk.work': { msgtype: 'text', text: { content: 5 } } } }

    const problem = await problemOf({ accounts: ['hr-ding'], to: [person], content }, 'en')

    expect(problem).toMatchObject({
      code: 'malformed',
      field: 'content.bodies["dingtalk.work"].text.content',
      value: 5,
      next: expect.stringContaining('platform’s documents'),
    })
  })
})

describe('an Idempotency-Key', () => {
  it('answers a repeat with the first message and refuses another body', async () => {
    const message = { accounts: ['hr-ding'], to: [person], content: text }
    const headers = { 'idempotency-key': 'order-8812' }

    const first = await (await call('POST', '/v1/messages', message, headers)).json()
    const repeat = await (await call('POST', '/v1/messages', message, headers)).json()
    const before = await messagesStored()
    const other = await call('POST', '/v1/messages', { ...message, lane: 'bulk' }, headers)

    expect(repeat).toEqual(first)
    expect(other.status).toBe(409)
    expect(await other.json()).toMatchObject({
      code: 'idempotency_key_reused',
      field: 'Idempotency-Key',
      value: 'order-8812',
    })
    expect(await messagesStored()).toBe(before)
  })
})

describe('accounts', () => {
  it('show no secret anywhere, neither in lists nor in the audit', async () => {
    const secrets = gateway.accounts.flatMap(({ credentials }) => [
      'appSecret' in credentials
        ? credentials.appSecret
        : 'secret' in credentials
          ? credentials.secret
          : credentials.webhook,
    ])

    const pages = await Promise.all(
      ['/v1/accounts', '/v1/apps', '/v1/audit', '/v1/channels', '/v1/quotas', '/metrics'].map(async (path) =>
        (await call('GET', path)).text(),
      ),
    )

    for (const page of pages) {
      for (const secret of secrets) expect(page).not.toContain(secret)
    }
  })

  it('of a wrong form are refused by field, and the value of a credential is not repeated', async () => {
    const { credentials } = gateway.accounts[0] ?? {}
    const body = { name: 'x', channel: 'dingtalk.work', credentials: { ...credentials, appSecret: 5 } }

    const problem = ProblemView.parse(await (await call('POST', '/v1/accounts', body)).json())

    expect(problem).toMatchObject({ code: 'wrong_type', field: 'credentials.appSecret' })
    expect(problem).not.toHaveProperty('value')
  })

  it.each([
    [{ name: 'hr-ding', channel: 'wecom.app', app: 'hr-wecom' }, 409, 'name_taken', 'name'],
    [{ name: 'x', channel: 'sms', credentials: {} }, 422, 'unknown_channel', 'channel'],
    [{ name: 'x', channel: 'wecom.app', app: 'nowhere' }, 422, 'unknown_app', 'app'],
    [{ name: 'x', channel: 'wecom.app', app: 'hr-ding' }, 422, 'app_kind_mismatch', 'app'],
    [{ name: 'x', channel: 'wecom.app' }, 400, 'missing_field', 'credentials'],
  ])('%o is refused', async (body, status, code, field) => {
    const response = await call('POST', '/v1/accounts', body)

    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ code, field })
  })

  it('with a wrong secret are named by diagnose, with the platform’s text and a remedy', async () => {
    const [ding] = gateway.accounts
    const credentials = { ...ding?.credentials, appSecret: 'wrong' }
    await call('POST', '/v1/accounts', { ...ding, name: 'wrong-secret', credentials })

    const wrong = DiagnoseView.parse(await (await call('POST', '/v1/accounts/wrong-secret/diagnose')).json())
    const right = DiagnoseView.parse(await (await call('POST', '/v1/accounts/hr-ding/diagnose')).json())

    expect(wrong.ok).toBe(false)
    expect(wrong.checks.find(({ ok }) => !ok)).toMatchObject({
      code: 'secret_wrong',
      platformText: expect.any(String),
      remedy: { zh: expect.any(String), en: expect.any(String) },
    })
    expect(right.ok).toBe(true)
  })

  it('are switched off and on again', async () => {
    const off = await call('PATCH', '/v1/accounts/ops-group', { enabled: false })
    const problem = await (
      await call('POST', '/v1/messages', { accounts: ['ops-group'], content: text })
    ).json()
    const on = await call('PATCH', '/v1/accounts/ops-group', { enabled: true })

    expect(AccountView.parse(await off.json()).status).toBe('disabled')
    expect(problem).toMatchObject({ code: 'account_disabled', field: 'accounts[0]' })
    expect(AccountView.parse(await on.json()).status).toBe('ready')
  })
})
