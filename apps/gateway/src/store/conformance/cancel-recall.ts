import { describe, expect, test } from 'vitest'
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

const CLAIM = { now: NOON, limit: 10, claimMs: MINUTE_MS, epoch: 1 }

export function testCancelAndRecall(makeStore: MakeStore): void {
  describe('cancel', () => {
    test('ends what has not started, and says what has', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store, [...toUsers(2), toMobile(3, '13800000001')], {}, ['["later"]'])
      await startOnly(store, epoch, { maxMembers: 1, maxCalls: 1 })

      expect(await store.cancel(message, NOON)).toEqual({ cancelled: 2, alreadyStarted: 1 })

      expect(await statesOf(store, message)).toEqual(['sending', 'cancelled', 'cancelled'])
      expect(await store.laterChunk()).toBeUndefined()
      expect(await store.start(startRequest(epoch))).toEqual({ calls: [] })
    })

    test('keeps a call that dissolves afterwards out of the queue', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store)
      const call = await startOnly(store, epoch)
      await store.cancel(message, NOON)

      const groups = [{ members: [1], bisect: '', notBefore: null }]
      await record(store, call, { kind: 'dissolve', groups, charge: false, refund: true }, 'not_sent')

      expect(await statesOf(store, message)).toEqual(['cancelled'])
      expect(await store.lanes(NOON)).toEqual([])
    })
  })

  describe('expire', () => {
    test('ends what is past its time, wherever it waits, and nothing else', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const message = await acceptOne(store, [toUser(1), toMobile(2, '13800000001')], { expiresAt: NOON + 1 })
      const other = await acceptOne(store)

      expect(await store.expire(NOON, 100)).toBe(0)
      expect(await store.expire(NOON + 1, 100)).toBe(2)

      expect(await statesOf(store, message)).toEqual(['expired', 'expired'])
      expect(await statesOf(store, other)).toEqual(['queued'])
    })
  })

  describe('recall', () => {
    test('comes due for every call that carried the message, and settles beside the state', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store, toUsers(3))
      const call = await startOnly(store, epoch, { maxMembers: 2, maxCalls: 1 })
      await record(store, call, finish)

      expect(await store.requestRecall(message, NOON)).toEqual({ cancelled: 1, requested: 2, impossible: 0 })
      expect(await store.dueRecalls(CLAIM)).toMatchObject([{ call: call.id, receipt: 'task-1', tries: 0 }])
      await store.recordRecall({ call: call.id, now: NOON, result: { kind: 'again', at: NOON + 1 } })
      expect(await store.dueRecalls({ ...CLAIM, now: NOON + 1 })).toMatchObject([{ tries: 1 }])
      await store.recordRecall({
        call: call.id,
        now: NOON,
        result: { kind: 'done', recall: 'recalled', exceptions: [{ idx: 2, recall: 'failed' }] },
      })

      const { items } = await store.deliveries(message.id, { limit: 10 })
      expect(items.map(({ state, recall }) => [state, recall])).toEqual([
        ['sent', 'recalled'],
        ['sent', 'failed'],
        ['cancelled', 'none'],
      ])
      expect(await store.dueRecalls({ ...CLAIM, now: NOON + 10 * MINUTE_MS })).toEqual([])
    })

    test('comes due once a call is accepted that was under way when it was asked for', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store)
      const call = await startOnly(store, epoch)
      await store.requestRecall(message, NOON)
      expect(await store.dueRecalls(CLAIM)).toEqual([])

      await record(store, call, finish)

      expect(await store.dueRecalls(CLAIM)).toMatchObject([{ call: call.id }])
      expect(await store.delivery(message.id, 1)).toMatchObject({ state: 'sent', recall: 'requested' })
    })

    test('is impossible where the platform gave no receipt', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store)
      const call = await startOnly(store, epoch)
      await record(store, call, { kind: 'finish', final: true, exceptions: [] })

      expect(await store.requestRecall(message, NOON)).toEqual({ cancelled: 0, requested: 0, impossible: 1 })
      expect(await store.delivery(message.id, 1)).toMatchObject({ recall: 'impossible' })
    })
  })
}
