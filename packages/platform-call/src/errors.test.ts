import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  AmbiguousError,
  type FailureFacts,
  InvalidInputError,
  isPlatformCallError,
  NotSentError,
  PlatformCallError,
  RejectedError,
  ThrottledError,
  TokenError,
} from './errors.ts'

const facts: FailureFacts = {
  platform: 'wecom',
  endpoint: 'POST /cgi-bin/message/send',
  remedy: { zh: '请检查。', en: 'Check it.' },
}

const family = [
  [
    'invalid',
    'InvalidInputError',
    new InvalidInputError({ summary: 'too long', field: 'text.content' }, facts),
  ],
  ['not_sent', 'NotSentError', new NotSentError('not sent', facts)],
  ['rejected', 'RejectedError', new RejectedError('refused', facts)],
  ['throttled', 'ThrottledError', new ThrottledError('too many requests', { ...facts, retryAfterMs: 1000 })],
  ['token', 'TokenError', new TokenError('access token refused', facts)],
  ['ambiguous', 'AmbiguousError', new AmbiguousError('sent, but no answer', facts)],
] as const

it.each(family)('%s is %s, an error of the family, and its stack says so', (kind, name, error) => {
  expect(error).toBeInstanceOf(Error)
  expect(error).toBeInstanceOf(PlatformCallError)
  expect(isPlatformCallError(error)).toBe(true)
  expect(error).toMatchObject({ kind, name })
  expect(error.stack?.startsWith(`${name}: wecom POST /cgi-bin/message/send: `)).toBe(true)
})

it('an error of another copy of the package is recognised, other errors are not', () => {
  class Copy extends Error {}
  const foreign = Object.assign(new Copy(), { [Symbol.for('@hongyan/platform-call/error')]: true })

  expect(isPlatformCallError(foreign)).toBe(true)
  expect([new Error('x'), undefined, null, 'text', {}].some(isPlatformCallError)).toBe(false)
})

describe('the message', () => {
  it('names call, status, code and text of the platform, and what to do, in one line', () => {
    const error = new RejectedError('refused', {
      ...facts,
      status: 403,
      code: '60011',
      platformMessage: 'no privilege\n  to access',
    })

    expect(error.message).toBe(
      'wecom POST /cgi-bin/message/send: refused (HTTP 403) [60011] “no privilege to access”. Check it.',
    )
  })

  it('leaves out what is not known', () => {
    expect(new RejectedError('refused', { ...facts, status: 200 }).message).toBe(
      'wecom POST /cgi-bin/message/send: refused. Check it.',
    )
  })

  it('quotes the beginning of a long text, which the error keeps whole', () => {
    const error = new RejectedError('refused', { ...facts, platformMessage: '长'.repeat(1000) })

    expect(error.message).toContain(`“${'长'.repeat(200)}…”`)
    expect(error.platformMessage).toHaveLength(1000)
  })
})

it('the platform’s answer can be read but does not fill a log', () => {
  const error = new RejectedError('refused', { ...facts, answer: { invaliduser: 'UserID1' } })

  expect(error.answer).toEqual({ invaliduser: 'UserID1' })
  expect(inspect(error)).not.toContain('UserID1')
  expect(JSON.stringify(error)).not.toContain('UserID1')
})

it('the cause stays', () => {
  const cause = new Error('read ECONNRESET')

  expect(new AmbiguousError('sent, but no answer', { ...facts, cause }).cause).toBe(cause)
  expect(new AmbiguousError('sent, but no answer', facts)).not.toHaveProperty('cause')
})
