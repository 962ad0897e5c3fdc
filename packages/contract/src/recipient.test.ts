import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRecipient, isPerson, parseRecipient, type Recipient, RecipientText } from './recipient.ts'

describe('a recipient', () => {
  it.each([
    ['mobile:13800000001', { kind: 'mobile', platform: null, value: '13800000001' }],
    ['mobile:+8613800000001', { kind: 'mobile', platform: null, value: '13800000001' }],
    ['mobile:+86-13800000001', { kind: 'mobile', platform: null, value: '13800000001' }],
    ['mobile:+852-51234567', { kind: 'mobile', platform: null, value: '+852-51234567' }],
    ['email:San.Zhang@example.com', { kind: 'email', platform: null, value: 'San.Zhang@example.com' }],
    ['user:manager4220', { kind: 'user', platform: null, value: 'manager4220' }],
    ['user:wecom:zhangsan', { kind: 'user', platform: 'wecom', value: 'zhangsan' }],
    ['user:a@b.c', { kind: 'user', platform: null, value: 'a@b.c' }],
    ['dept:dingtalk:12', { kind: 'dept', platform: 'dingtalk', value: '12' }],
    ['tag:3', { kind: 'tag', platform: null, value: '3' }],
    ['chat:dingtalk:cidA/b==', { kind: 'chat', platform: 'dingtalk', value: 'cidA/b==' }],
    ['everyone', { kind: 'everyone', platform: null, value: '' }],
  ])('is read from %s', (text, expected) => {
    expect(parseRecipient(text)).toEqual(expected)
  })

  it.each([
    ['mobile:1380000000', 'mobile_malformed'],
    ['mobile:12800000001', 'mobile_malformed'],
    ['mobile:+86-51234567', 'mobile_malformed'],
    ['mobile:', 'mobile_malformed'],
    ['mobile:13800000001 ', 'mobile_malformed'],
    ['email:nobody', 'email_malformed'],
    ['email:a@b', 'email_malformed'],
    ['email:a b@example.com', 'email_malformed'],
    ['email:a@example.com,b@example.com', 'email_malformed'],
    [`email:${'a'.repeat(60)}@${'b'.repeat(200)}.com`, 'email_malformed'],
    ['', 'recipient_malformed'],
    ['13800000001', 'recipient_malformed'],
    ['sms:13800000001', 'recipient_malformed'],
    ['user:', 'recipient_malformed'],
    ['user:a|b', 'recipient_malformed'],
    ['user:wecom:a:b', 'recipient_malformed'],
    ['user:two words', 'recipient_malformed'],
    ['everyone:wecom', 'recipient_malformed'],
    ['Everyone', 'recipient_malformed'],
  ])('is not read from “%s”', (text, problem) => {
    expect(parseRecipient(text)).toBe(problem)
    expect(RecipientText.safeParse(text).error?.issues).toMatchObject([{ params: { code: problem } }])
  })

  it('keeps its meaning when it is written and read again', () => {
    const value = fc.stringMatching(/^[A-Za-z0-9_@.-]{1,40}$/)
    const kind = fc.constantFrom('user' as const, 'dept' as const, 'tag' as const, 'chat' as const)
    const platform = fc.option(fc.constantFrom('dingtalk', 'wecom'))

    fc.assert(
      fc.property(fc.record<Recipient>({ kind, platform, value }), (recipient) => {
        expect(parseRecipient(formatRecipient(recipient))).toEqual(recipient)
      }),
    )
  })

  it('is a person or an audience', () => {
    const kinds = [
      'mobile:13800000001',
      'email:a@example.com',
      'user:a',
      'dept:1',
      'tag:1',
      'chat:c',
      'everyone',
    ]
    const persons = kinds.filter((text) => {
      const parsed = parseRecipient(text)
      return typeof parsed !== 'string' && isPerson(parsed)
    })

    expect(persons).toEqual(['mobile:13800000001', 'email:a@example.com', 'user:a'])
  })
})
