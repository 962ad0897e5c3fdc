import type { AmbiguityPolicy, JsonObject } from '@hongyan/contract'
import { expect, test } from 'vitest'
import { dingtalkWork } from '../channels/index.ts'
import type { Finding, Outcome } from '../channels/session.ts'
import { accountWithoutPlatform } from '../messages/test-accounts.ts'
import type { StartedCall } from '../store/store.ts'
import { settle } from './settle.ts'

const now = Date.parse('2026-03-04T10:00:00+08:00')

const account = accountWithoutPlatform('hr-ding', dingtalkWork)

interface Change {
  readonly people?: readonly string[]
  readonly attempt?: number
  readonly rescues?: number
  readonly policy?: AmbiguityPolicy
  readonly verify?: string
  readonly bisect?: string
  readonly tries?: number
  readonly replay?: JsonObject
}

/** A call as the store gives it. */
function call(change: Change = {}): StartedCall {
  const {
    people = ['zhang', 'li', 'wang', 'zhao'],
    attempt = 1,
    rescues = 0,
    bisect = '',
    tries = 0,
  } = change
  const ref = { id: '019524d0-0000-7000-8000-000000000000', day: 20_516, number: 7 }
  return {
    id: 1,
    account: account.name,
    app: account.app,
    corp: account.corp,
    channel: dingtalkWork.name,
    message: {
      ...ref,
      client: 'oa',
      lane: 'normal',
      content: '{"type":"text","text":"hello"}',
      options: JSON.stringify({
        route: 'each',
        overflow: 'reject',
        verify: change.verify ?? 'auto',
        reads: 'final',
        onAmbiguous: change.policy ?? 'dedupe',
        onRepeat: 'send',
      }),
      accounts: [account.name],
      acceptedAt: now,
      expiresAt: null,
      recipients: people.length,
    },
    variant: 'user',
    bisect,
    members: people.map((platformId, offset) => ({
      key: { day: ref.day, number: ref.number, idx: offset + 1 },
      platformId,
      recipient: { kind: 'user', platform: 'dingtalk', value: platformId },
      vars: null,
      part: 1,
      parts: 1,
      tries,
    })),
    body: '{}',
    bodyHash: '',
    contentHash: '',
    options: JSON.stringify({
      replay: change.replay ?? { kind: 'same_day', stopBeforeMidnightMs: 120_000 },
    }),
    epoch: 1,
    attempt,
    startedAt: now,
    firstAttemptAt: now,
    rescues,
    replayUntil: null,
    debited: [],
  }
}

const settled = (started: StartedCall, outcome: Outcome) =>
  settle(started, outcome, { account, now, random: 1 })

const refused: Finding = { code: 'rejected', platformCode: '33012', platformText: 'invalid userid' }
const rejected = (change: Partial<Extract<Outcome, { kind: 'rejected' }>> = {}): Outcome => ({
  kind: 'rejected',
  finding: refused,
  blames: 'recipients',
  exceptions: [],
  ...change,
})
const ambiguous: Outcome = { kind: 'ambiguous', finding: { code: 'no_answer' } }
const notSent: Outcome = { kind: 'not_sent', finding: { code: 'no_answer' } }
const throttled: Outcome = {
  kind: 'throttled',
  finding: { code: 'rejected', platformCode: '90018' },
  retryAfterMs: 1000,
  scopes: ['asyncsend_v2'],
}

test('an accepted call is asked about after a minute, and is not final until then', () => {
  const { settlement } = settled(call(), { kind: 'accepted', receipt: '42', exceptions: [] })

  expect(settlement).toEqual({
    kind: 'finish',
    receipt: '42',
    final: false,
    exceptions: [],
    reportAt: now + 60_000,
  })
})

test('a sender who wants no verification has a final state at once', () => {
  const { settlement } = settled(call({ verify: 'none' }), {
    kind: 'accepted',
    receipt: '42',
    exceptions: [],
  })

  expect(settlement).toEqual({ kind: 'finish', receipt: '42', final: true, exceptions: [] })
})

test('whom the platform refused in an accepted call ends so, and who an invalid id was is forgotten', () => {
  const finding: Finding = { code: 'unknown_user', platformCode: '33012' }
  const exceptions = [{ platformId: 'li', state: 'invalid', finding }] as const

  const { settlement, dropIdentities } = settled(call(), { kind: 'accepted', receipt: '42', exceptions })

  expect(settlement).toMatchObject({ exceptions: [{ idx: 2, state: 'invalid', code: 'unknown_user' }] })
  expect(dropIdentities).toEqual(['li'])
})

test('somebody found by mobile whom the platform then calls invalid is outside the app’s range', () => {
  const finding: Finding = { code: 'unknown_user', platformText: 'invaliduser' }
  const exceptions = [{ platformId: 'li', state: 'invalid', finding }] as const
  const byMobile = (started: StartedCall): StartedCall => ({
    ...started,
    members: started.members.map((member) => ({
      ...member,
      recipient: { kind: 'mobile', platform: null, value: '13800000001' },
    })),
  })

  const ofBatch = settled(byMobile(call()), { kind: 'accepted', receipt: '42', exceptions })
  const alone = settled(byMobile(call({ people: ['li'] })), rejected({ finding }))

  expect(ofBatch.settlement).toMatchObject({
    exceptions: [{ idx: 2, state: 'invalid', code: 'out_of_range' }],
  })
  expect(alone.settlement).toMatchObject({ kind: 'end', state: 'invalid', code: 'out_of_range' })
})

test('a batch refused for some unnamed recipient is tried in halves, in their old place', () => {
  expect(settled(call({ bisect: '1' }), rejected()).settlement).toEqual({
    kind: 'dissolve',
    groups: [
      { members: [1, 2], bisect: '10', notBefore: null },
      { members: [3, 4], bisect: '11', notBefore: null },
    ],
    ends: [],
    charge: false,
    refund: false,
  })
})

test('a batch refused for a recipient that the platform names goes on without that one', () => {
  const finding: Finding = { code: 'unknown_user' }
  const exceptions = [{ platformId: 'wang', state: 'invalid', finding }] as const

  expect(settled(call(), rejected({ exceptions })).settlement).toMatchObject({
    kind: 'dissolve',
    groups: [{ members: [1, 2, 4], bisect: '' }],
    ends: [
      {
        idx: 3,
        state: 'invalid',
        code: 'unknown_user',
        platformCode: '33012',
        platformText: 'invalid userid',
      },
    ],
  })
})

test('a lone recipient who is refused ends with the platform’s own words', () => {
  expect(settled(call({ people: ['zhang'] }), rejected()).settlement).toEqual({
    kind: 'end',
    state: 'failed',
    final: true,
    code: 'rejected',
    platformCode: '33012',
    platformText: 'invalid userid',
  })
})

test('a refusal that blames content or app is never bisected', () => {
  expect(settled(call(), rejected({ blames: 'app' })).settlement.kind).toBe('end')
  expect(settled(call(), rejected({ blames: 'content' })).settlement.kind).toBe('end')
})

test('a throttled call goes back uncharged to its place, and the scope is held shut as long as told', () => {
  const { settlement, blocks } = settled(call(), throttled)

  expect(settlement).toMatchObject({ kind: 'dissolve', charge: false, groups: [{ notBefore: null }] })
  expect(blocks).toEqual([{ owner: { kind: 'app', id: 'hr' }, scope: 'asyncsend_v2', until: now + 1000 }])
})

test('a call that never left is charged, refunded, and tried again later', () => {
  expect(settled(call({ tries: 2 }), notSent).settlement).toMatchObject({
    kind: 'dissolve',
    charge: true,
    refund: true,
    groups: [{ members: [1, 2, 3, 4], notBefore: now + 4000 }],
  })
})

test('tries come to an end', () => {
  expect(settled(call({ tries: 300 }), notSent).settlement).toMatchObject({
    kind: 'end',
    state: 'failed',
    code: 'retries_exhausted',
  })
})

test('an ambiguous call keeps members and bytes for its replay', () => {
  expect(settled(call(), ambiguous).settlement).toEqual({ kind: 'keep', replayAt: now + 1000 })
})

test('without a replay that is safe an ambiguous call is unknown', () => {
  const end = { kind: 'end', state: 'unknown', code: 'no_answer', final: true }

  expect(settled(call({ policy: 'at_most_once' }), ambiguous).settlement).toEqual(end)
  expect(settled(call({ replay: { kind: 'none' } }), ambiguous).settlement).toEqual(end)
})

test.each([
  ['throttled', throttled],
  ['not sent', notSent],
])('a replay that is %s leaves the first attempt in doubt: it is kept, never sent anew', (_, outcome) => {
  expect(settled(call({ attempt: 2 }), outcome).settlement.kind).toBe('keep')
  expect(settled(call({ rescues: 1 }), outcome).settlement.kind).toBe('keep')
})

test('a replay that is refused proves nothing about the first attempt', () => {
  expect(settled(call({ attempt: 2 }), rejected()).settlement).toMatchObject({
    kind: 'end',
    state: 'unknown',
    platformText: 'invalid userid',
  })
})
