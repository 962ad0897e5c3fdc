import { describe, expect, test } from 'vitest'
import { acceptOne, furnish, type MakeStore, MINUTE_MS, NOON, toUser, toUsers } from './test-store.ts'

export function testLanes(makeStore: MakeStore): void {
  describe('lanes', () => {
    test('names each lane of work once, with when it comes due', async () => {
      const { store } = await makeStore()
      await furnish(store)
      await acceptOne(store, toUsers(50), { lane: 'bulk' })
      await acceptOne(store, [toUser(1)], { lane: 'urgent' })
      await acceptOne(store, [toUser(1, { account: 'wecom', notBefore: NOON + MINUTE_MS })])

      expect(await store.lanes(NOON)).toEqual([
        { account: 'ding', client: 'oa', lane: 'urgent', dueAt: NOON },
        { account: 'ding', client: 'oa', lane: 'bulk', dueAt: NOON },
        { account: 'wecom', client: 'oa', lane: 'normal', dueAt: NOON + MINUTE_MS },
      ])
      expect(await store.backlog(20)).toMatchObject([
        { account: 'ding', lane: 'urgent', waiting: 1 },
        { account: 'ding', lane: 'bulk', waiting: 20 },
        { account: 'wecom', lane: 'normal', waiting: 1 },
      ])
    })
  })
}
