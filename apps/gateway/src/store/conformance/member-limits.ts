import { describe, expect, test } from 'vitest'
import type { MemberLimit, StartedCall, Store } from '../store.ts'
import {
  acceptOne,
  finish,
  furnish,
  type MakeStore,
  MINUTE_MS,
  NOON,
  NOTHING,
  record,
  startOnly,
  startRequest,
  statesOf,
  toMobile,
  toUser,
  toUsers,
} from './test-store.ts'

export function testMemberLimits(makeStore: MakeStore): void {
  describe('what a single member may get', () => {
    test('holds back who has had as much in the window, and nobody else', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      await sendAt(store, epoch, NOON - 40_000)
      await sendAt(store, epoch, NOON - 10_000)
      const message = await acceptOne(store, toUsers(2))

      const { calls, waitUntil } = await store.start(startRequest(epoch, { memberLimits: TWO_A_MINUTE }))

      expect(idxsOf(calls)).toEqual([2])
      expect(waitUntil).toBe(NOON + 20_000)
      const { items } = await store.deliveries(message.id, { limit: 2 })
      expect(items).toMatchObject([
        { state: 'queued', code: 'person_limit', final: false },
        { state: 'sending' },
      ])
    })

    test('lets who was held back go as soon as the oldest is out of the window', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      await sendAt(store, epoch, NOON - 40_000)
      await sendAt(store, epoch, NOON - 10_000)
      const message = await acceptOne(store)
      await store.start(startRequest(epoch, { memberLimits: TWO_A_MINUTE }))

      const early = startRequest(epoch, { memberLimits: TWO_A_MINUTE, now: NOON + 19_999 })
      expect((await store.start(early)).calls).toEqual([])
      await startOnly(store, epoch, { memberLimits: TWO_A_MINUTE, now: NOON + 20_000 })

      expect(await statesOf(store, message)).toEqual(['sending'])
      const { items } = await store.deliveries(message.id, { limit: 1 })
      expect(items[0]?.code).toBeUndefined()
    })

    test('of a day is full again after midnight', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const memberLimits: MemberLimit[] = [{ limit: 1, period: 'day' }]
      const midnight = Date.UTC(2026, 10, 20, 16)
      await acceptOne(store)
      await acceptOne(store)

      const { calls, waitUntil } = await store.start(startRequest(epoch, { memberLimits }))

      expect(calls).toHaveLength(1)
      expect(waitUntil).toBe(midnight)
      expect((await store.start(startRequest(epoch, { memberLimits, now: midnight }))).calls).toHaveLength(1)
    })

    test('counts a person together, however he is named, but only on the same app', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const elsewhere = toUser(1, { account: 'wecom' })
      await acceptOne(store, [
        toMobile(1, '13800000001', { state: 'queued', platformId: 'user1', personKey: 'user1' }),
      ])
      await acceptOne(store)
      await acceptOne(store)
      await acceptOne(store, [elsewhere], { accounts: ['wecom'] })

      const { calls } = await store.start(startRequest(epoch, { memberLimits: TWO_A_MINUTE }))
      const onOther = await store.start(startRequest(epoch, { account: 'wecom', memberLimits: TWO_A_MINUTE }))

      expect([calls.length, onOther.calls.length]).toEqual([2, 1])
    })

    test('counts no call that provably reached nobody', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const memberLimits = TWO_A_MINUTE
      await acceptOne(store)

      for (let tries = 0; tries < 3; tries++) {
        const call = await startOnly(store, epoch, { memberLimits })
        await record(store, call, backInLine, 'not_sent')
      }

      expect(await startOnly(store, epoch, { memberLimits })).toMatchObject({ attempt: 1 })
    })

    test('counts a replay, for it may be the one that is executed', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const memberLimits: MemberLimit[] = [{ limit: 1, windowMs: MINUTE_MS }]
      await acceptOne(store)
      const call = await startOnly(store, epoch, { memberLimits })
      await record(store, call, { kind: 'keep', replayAt: NOON + 50_000 }, 'ambiguous')
      await store.startReplays({
        account: 'ding',
        epoch,
        now: NOON + 50_000,
        limits: [],
        maxCalls: 1,
        allow: () => ({ kind: 'replay', debits: [] }),
      })
      await acceptOne(store)

      const next = await store.start(startRequest(epoch, { memberLimits, now: NOON + MINUTE_MS }))

      expect(next).toEqual({ calls: [], waitUntil: NOON + 50_000 + MINUTE_MS })
    })

    test('is counted no longer than the store was told to keep it', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      await sendAt(store, epoch, NOON - MINUTE_MS)
      await sendAt(store, epoch, NOON)
      const memberLimits: MemberLimit[] = [{ limit: 2, period: 'day' }]

      await store.prune({ ...NOTHING, turnsBefore: NOON }, 100)
      await acceptOne(store)
      await acceptOne(store)

      expect((await store.start(startRequest(epoch, { memberLimits }))).calls).toHaveLength(1)
    })

    test('is never exceeded by starts of two nodes at once', async () => {
      const { store, another } = await makeStore()
      const { epoch } = await furnish(store)
      const second = another ? await another() : store
      const secondEpoch = await second.registerNode({ name: 'second', leaseMs: MINUTE_MS })
      for (let n = 0; n < 12; n++) await acceptOne(store)

      const request = { memberLimits: TWO_A_MINUTE, maxCalls: 1 }
      const started = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          n % 2 === 0
            ? store.start(startRequest(epoch, request))
            : second.start(startRequest(secondEpoch, request)),
        ),
      )

      expect(started.flatMap(({ calls }) => calls)).toHaveLength(2)
    })

    test('leaves a long line of one person to several starts, so that nobody waits for it', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      await Promise.all(Array.from({ length: 60 }, () => acceptOne(store)))
      const other = await acceptOne(store, [toUser(2)])
      const memberLimits: MemberLimit[] = [{ limit: 1, period: 'day' }]

      const first = await store.start(startRequest(epoch, { memberLimits }))
      const second = await store.start(startRequest(epoch, { memberLimits }))

      expect(first).toMatchObject({ calls: { length: 1 }, waitUntil: NOON })
      expect(second.calls).toHaveLength(1)
      expect(await statesOf(store, other)).toEqual(['sending'])
    })
  })
}

const TWO_A_MINUTE: readonly MemberLimit[] = [{ limit: 2, windowMs: MINUTE_MS }]

const backInLine = {
  kind: 'dissolve',
  groups: [{ members: [1], bisect: '', notBefore: null }],
  charge: true,
  refund: true,
} as const

const idxsOf = (calls: readonly StartedCall[]): number[] =>
  calls.flatMap(({ members }) => members.map(({ key }) => key.idx))

/** A message to the first user that went out at this time. */
async function sendAt(store: Store, epoch: number, now: number): Promise<void> {
  await acceptOne(store, [toUser(1)], { now })
  const call = await startOnly(store, epoch, { memberLimits: TWO_A_MINUTE, now })
  await record(store, call, finish, 'accepted', now)
}
