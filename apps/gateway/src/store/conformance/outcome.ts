import { describe, expect, test } from 'vitest'
import type { RateLimit } from '../store.ts'
import {
  acceptOne,
  finish,
  furnish,
  type MakeStore,
  MINUTE_MS,
  NOON,
  record,
  startOnly,
  startRequest,
  statesOf,
  toMobile,
  toUser,
  toUsers,
} from './test-store.ts'

export function testOutcome(makeStore: MakeStore): void {
  describe('outcome', () => {
    test('of an accepted call moves its members, but for the exceptions', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store, toUsers(3))
      const call = await startOnly(store, epoch)

      const exceptions = [{ idx: 2, state: 'invalid', final: true, code: 'unknown_user' } as const]
      expect(await record(store, call, { ...finish, exceptions })).toBe('recorded')

      expect(await statesOf(store, message)).toEqual(['sent', 'invalid', 'sent'])
      expect(await store.delivery(message.id, 1)).toMatchObject({
        receipt: 'task-1',
        sentAt: NOON,
        final: false,
      })
      expect(await store.attempts(message.id, 1)).toMatchObject([
        { attempt: 1, outcome: 'accepted', receipt: 'task-1', endedAt: NOON, late: false },
      ])
      expect((await store.message(message.id))?.pending).toBe(2)
    })

    test('with a wrong epoch or attempt changes nothing and is kept as evidence', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store)
      const call = await startOnly(store, epoch)

      expect(await record(store, { ...call, epoch: epoch + 1 }, finish)).toBe('late')
      expect(await record(store, { ...call, attempt: 2 }, finish)).toBe('late')

      expect(await statesOf(store, message)).toEqual(['sending'])
      expect(await record(store, call, finish)).toBe('recorded')
      expect(await record(store, call, { kind: 'end', state: 'failed', final: true, code: 'poison' })).toBe(
        'late',
      )
      expect(await statesOf(store, message)).toEqual(['sent'])
      const kept = await store.attempts(message.id, 1)
      expect(kept.map(({ late }) => late)).toEqual([true, false, true])
    })

    test('that comes late settles what has become unknown meanwhile', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store, toUsers(2))
      const call = await startOnly(store, epoch)
      await record(
        store,
        call,
        { kind: 'end', state: 'unknown', final: true, code: 'no_answer' },
        'ambiguous',
      )

      expect(await record(store, call, finish)).toBe('late')

      expect(await statesOf(store, message)).toEqual(['sent', 'sent'])
      expect((await store.message(message.id))?.counts).toEqual({ sent: 2 })
    })

    test('of a call that reached nobody puts its members back, in groups, with their debits returned', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store, toUsers(3))
      const call = await startOnly(store, epoch, {
        limits: [BUCKET],
        choose: () => ({ kind: 'take', count: 3, contentHash: 'content', debits: [3] }),
      })

      await record(
        store,
        call,
        {
          kind: 'dissolve',
          groups: [
            { members: [1], bisect: 'l', notBefore: null },
            { members: [2], bisect: 'r', notBefore: null },
          ],
          ends: [{ idx: 3, state: 'failed', final: true, code: 'rejected' }],
          charge: true,
          refund: true,
        },
        'rejected',
      )

      expect(await statesOf(store, message)).toEqual(['queued', 'queued', 'failed'])
      expect((await store.allowances([BUCKET], NOON))[0]?.available).toBe(10)
      const { calls } = await store.start(startRequest(epoch))
      expect(calls.map(({ bisect, members }) => [bisect, members.map(({ tries }) => tries)])).toEqual([
        ['l', [1]],
        ['r', [1]],
      ])
    })

    test('starts the next part once a part is accepted', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store, [toUser(1, { parts: 2 })])
      const first = await startOnly(store, epoch)

      await record(store, first, finish)

      expect(await statesOf(store, message)).toEqual(['queued'])
      const second = await startOnly(store, epoch)
      expect(second.members).toMatchObject([{ part: 2, parts: 2 }])
      await record(store, second, finish)
      expect(await statesOf(store, message)).toEqual(['sent'])
      expect((await store.attempts(message.id, 1)).map(({ part }) => part)).toEqual([1, 2])
    })

    test('that is ambiguous keeps bytes and members for a replay by any node', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      await acceptOne(store, toUsers(2))
      const call = await startOnly(store, epoch)
      const replayAt = NOON + MINUTE_MS
      await record(store, call, { kind: 'keep', replayAt }, 'ambiguous')
      const other = await store.registerNode({ name: 'other', leaseMs: MINUTE_MS })
      const replay = { account: 'ding', epoch: other, limits: [BUCKET], maxCalls: 5 } as const
      const allow = () => ({ kind: 'replay', debits: [2] }) as const

      expect(await store.startReplays({ ...replay, now: NOON, allow })).toEqual({ calls: [] })
      expect(await store.lanes(NOON)).toEqual([
        { account: 'ding', client: 'oa', lane: 'normal', dueAt: replayAt },
      ])
      const { calls } = await store.startReplays({ ...replay, now: replayAt, allow })

      expect(calls).toMatchObject([
        { id: call.id, body: call.body, attempt: 2, epoch: other, firstAttemptAt: NOON },
      ])
      expect(calls[0]?.members).toEqual(call.members)
      expect((await store.allowances([BUCKET], NOON))[0]?.available).toBe(8)
      expect(await record(store, call, finish)).toBe('late')
      expect(await record(store, { ...call, epoch: other, attempt: 2 }, finish)).toBe('recorded')
    })

    test('holds limits shut and forgets identities, as the platform said', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const recipient = { kind: 'mobile', platform: null, value: '13800000001' } as const
      const validUntil = NOON + 60 * MINUTE_MS
      const found = [{ recipient, platformId: 'user1', validUntil }]
      await acceptOne(store, [toUser(1), toMobile(2, recipient.value)])
      await store.recordIdentities({ corp: 'dingtalk', now: NOON, found, results: [] })
      expect(await store.person(recipient)).toMatchObject({ identities: [{ platformId: 'user1' }] })
      const call = await startOnly(store, epoch)

      await store.recordOutcome({
        call: call.id,
        epoch,
        attempt: 1,
        now: NOON,
        evidence: { outcome: 'rejected', platformCode: '33012' },
        settlement: { kind: 'end', state: 'invalid', final: true, code: 'unknown_user' },
        blocks: [{ owner: BUCKET.owner, scope: BUCKET.scope, until: NOON + MINUTE_MS }],
        dropIdentities: ['user1'],
      })

      const [held] = await store.allowances([BUCKET], NOON)
      expect(held).toMatchObject({ available: 0, blockedUntil: NOON + MINUTE_MS })
      expect(await store.person(recipient)).toMatchObject({ identities: [] })
    })
  })

  describe('rescue', () => {
    test('finds what a dead node left open, and fences that node out', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const epoch = await store.registerNode({ name: 'slow', leaseMs: 0 })
      const message = await acceptOne(store)
      const call = await startOnly(store, epoch)

      const dead = await store.deadEpochs(NOON)
      expect(dead).toEqual([epoch])
      const left = await store.openCalls({ epochs: dead, limit: 10 })
      expect(left).toEqual([call])
      const rescued = await store.recordOutcome({
        call: call.id,
        epoch,
        attempt: 1,
        now: NOON,
        evidence: { outcome: 'ambiguous', code: 'no_answer' },
        settlement: { kind: 'keep', replayAt: NOON },
        rescue: true,
      })

      expect(rescued).toBe('recorded')
      expect(await store.deadEpochs(NOON)).toEqual([])
      expect(await store.heartbeat(epoch, MINUTE_MS)).toBe('lost')
      expect(await record(store, call, finish)).toBe('late')
      expect(await statesOf(store, message)).toEqual(['sending'])
      const own = await store.registerNode({ name: 'own', leaseMs: MINUTE_MS })
      const allow = () => ({ kind: 'replay', debits: [] }) as const
      const { calls } = await store.startReplays({
        account: 'ding',
        epoch: own,
        now: NOON,
        limits: [],
        maxCalls: 1,
        allow,
      })
      expect(calls).toMatchObject([{ attempt: 2, rescues: 1, body: call.body }])
    })

    test('leaves the calls of a living node alone', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      await acceptOne(store)
      await startOnly(store, epoch)

      expect(await store.heartbeat(epoch, MINUTE_MS)).toBe('alive')
      expect(await store.deadEpochs(NOON)).toEqual([])
    })
  })
}

const BUCKET: RateLimit = {
  owner: { kind: 'app', id: 'ding' },
  scope: 'recipients',
  unit: 'recipients',
  capacity: 10,
  refillPerMs: 0.001,
}
