import { describe, expect, test } from 'vitest'
import type { Candidate, QuotaLimit, RateLimit } from '../store.ts'
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

export function testStart(makeStore: MakeStore): void {
  describe('start', () => {
    test('fixes members, bytes, intent and debits together', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store, toUsers(3))

      const call = await startOnly(store, epoch, {
        limits: [PER_MINUTE, PER_MONTH],
        choose: ({ members }) => ({
          kind: 'take',
          count: members.length,
          contentHash: 'content',
          debits: [3, 1],
        }),
      })

      expect(call).toMatchObject({
        account: 'ding',
        app: 'ding',
        corp: 'dingtalk',
        channel: 'dingtalk.app',
        attempt: 1,
        epoch,
        body: '["user1","user2","user3"]',
        firstAttemptAt: NOON,
      })
      expect(call.members.map(({ key }) => key.idx)).toEqual([1, 2, 3])
      expect(await statesOf(store, message)).toEqual(['sending', 'sending', 'sending'])
      expect(await store.lanes(NOON)).toEqual([])
      expect(await store.attempts(message.id, 2)).toMatchObject([
        { call: call.id, attempt: 1, members: 3, startedAt: NOON, endedAt: null, outcome: null },
      ])
      const left = await store.allowances([PER_MINUTE, PER_MONTH], NOON)
      expect(left.map(({ available }) => available)).toEqual([7, 99])
    })

    test('takes the due members of a message together, however many of others stand between them', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      await acceptOne(store, [toUser(1), toUser(2, { notBefore: NOON + 2 })])
      await acceptOne(store, [toUser(1), toUser(2), toUser(3)], { now: NOON + 1 })

      const { calls } = await store.start(startRequest(epoch, { now: NOON + 2, maxMembers: 3 }))

      expect(calls.map(({ members }) => members.length)).toEqual([2, 3])
    })

    test('tells the second of two messages in one start that the first has brought its content', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      await acceptOne(store)
      await acceptOne(store)
      const seen: boolean[] = []
      const request = startRequest(epoch)

      await store.start({
        ...request,
        compose: (candidate, isSeen, call, alternatives) => {
          seen.push(isSeen)
          return request.compose(candidate, isSeen, call, alternatives)
        },
      })

      expect(seen).toEqual([false, true])
    })

    test('lets a person have no more than the limit, also from one start', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const messages = [await acceptOne(store), await acceptOne(store), await acceptOne(store)]

      const { calls } = await store.start(
        startRequest(epoch, { memberLimits: [{ limit: 2, windowMs: MINUTE_MS }] }),
      )

      expect(calls).toHaveLength(2)
      expect(await Promise.all(messages.map((message) => statesOf(store, message)))).toEqual([
        ['sending'],
        ['sending'],
        ['queued'],
      ])
    })

    test('leaves everything as it was if composing fails', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store, toUsers(2))
      const failing = startRequest(epoch, {
        limits: [PER_MINUTE],
        choose: () => ({ kind: 'take', count: 2, contentHash: 'content', debits: [2] }),
        compose: () => {
          throw new Error('cannot render')
        },
      })

      await expect(store.start(failing)).rejects.toThrow('cannot render')

      expect(await statesOf(store, message)).toEqual(['queued', 'queued'])
      expect(await store.attempts(message.id, 1)).toEqual([])
      expect((await store.allowances([PER_MINUTE], NOON))[0]?.available).toBe(10)
      expect((await startOnly(store, epoch)).members).toHaveLength(2)
    })

    test('puts only one message, variant, part and group into a call', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      await acceptOne(store, [
        toUser(1, { variant: 'a' }),
        toUser(2, { variant: 'b' }),
        toUser(3, { variant: 'a' }),
      ])
      await acceptOne(store, [toUser(1, { variant: 'a' })])

      const { calls } = await store.start(startRequest(epoch))

      expect(calls.map(({ members }) => members.map(({ key }) => key.idx))).toEqual([[1, 3], [2], [1]])
    })

    test('gives no member to two of many starts at once', async () => {
      const { store, another } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store, toUsers(60))
      const second = another ? await another() : store
      const secondEpoch = await second.registerNode({ name: 'second', leaseMs: MINUTE_MS })

      const started = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          n % 2 === 0
            ? store.start(startRequest(epoch, { maxMembers: 7, maxCalls: 1 }))
            : second.start(startRequest(secondEpoch, { maxMembers: 7, maxCalls: 1 })),
        ),
      )
      const rest = await store.start(startRequest(epoch))

      const taken = [...started, rest].flatMap(({ calls }) =>
        calls.flatMap(({ members }) => members.map(({ key }) => key.idx)),
      )
      expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1))
      expect((await store.message(message.id))?.counts).toEqual({ sending: 60 })
    })

    test('leaves the rest of a long line to the next start, so that a short one need not wait for it', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      await acceptOne(store, toUsers(2500))

      const first = await store.start(startRequest(epoch, { maxMembers: 1000 }))
      const rest = await store.start(startRequest(epoch, { maxMembers: 1000 }))

      expect(first).toMatchObject({ calls: [{ members: { length: 1000 } }], waitUntil: NOON })
      expect(rest.calls).toHaveLength(1)
    })

    test('waits where it is told to, and for what is not due yet', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store, [toUser(1, { notBefore: NOON + MINUTE_MS })])

      expect(await store.start(startRequest(epoch))).toEqual({ calls: [], waitUntil: NOON + MINUTE_MS })
      const told = startRequest(epoch, {
        now: NOON + MINUTE_MS,
        choose: () => ({ kind: 'wait', until: NOON + 5 * MINUTE_MS }),
      })
      expect(await store.start(told)).toEqual({ calls: [], waitUntil: NOON + 5 * MINUTE_MS })
      expect(await statesOf(store, message)).toEqual(['queued'])
    })

    test('ends members that choosing or composing ends, with the reason', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store, toUsers(2))

      await store.start(
        startRequest(epoch, {
          choose: () => ({ kind: 'end', state: 'suppressed', final: true, code: 'repeat_suppressed' }),
        }),
      )

      expect(await statesOf(store, message)).toEqual(['suppressed', 'suppressed'])
      expect(await store.lanes(NOON)).toEqual([])
    })

    test('tells whether another message has put the content on the app, not whether this one has', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const seen: boolean[] = []
      const looking = startRequest(epoch, {
        maxMembers: 1,
        compose: (candidate, isSeen, call, others) => {
          seen.push(isSeen)
          return startRequest(epoch).compose(candidate, isSeen, call, others)
        },
      })
      await acceptOne(store, toUsers(2))
      await store.start(looking)
      await acceptOne(store)

      await store.start(looking)

      expect(seen).toEqual([false, false, true])
    })

    test('tells of each alternative whether it was seen, so that equal contents can be told apart', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const shown: (readonly boolean[])[] = []
      const marking = startRequest(epoch, {
        choose: () => ({
          kind: 'take',
          count: 1,
          contentHash: 'content',
          alternatives: ['marked', 'marked twice'],
          debits: [],
        }),
        compose: (candidate, isSeen, call, others) => {
          shown.push([isSeen, ...others])
          const contentHash = isSeen ? 'marked' : 'content'
          return { ...startRequest(epoch).compose(candidate, isSeen, call, others), contentHash }
        },
      })

      for (const _ of [1, 2, 3]) {
        await acceptOne(store)
        await store.start(marking)
      }

      expect(shown).toEqual([
        [false, false, false],
        [true, false, false],
        [true, true, false],
      ])
    })

    test('says that a message is still growing, for the accounts on which it does', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const growing: boolean[] = []
      const looking = {
        choose: (candidate: Candidate) => {
          growing.push(candidate.growing)
          return { kind: 'wait', until: NOON + 1 } as const
        },
      }
      const start = () => store.start(startRequest(epoch, looking))
      const message = await acceptOne(
        store,
        [toUser(1), toMobile(2, '13800000001', { account: 'wecom' }), toMobile(3, '13800000001')],
        { accounts: ['ding', 'wecom'] },
        ['["later"]'],
      )

      await start()
      await store.appendRecipients({ message, seq: 0, deliveries: [], now: NOON })
      await start()
      await store.recordIdentities({
        corp: 'dingtalk',
        now: NOON,
        found: [],
        results: [{ key: { ...message, idx: 3 }, to: 'invalid', code: 'unknown_person' }],
      })
      await start()

      expect(growing).toEqual([true, true, false])
    })

    test('keeps an ordered account to one call at a time, in the order of acceptance', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const ordered = { ordered: true, maxMembers: 1 }
      const first = await acceptOne(store)
      const second = await acceptOne(store)

      const call = await startOnly(store, epoch, ordered)
      expect(call.message.id).toBe(first.id)
      expect(await store.start(startRequest(epoch, ordered))).toEqual({ calls: [] })
      await record(
        store,
        call,
        {
          kind: 'dissolve',
          groups: [{ members: [1], bisect: '', notBefore: NOON + MINUTE_MS }],
          charge: false,
          refund: true,
        },
        'throttled',
      )

      expect(await store.start(startRequest(epoch, ordered))).toEqual({
        calls: [],
        waitUntil: NOON + MINUTE_MS,
      })
      const again = await startOnly(store, epoch, { ...ordered, now: NOON + MINUTE_MS })
      expect(again.message.id).toBe(first.id)
      await record(store, again, finish)
      expect((await startOnly(store, epoch, ordered)).message.id).toBe(second.id)
    })

    test('is refused to a node that was declared dead', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      await acceptOne(store)
      await store.leave(epoch)

      expect(await store.start(startRequest(epoch))).toEqual({ calls: [] })
      expect(await store.heartbeat(epoch, MINUTE_MS)).toBe('lost')
    })
  })
}

const PER_MINUTE: RateLimit = {
  owner: { kind: 'app', id: 'ding' },
  scope: 'recipients',
  unit: 'recipients',
  capacity: 10,
  refillPerMs: 0.001,
}
const PER_MONTH: QuotaLimit = {
  owner: { kind: 'corp', id: 'dingtalk' },
  scope: 'calls',
  unit: 'calls',
  period: 'month',
  allowance: 100,
}
