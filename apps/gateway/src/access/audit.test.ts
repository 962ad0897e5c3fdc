import { expect, test } from 'vitest'
import { auditRecord } from './audit.ts'

const PRINCIPAL = { client: 'it', apiKeyId: '0123456789ab' }
const AT = Date.UTC(2026, 2, 2, 2)

test('a change is recorded with who, from where and when, and only the fields that differ', () => {
  const record = auditRecord(
    {
      action: 'account.update',
      target: 'hr-ding',
      before: { exclusive: false, agentId: 1 },
      after: { exclusive: true, agentId: 1 },
    },
    PRINCIPAL,
    '127.0.0.1',
    AT,
  )

  expect(record).toEqual({
    client: 'it',
    apiKeyId: '0123456789ab',
    action: 'account.update',
    target: 'hr-ding',
    from: '127.0.0.1',
    at: AT,
    before: { exclusive: false },
    after: { exclusive: true },
  })
})

test('what is new has no before, what is gone no after', () => {
  const made = auditRecord({ action: 'a', target: 't', after: { x: 1 } }, PRINCIPAL, '', AT)
  const gone = auditRecord({ action: 'a', target: 't', before: { x: 1 } }, PRINCIPAL, '', AT)

  expect([made.before, made.after]).toEqual([null, { x: 1 }])
  expect([gone.before, gone.after]).toEqual([{ x: 1 }, null])
})

test('secrets show neither by their field’s name nor by their value', () => {
  const record = auditRecord(
    {
      action: 'account.create',
      target: 'hr-ding',
      before: { appSecret: 'old-canary-secret' },
      after: { appSecret: 'canary-secret', webhook: 'https://x/?k=robot-canary', nested: ['robot-canary'] },
      secrets: ['robot-canary'],
    },
    PRINCIPAL,
    '',
    AT,
  )

  expect(JSON.stringify(record)).not.toContain('canary')
  expect(Object.keys(record.after ?? {})).toEqual(['appSecret', 'webhook', 'nested'])
})
