import { describe, expect, test } from 'vitest'
import type { Move } from '../store.ts'
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
  toUsers,
} from './test-store.ts'

const CLAIM = { limit: 10, claimMs: MINUTE_MS, epoch: 1 }
const REPORT_AT = NOON + MINUTE_MS

export function testReport(makeStore: MakeStore): void {
  /** Three members of one accepted call that is to be reported on. */
  async function sentToThree() {
    const { store } = await makeStore()
    const { epoch } = await furnish(store)
    const message = await acceptOne(store, toUsers(3))
    const call = await startOnly(store, epoch)
    await record(store, call, { ...finish, reportAt: REPORT_AT })
    const moveTo = (idx: number, to: Move['to'], more: Partial<Move> = {}): Move => ({
      key: { ...message, idx },
      from: 'sent',
      to,
      final: false,
      ...more,
    })
    return { store, epoch, message, call, moveTo }
  }

  describe('report', () => {
    test('comes due with the call, its receipt and its members, for one node at a time', async () => {
      const { store, call } = await sentToThree()

      expect(await store.dueReports({ ...CLAIM, now: NOON })).toEqual([])
      const [due] = await store.dueReports({ ...CLAIM, now: REPORT_AT })

      expect(due).toMatchObject({
        call: call.id,
        receipt: 'task-1',
        account: 'ding',
        corp: 'dingtalk',
        sentAt: NOON,
        attempts: 1,
        polls: 0,
        wanted: false,
      })
      expect(due?.members.map(({ platformId, state }) => [platformId, state])).toEqual([
        ['user1', 'sent'],
        ['user2', 'sent'],
        ['user3', 'sent'],
      ])
      expect(await store.dueReports({ ...CLAIM, now: REPORT_AT })).toEqual([])
      expect(await store.dueReports({ ...CLAIM, now: REPORT_AT + MINUTE_MS })).toHaveLength(1)
    })

    test('comes due at once for somebody who waits', async () => {
      const { store, message } = await sentToThree()

      await store.wantReport(message, NOON)

      expect(await store.dueReports({ ...CLAIM, now: NOON })).toMatchObject([{ wanted: true }])
    })

    test('moves whom it names, queues again whom a minute limit dropped, and asks once more', async () => {
      const { store, epoch, message, call, moveTo } = await sentToThree()
      const next = REPORT_AT + MINUTE_MS

      await store.recordReport({
        call: call.id,
        now: REPORT_AT,
        moves: [
          moveTo(1, 'read', { readAt: NOON + 5, final: true }),
          moveTo(2, 'queued', { requeueAt: next, code: 'minute_limit', platformCode: '143103' }),
        ],
        verified: [1, 2],
        next,
        polled: true,
      })

      expect(await statesOf(store, message)).toEqual(['read', 'queued', 'sent'])
      expect(await store.delivery(message.id, 1)).toMatchObject({
        verified: true,
        readAt: NOON + 5,
        final: true,
      })
      expect(await store.delivery(message.id, 3)).toMatchObject({ verified: false, final: false })
      expect(await store.dueReports({ ...CLAIM, now: next })).toMatchObject([{ polls: 1 }])
      const again = await startOnly(store, epoch, { now: next })
      expect(again.members.map(({ key }) => key.idx)).toEqual([2])
      expect(await store.attempts(message.id, 2)).toHaveLength(2)
    })

    test('says for each member whom the sender had named', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      await acceptOne(store, [toMobile(1, '13800000001', { state: 'queued', platformId: 'user1' })])
      const call = await startOnly(store, epoch)
      await record(store, call, { ...finish, reportAt: REPORT_AT })

      const [due] = await store.dueReports({ ...CLAIM, now: REPORT_AT })

      expect(due?.members).toMatchObject([
        { recipient: { kind: 'mobile', platform: null, value: '13800000001' } },
      ])
    })

    test('forgets who an id was that the platform called invalid', async () => {
      const { store, call, moveTo } = await sentToThree()
      const recipient = { kind: 'mobile', platform: null, value: '13800000001' } as const
      await acceptOne(store, [toMobile(1, recipient.value)])
      const found = [{ recipient, platformId: 'user1', validUntil: NOON + MINUTE_MS }]
      await store.recordIdentities({ corp: 'dingtalk', now: NOON, found, results: [] })

      await store.recordReport({
        call: call.id,
        now: NOON,
        moves: [moveTo(1, 'invalid', { final: true, code: 'unknown_user' })],
        verified: [1],
        dropIdentities: ['user1'],
        polled: true,
      })

      expect(await store.person(recipient)).toMatchObject({ identities: [] })
    })

    test('moves nobody who has left the state it was decided on', async () => {
      const { store, message, call, moveTo } = await sentToThree()
      const report = { call: call.id, now: REPORT_AT, verified: [1], next: REPORT_AT, polled: true }
      await store.recordReport({ ...report, moves: [moveTo(1, 'read', { final: true })] })

      await store.recordReport({ ...report, moves: [moveTo(1, 'delivered')] })

      expect(await statesOf(store, message)).toEqual(['read', 'sent', 'sent'])
    })

    test('that is the last leaves nobody open', async () => {
      const { store, message, call, moveTo } = await sentToThree()

      await store.recordReport({
        call: call.id,
        now: REPORT_AT,
        moves: [moveTo(1, 'delivered')],
        verified: [1],
        polled: true,
      })

      expect(await store.message(message.id)).toMatchObject({ counts: { delivered: 1, sent: 2 }, pending: 0 })
      expect(await store.dueReports({ ...CLAIM, now: REPORT_AT + 10 * MINUTE_MS })).toEqual([])
    })

    test('is refused with a move that the states do not allow', async () => {
      const { store, message, call, moveTo } = await sentToThree()

      const illegal = store.recordReport({
        call: call.id,
        now: REPORT_AT,
        moves: [moveTo(1, 'cancelled')],
        verified: [],
        polled: true,
      })

      await expect(illegal).rejects.toThrow('cannot go from sent to cancelled')
      expect(await statesOf(store, message)).toEqual(['sent', 'sent', 'sent'])
    })
  })

  describe('content', () => {
    test('that another message has sent a person is known of that person alone', async () => {
      const { store, epoch, message } = await sentToThree()
      const other = await acceptOne(store)
      const query = { app: 'ding', contentHash: 'content', since: NOON - MINUTE_MS }

      expect(await store.contentSentTo({ ...query, platformId: 'user1', except: other })).toBe(true)
      expect(await store.contentSentTo({ ...query, platformId: 'user9', except: other })).toBe(false)
      expect(await store.contentSentTo({ ...query, platformId: 'user1', except: message })).toBe(false)
      await store.start(startRequest(epoch))
    })
  })
}
