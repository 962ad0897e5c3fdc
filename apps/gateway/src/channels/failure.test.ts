import { REASONS } from '@hongyan/contract'
import {
  AmbiguousError,
  MemoryTokenStore,
  NotSentError,
  RejectedError,
  ThrottledError,
  TokenError,
  type TokenStore,
} from '@hongyan/platform-call'
import { describe, expect, it } from 'vitest'
import { workRefusals } from './dingtalk/refusals.ts'
import { outcomeOf, questionFailureOf, sendableTokens } from './failure.ts'
import { wecomRefusals } from './wecom/refusals.ts'

const facts = {
  platform: 'wecom',
  endpoint: 'POST /x',
  status: 200,
  code: '60020',
  platformMessage: 'not allow to access from your ip',
  requestId: 'r1',
  remedy: { zh: '改。', en: 'Mend.' },
}

describe('how a send that threw has ended', () => {
  it.each([
    [new NotSentError('x', facts), 'not_sent'],
    [new AmbiguousError('x', facts), 'ambiguous'],
    [new RejectedError('x', facts), 'rejected'],
    [new TokenError('x', facts), 'rejected'],
    [new ThrottledError('x', { ...facts, retryAfterMs: 1000 }), 'throttled'],
  ])('%s is %s, with the platform’s own words', (error, kind) => {
    expect(outcomeOf(error, wecomRefusals)).toMatchObject({
      kind,
      httpStatus: 200,
      requestId: 'r1',
      finding: { platformCode: '60020', platformText: facts.platformMessage, remedy: facts.remedy },
    })
  })

  it('is no outcome at all if the error is a bug', () => {
    expect(() => outcomeOf(new TypeError('bug'), wecomRefusals)).toThrow('bug')
  })

  it.each([
    [wecomRefusals, '40031', 'recipients', 'invalid'],
    [wecomRefusals, '60020', 'app', 'failed'],
    [wecomRefusals, '60011', 'app', 'failed'],
    [wecomRefusals, '45002', 'content', 'failed'],
    [wecomRefusals, 'never seen', 'content', 'failed'],
    [workRefusals, '60121', 'recipients', 'invalid'],
    [workRefusals, '60011', 'app', 'failed'],
    [workRefusals, '34014', 'content', 'failed'],
    [workRefusals, 'never.seen', 'content', 'failed'],
  ])('blames whom the code can mean', (table, code, blames, state) => {
    const outcome = outcomeOf(new RejectedError('x', { ...facts, code }), table)

    expect(outcome).toMatchObject({ kind: 'rejected', blames })
    expect(outcome.kind === 'rejected' && REASONS[outcome.finding.code].state).toBe(state)
  })
})

it('is throttled in its own interface alone where the code names no limit', () => {
  const busy = new ThrottledError('x', { ...facts, code: '-1' })
  const month = new ThrottledError('x', { ...facts, code: '90020' })

  expect(outcomeOf(busy, workRefusals)).toMatchObject({ scopes: ['asyncsend_v2'] })
  expect(outcomeOf(month, workRefusals)).toMatchObject({ scopes: ['calls-month'] })
})

describe('a question that failed', () => {
  it('may be asked again unless the platform denied it', () => {
    const lost = questionFailureOf(new AmbiguousError('x', facts), wecomRefusals, 'lookup_failed')
    const denied = questionFailureOf(new RejectedError('x', facts), wecomRefusals, 'lookup_failed')

    expect(lost).toMatchObject({ kind: 'later', finding: { code: 'lookup_failed' } })
    expect(denied).toMatchObject({ kind: 'refused', finding: { code: 'ip_not_trusted' } })
  })
})

describe('tokens from a store that is away', () => {
  const away: TokenStore = {
    read: () => Promise.reject(new Error('connection lost')),
    refresh: () => Promise.reject(new Error('connection lost')),
  }

  it('leave no doubt: nothing was sent', async () => {
    const tokens = sendableTokens(away, 'wecom')

    await expect(tokens.read('k')).rejects.toMatchObject({ kind: 'not_sent', platform: 'wecom' })
    await expect(tokens.refresh('k', undefined, async () => never())).rejects.toMatchObject({
      kind: 'not_sent',
    })
  })

  it('keep the platform’s own refusal as it is', async () => {
    const refusal = new RejectedError('x', facts)
    const tokens = sendableTokens(new MemoryTokenStore(), 'wecom')

    await expect(tokens.refresh('k', undefined, () => Promise.reject(refusal))).rejects.toBe(refusal)
  })
})

const never = (): never => {
  throw new Error('The store must not fetch.')
}
