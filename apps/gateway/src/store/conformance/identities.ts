import { describe, expect, test } from 'vitest'
import type { Resolution, Store } from '../store.ts'
import {
  acceptOne,
  furnish,
  type MakeStore,
  MINUTE_MS,
  NOON,
  startOnly,
  statesOf,
  toMobile,
  toUser,
} from './test-store.ts'

const CLAIM = { now: NOON, limit: 100, claimMs: MINUTE_MS, epoch: 1 }
const mobile = (value: string) => ({ kind: 'mobile', platform: null, value }) as const

export function testIdentities(makeStore: MakeStore): void {
  describe('identities', () => {
    test('waits with who is to be looked up, urgent first, and shows each to one resolver', async () => {
      const { store } = await makeStore()
      await furnish(store)
      await acceptOne(store, [toMobile(1, '13800000001')], { lane: 'bulk' })
      const urgent = await acceptOne(store, [toMobile(1, '13800000002')], { lane: 'urgent' })

      const found = await store.unresolved(CLAIM)

      expect(found.map(({ recipient }) => recipient.value)).toEqual(['13800000002', '13800000001'])
      expect(found[0]).toMatchObject({
        message: urgent,
        account: 'ding',
        app: 'ding',
        corp: 'dingtalk',
        lane: 'urgent',
      })
      expect(await store.unresolved(CLAIM)).toEqual([])
      expect(await store.unresolved({ ...CLAIM, now: NOON + MINUTE_MS })).toHaveLength(2)
    })

    test('are cached, hit or miss, for as long as they are believed', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const validUntil = NOON + MINUTE_MS
      const said = { code: 'unknown_person', platformCode: '46004', platformText: 'user not exist' } as const
      const mobiles = ['13800000001', '13800000002', '13800000003']
      await acceptOne(
        store,
        mobiles.map((value, offset) => toMobile(offset + 1, value)),
      )
      const cached = async (now: number) =>
        (await store.unresolved({ ...CLAIM, now })).map(({ identity }) => identity)
      await store.recordIdentities({
        corp: 'dingtalk',
        now: NOON,
        found: [
          { recipient: mobile('13800000001'), platformId: 'user1', validUntil },
          { recipient: mobile('13800000002'), platformId: null, because: said, validUntil },
        ],
        results: [],
      })

      expect(await cached(NOON)).toEqual([
        { platformId: 'user1', because: {}, checkedAt: NOON, validUntil },
        { platformId: null, because: said, checkedAt: NOON, validUntil },
        undefined,
      ])
      expect(await cached(validUntil)).toEqual([undefined, undefined, undefined])
    })

    test('of one corp say nothing of another', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const recipient = mobile('13800000001')
      await acceptOne(store, [toMobile(1, recipient.value, { account: 'wecom' })], { accounts: ['wecom'] })

      const found = [{ recipient, platformId: 'user1', validUntil: NOON + MINUTE_MS }]
      await store.recordIdentities({ corp: 'dingtalk', now: NOON, found, results: [] })

      expect(await store.unresolved(CLAIM)).toMatchObject([{ corp: 'wecom', identity: undefined }])
    })

    test('are not kept of somebody who was erased while the platform was asked', async () => {
      const { store } = await makeStore()
      await furnish(store)
      await acceptOne(store, [toMobile(1, '13800000001')])
      const person = await store.person(mobile('13800000001'))
      await store.erasePerson(person?.id ?? 0, NOON)

      await store.recordIdentities({
        corp: 'dingtalk',
        now: NOON,
        found: [{ recipient: mobile('13800000001'), platformId: 'user1', validUntil: NOON + MINUTE_MS }],
        results: [],
      })

      expect(await store.person(mobile('13800000001'))).toBeUndefined()
    })

    test('move who was found into the queue and end who was not', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store, [toMobile(1, '13800000001'), toMobile(2, '13800000002')])

      await resolve(store, [
        { key: { ...message, idx: 1 }, to: 'queued', platformId: 'user1', personKey: 'user1' },
        { key: { ...message, idx: 2 }, to: 'invalid', code: 'unknown_person' },
      ])

      expect(await statesOf(store, message)).toEqual(['queued', 'invalid'])
      expect(await store.unresolved({ ...CLAIM, now: NOON + MINUTE_MS })).toEqual([])
      expect((await startOnly(store, epoch)).members).toMatchObject([{ platformId: 'user1' }])
    })

    test('suppress whom the message already reaches on this account by another name', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const message = await acceptOne(store, [
        toUser(1),
        toMobile(2, '13800000001'),
        toMobile(3, '13800000002'),
        toMobile(4, '13800000003'),
      ])

      await resolve(store, [
        { key: { ...message, idx: 2 }, to: 'queued', platformId: 'user1', personKey: 'user1' },
        { key: { ...message, idx: 3 }, to: 'queued', platformId: 'user9', personKey: 'user9' },
        { key: { ...message, idx: 4 }, to: 'queued', platformId: 'User9', personKey: 'user9' },
      ])

      expect(await statesOf(store, message)).toEqual(['queued', 'suppressed', 'queued', 'suppressed'])
      expect((await store.delivery(message.id, 2))?.sameAs).toBe(1)
      expect((await store.delivery(message.id, 4))?.sameAs).toBe(3)
    })

    test('go on with the next account of a route, whose delivery says what it comes after', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const message = await acceptOne(store, [toMobile(1, '13800000001')], { accounts: ['ding', 'wecom'] })
      const { idx: _, ...next } = toMobile(0, '13800000001', { account: 'wecom' })

      await resolve(store, [{ key: { ...message, idx: 1 }, to: 'suppressed', code: 'unknown_person', next }])

      expect(await statesOf(store, message)).toEqual(['suppressed', 'resolving'])
      expect(await store.delivery(message.id, 2)).toMatchObject({ account: 'wecom', after: 1 })
      expect(await store.message(message.id)).toMatchObject({ deliveries: 2 })
    })

    test('are asked for again later, and a result that comes twice finds nothing to change', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const message = await acceptOne(store, [toMobile(1, '13800000001')])
      const key = { ...message, idx: 1 }

      await resolve(store, [{ key, to: 'resolving', dueAt: NOON + MINUTE_MS }])
      expect(await store.unresolved(CLAIM)).toEqual([])
      expect(await store.unresolved({ ...CLAIM, now: NOON + MINUTE_MS })).toHaveLength(1)
      await resolve(store, [{ key, to: 'queued', platformId: 'user1', personKey: 'user1' }])
      await resolve(store, [{ key, to: 'failed', code: 'lookup_failed' }])

      expect(await statesOf(store, message)).toEqual(['queued'])
    })
  })
}

const resolve = (store: Store, results: readonly Resolution[]): Promise<void> =>
  store.recordIdentities({ corp: 'dingtalk', now: NOON, found: [], results })
