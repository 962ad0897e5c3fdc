import { type MessageInput, MessageRequest } from '@hongyan/contract'
import { expect, test } from 'vitest'
import { dingtalkWebhook, dingtalkWork, wecomAppMessage } from '../channels/index.ts'
import type { AcceptInput } from '../store/store.ts'
import { TestClock } from '../test-clock.ts'
import { acceptMessage } from './accept.ts'
import { accountWithoutPlatform } from './test-accounts.ts'

const accounts = new Map(
  [
    accountWithoutPlatform('hr-ding', dingtalkWork),
    accountWithoutPlatform('hr-wecom', wecomAppMessage),
    accountWithoutPlatform('alerts', dingtalkWebhook),
    accountWithoutPlatform('off', dingtalkWork, false),
  ].map((account) => [account.name, account]),
)

const message = (change: Partial<MessageInput>): MessageInput => ({
  accounts: ['hr-ding'],
  to: ['user:zhangsan'],
  content: { type: 'text', text: 'hello' },
  ...change,
})

const noMedia = { media: async () => undefined, useMedia: async () => undefined }

/** Accepts a message and answers what the store was given, once. */
async function accept(input: MessageInput): Promise<{ stored: AcceptInput[]; refused: unknown }> {
  const stored: AcceptInput[] = []
  const clock = new TestClock()
  const store = {
    ...noMedia,
    async accept(given: AcceptInput) {
      stored.push(given)
      const { id, day, recipients } = given.message
      return { kind: 'accepted', message: { id, day, number: 1 }, recipients } as const
    },
  }
  const request = MessageRequest.parse(input)
  const toAccept = { request, requestHash: '', client: 'oa', apiKey: null, idempotencyKey: undefined }
  try {
    await acceptMessage(toAccept, { store, accounts, clock })
    return { stored, refused: undefined }
  } catch (refused) {
    return { stored, refused }
  }
}

async function deliveries(input: MessageInput) {
  const { stored, refused } = await accept(input)
  if (refused) throw refused
  return stored.flatMap((given) => given.deliveries)
}

const tooLong = { type: 'text', text: '长'.repeat(2000) } as const

test.each<[string, Partial<MessageInput>, object]>([
  ['unknown account', { accounts: ['nobody'] }, { code: 'unknown_account', facts: { field: 'accounts[0]' } }],
  ['disabled account', { accounts: ['off'] }, { code: 'account_disabled' }],
  ['list that is empty', { to: [] }, { code: 'recipients_required', facts: { field: 'to' } }],
  ['recipient for a fixed address', { accounts: ['alerts'] }, { code: 'recipients_not_allowed' }],
  [
    'user id without its platform',
    { accounts: ['hr-ding', 'hr-wecom'] },
    { code: 'platform_required', facts: { field: 'to[0]', value: 'user:zhangsan' } },
  ],
  ['user of a platform that is not chosen', { to: ['user:wecom:zhangsan'] }, { code: 'platform_not_chosen' }],
  [
    'recipient that no account can address',
    { to: ['email:a@example.com'] },
    { code: 'recipient_not_supported' },
  ],
  ['department that cannot exist', { to: ['dept:abc'] }, { code: 'recipient_malformed' }],
  ['everyone without confirmation', { to: ['everyone'] }, { code: 'everyone_unconfirmed' }],
  ['content that is too long', { content: tooLong }, { code: 'content_too_long' }],
  [
    'name without a value',
    { to: [{ to: 'user:zhangsan', vars: {} }], content: { type: 'text', text: '{{name}}' } },
    { code: 'variable_missing', facts: { field: 'to[0].vars.name' } },
  ],
  ['time that has passed', { expiresAt: '2020-01-01T00:00:00Z' }, { code: 'expired_already' }],
])('%s: refused by its own code, and nothing is written', async (_, change, refusal) => {
  const { stored, refused } = await accept(message(change))

  expect(refused).toMatchObject(refusal)
  expect(stored).toEqual([])
})

test('ids need no look-up; mobiles wait for one', async () => {
  expect(await deliveries(message({ to: ['user:zhangsan', 'dept:1', 'mobile:13800000001'] }))).toMatchObject([
    { idx: 1, state: 'queued', platformId: 'zhangsan', variant: 'user', personKey: 'zhangsan' },
    { idx: 2, state: 'queued', platformId: '1', variant: 'dept', personKey: null },
    { idx: 3, state: 'resolving', platformId: null, variant: 'user' },
  ])
})

test('each account has its own delivery of a person; a group robot has one for nobody', async () => {
  const made = await deliveries(
    message({ accounts: ['hr-ding', 'hr-wecom', 'alerts'], to: ['mobile:13800000001', 'user:wecom:li'] }),
  )

  expect(made.map(({ account, recipient }) => `${account} ${recipient?.value ?? '-'}`)).toEqual([
    'alerts -',
    'hr-ding 13800000001',
    'hr-wecom 13800000001',
    'hr-wecom li',
  ])
})

test('with route first only the first account that can address a recipient has its turn', async () => {
  const made = await deliveries(
    message({
      accounts: ['hr-ding', 'hr-wecom'],
      route: 'first',
      to: ['mobile:13800000001', 'email:a@example.com'],
    }),
  )

  expect(made.map(({ account }) => account)).toEqual(['hr-ding', 'hr-wecom'])
})

test('a recipient who is named twice counts once, however it is written', async () => {
  const made = await deliveries(
    message({ to: ['mobile:13800000001', 'mobile:+8613800000001', 'user:a', 'user:dingtalk:a'] }),
  )

  expect(made).toHaveLength(2)
})

test('content that must be split knows its parts from the start', async () => {
  const [delivery] = await deliveries(
    message({
      accounts: ['hr-wecom'],
      content: { type: 'text', text: '长'.repeat(1500) },
      overflow: 'split',
    }),
  )

  expect(delivery?.parts).toBeGreaterThan(1)
})

test('content that links to the rest is one part, and refused if it does not say where the rest is', async () => {
  const long = message({
    accounts: ['hr-wecom'],
    content: { type: 'text', text: '长'.repeat(1500) },
    overflow: 'link',
  })

  const [delivery] = await deliveries({ ...long, moreUrl: 'https://example.com/1' })

  expect(delivery?.parts).toBe(1)
  await expect(deliveries(long)).rejects.toMatchObject({ code: 'missing_field', facts: { field: 'moreUrl' } })
})

test('a long list is kept in chunks beside its first 250', async () => {
  const to = Array.from({ length: 2500 }, (_, n) => `user:u${n}`)

  const { stored } = await accept(message({ to }))

  const [given] = stored
  expect(given?.message.recipients).toBe(2500)
  expect(given?.deliveries).toHaveLength(250)
  expect(given?.later.map((chunk) => JSON.parse(chunk).length)).toEqual(Array(9).fill(250))
})

test('a bulk message on a platform that asks for quiet minutes is told so', async () => {
  const clock = new TestClock()
  const request = MessageRequest.parse(message({ accounts: ['hr-wecom'], lane: 'bulk' }))
  const store = {
    ...noMedia,
    accept: async ({ message: { id, day } }: AcceptInput) =>
      ({ kind: 'accepted', message: { id, day, number: 1 }, recipients: 1 }) as const,
  }

  const view = await acceptMessage(
    { request, requestHash: '', client: 'oa', apiKey: null, idempotencyKey: undefined },
    { store, accounts, clock },
  )

  expect(view.notes?.[0]?.en).toContain(':00, :30')
})
