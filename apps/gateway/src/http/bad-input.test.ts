import { CONTENT_TYPES, PROBLEMS, type ProblemCode, ProblemView } from '@hongyan/contract'
import { describe, expect, it } from 'vitest'
import { startHttp, TEXT } from './test-kit.ts'

const content = TEXT.content

const refused: readonly [what: string, body: unknown, code: ProblemCode, field: string, value?: unknown][] = [
  ['no accounts', { to: TEXT.to, content }, 'missing_field', 'accounts'],
  ['no content', { accounts: ['a'], to: TEXT.to }, 'missing_field', 'content'],
  ['accounts that are no list', { ...TEXT, accounts: 'hr-ding' }, 'wrong_type', 'accounts', 'hr-ding'],
  ['an empty list of accounts', { ...TEXT, accounts: [] }, 'too_few', 'accounts', '[… 0]'],
  ['an account name of capitals', { ...TEXT, accounts: ['HR'] }, 'malformed', 'accounts[0]', 'HR'],
  [
    'a text that is a number',
    { ...TEXT, content: { type: 'text', text: 5 } },
    'wrong_type',
    'content.text',
    5,
  ],
  ['an empty text', { ...TEXT, content: { type: 'text', text: '' } }, 'too_short', 'content.text', ''],
  ['no type of content', { ...TEXT, content: { text: 'x' } }, 'missing_field', 'content.type'],
  [
    'a type nobody knows',
    { ...TEXT, content: { type: 'sms', text: 'x' } },
    'value_not_allowed',
    'content.type',
    'sms',
  ],
  [
    'a field of another type',
    { ...TEXT, content: { ...content, title: 'x' } },
    'unknown_field',
    'content.title',
    'x',
  ],
  ['a misspelt field', { ...TEXT, onrepeat: 'send' }, 'unknown_field', 'onrepeat', 'send'],
  ['a lane nobody knows', { ...TEXT, lane: 'fast' }, 'value_not_allowed', 'lane', 'fast'],
  ['a malformed mobile', { ...TEXT, to: ['mobile:1380000'] }, 'mobile_malformed', 'to[0]', 'mobile:1380000'],
  ['a malformed e-mail address', { ...TEXT, to: ['email:a@b'] }, 'email_malformed', 'to[0]', 'email:a@b'],
  ['a recipient without a kind', { ...TEXT, to: ['zhangsan'] }, 'recipient_malformed', 'to[0]', 'zhangsan'],
  ['a recipient that is a number', { ...TEXT, to: [13800000001] }, 'wrong_type', 'to[0]', 13800000001],
  [
    'a malformed mobile with vars',
    { ...TEXT, to: [{ to: 'mobile:1', vars: {} }] },
    'mobile_malformed',
    'to[0].to',
    'mobile:1',
  ],
  [
    'vars that are no texts',
    { ...TEXT, to: [{ to: TEXT.to[0], vars: { n: 1 } }] },
    'wrong_type',
    'to[0].vars.n',
    1,
  ],
  ['a confirmation of another kind', { ...TEXT, confirm: true }, 'value_not_allowed', 'confirm', true],
  [
    'a time without offset',
    { ...TEXT, expiresAt: '2026-03-06 10:00' },
    'malformed',
    'expiresAt',
    '2026-03-06 10:00',
  ],
  ['a list as the body', [TEXT], 'wrong_type', 'body', '[… 1]'],
  [
    'an address without http',
    { ...TEXT, content: { type: 'link', title: 't', text: 't', url: 'ftp://x' } },
    'malformed',
    'content.url',
    'ftp://x',
  ],
]

describe('a message with', () => {
  it.each(refused)(
    '%s is refused by code, field and value, and nothing is accepted',
    async (_what, body, code, field, value) => {
      const http = await startHttp()

      const response = await http.send(body)

      const problem = ProblemView.parse(await response.json())
      expect(response.status).toBe(PROBLEMS[code].status)
      expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
      expect(problem).toMatchObject({ code, field, next: PROBLEMS[code].next.en, status: response.status })
      expect(problem.value).toEqual(value)
      expect(http.accepted).toEqual([])
    },
  )

  it('100 001 recipients is refused by their number', async () => {
    const http = await startHttp()

    const problem = await http.problemOf({ ...TEXT, to: Array(100_001).fill('user:dingtalk:a') })

    expect(problem).toMatchObject({ code: 'too_many', field: 'to', value: '[… 100001]' })
    expect(problem.detail).toContain('at most 100000, found 100001')
    expect(http.accepted).toEqual([])
  })

  it('a type nobody knows is told all that there are', async () => {
    const http = await startHttp()

    const { detail } = await http.problemOf({ ...TEXT, content: { type: 'sms', text: 'x' } })

    expect(detail).toBe(`content.type: must be ${CONTENT_TYPES.join(' or ')}`)
  })

  it('a long wrong value repeats only its beginning', async () => {
    const http = await startHttp()

    const { value } = await http.problemOf({ ...TEXT, lane: 'x'.repeat(5000) })

    expect(value).toBe(`${'x'.repeat(100)}…`)
  })
})

describe('a body that is', () => {
  it.each([
    ['cut off', '{"accounts": ["a"', 'invalid_json'],
    ['empty', '', 'missing_field'],
    ['GBK instead of UTF-8', Buffer.from([0x7b, 0x22, 0xc4, 0xe3, 0x22, 0x3a, 0x31, 0x7d]), 'invalid_json'],
  ])('%s is refused', async (_what, body, code) => {
    const { url, key, accepted } = await startHttp()

    const response = await fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body,
    })

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code })
    expect(accepted).toEqual([])
  })

  it('a form instead of JSON is refused with the header to send', async () => {
    const http = await startHttp()

    const response = await http.call('POST', '/v1/messages', 'a=1', {
      'content-type': 'application/x-www-form-urlencoded',
    })

    expect(response.status).toBe(415)
    expect(await response.json()).toMatchObject({ code: 'media_type_unsupported', field: 'Content-Type' })
  })

  it('over the limit is refused by its size', async () => {
    const http = await startHttp()

    const response = await http
      .call('POST', '/v1/messages', `"${'x'.repeat(33 * 1024 * 1024)}"`)
      .catch(() => undefined)

    // A server that refuses early may close before the client has sent all.
    if (response) expect(await response.json()).toMatchObject({ code: 'body_too_large', status: 413 })
    expect(http.accepted).toEqual([])
    expect((await http.get('/livez')).status).toBe(200)
  })
})

describe('an Idempotency-Key', () => {
  it('reaches the store with a hash that neither spaces nor the order of fields change', async () => {
    const http = await startHttp()
    const { accounts, to } = TEXT

    await http.send(TEXT, { 'idempotency-key': 'order-8812' })
    await http.send(JSON.stringify({ content, to, accounts }, null, 2), { 'idempotency-key': 'order-8812' })
    await http.send({ ...TEXT, lane: 'bulk' }, { 'idempotency-key': 'order-8812' })

    const [first, second, third] = http.accepted
    expect(first).toMatchObject({ idempotencyKey: 'order-8812', client: 'hr' })
    expect(second?.requestHash).toBe(first?.requestHash)
    expect(third?.requestHash).not.toBe(first?.requestHash)
  })

  it.each(['', 'with space', 'x'.repeat(129)])('“%s” is refused', async (key) => {
    const http = await startHttp()

    const response = await http.send(TEXT, { 'idempotency-key': key })

    expect(await response.json()).toMatchObject({
      code: 'idempotency_key_malformed',
      field: 'Idempotency-Key',
    })
    expect(http.accepted).toEqual([])
  })
})

describe('a problem', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', '手机号格式不对'],
    ['en-GB,en;q=0.9', 'The mobile number is malformed'],
    ['fr', '手机号格式不对'],
  ])('speaks the language of Accept-Language: %s', async (language, title) => {
    const http = await startHttp()

    const response = await http.send({ ...TEXT, to: ['mobile:1'] }, { 'accept-language': language })

    expect(await response.json()).toMatchObject({ title })
  })
})
