import { describe, expect, test } from 'vitest'
import type { Retention, Store } from '../store.ts'
import {
  acceptOne,
  finish,
  furnish,
  type MakeStore,
  MINUTE_MS,
  NOON,
  NOTHING,
  newMessage,
  record,
  startOnly,
  statesOf,
  toUser,
  toUsers,
} from './test-store.ts'

const LATER = NOON + MINUTE_MS

export function testPrune(makeStore: MakeStore): void {
  describe('prune', () => {
    test('takes bodies and contents of what is over, and leaves the rest of it', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const over = await sentAndFinal(store, epoch)
      const open = await acceptOne(store)

      await pruneAll(store, { ...NOTHING, bodiesBefore: LATER })

      expect(await store.message(over.id)).toMatchObject({ content: null, counts: { sent: 3 } })
      expect((await store.message(open.id))?.content).not.toBeNull()
    })

    test('takes history in chunks, the message last, and nothing that is not over or not old', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const over = await sentAndFinal(store, epoch)
      const open = await acceptOne(store, [toUser(1, { account: 'wecom' })])
      const young = await acceptOne(store, [CANCELLED], { now: LATER })

      const first = await store.prune({ ...NOTHING, historyBefore: LATER }, 2)
      expect(first).toBeGreaterThan(0)
      expect(first).toBeLessThanOrEqual(2)
      await pruneAll(store, { ...NOTHING, historyBefore: LATER })

      expect(await store.message(over.id)).toBeUndefined()
      expect(await store.deliveries(over.id, { limit: 10 })).toEqual({ items: [], next: null })
      expect(await statesOf(store, open)).toEqual(['queued'])
      expect(await statesOf(store, young)).toEqual(['cancelled'])
      const events = await store.readEvents({ limit: 100 })
      expect(new Set(events.map(({ message }) => message))).toEqual(new Set([young.id]))
    })

    test('keeps the bytes of a call that is still open, whatever its age', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      await acceptOne(store)
      const call = await startOnly(store, epoch)
      await store.leave(epoch)

      await pruneAll(store, { ...NOTHING, bodiesBefore: LATER, historyBefore: LATER })

      expect(await store.openCalls({ epochs: [epoch], limit: 1 })).toEqual([call])
    })

    test('frees idempotency keys and forgets content and audit after their own time', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const keyed = () => ({
        message: newMessage({ idempotencyKey: 'a' }),
        deliveries: [toUser(1)],
        later: [],
      })
      await store.accept(keyed())
      await startOnly(store, epoch)
      await store.appendAudit({
        client: 'oa',
        apiKeyId: null,
        action: 'key.revoke',
        target: 'k1',
        from: '127.0.0.1',
        at: NOON,
        before: null,
        after: null,
      })

      await pruneAll(store, {
        ...NOTHING,
        idempotencyBefore: LATER,
        contentSeenBefore: LATER,
        auditBefore: LATER,
      })

      expect((await store.accept(keyed())).kind).toBe('accepted')
      expect((await store.audit({ limit: 10 })).items).toEqual([])
      const seen: boolean[] = []
      await startOnly(store, epoch, {
        compose: (_, isSeen) => {
          seen.push(isSeen)
          return { kind: 'end', state: 'failed', final: true, code: 'poison' }
        },
      }).catch(() => undefined)
      expect(seen).toEqual([false])
    })
  })
}

const CANCELLED = toUser(1, { state: { state: 'cancelled', final: true } })

async function sentAndFinal(store: Store, epoch: number) {
  const message = await acceptOne(store, toUsers(3))
  await record(store, await startOnly(store, epoch), { ...finish, final: true })
  return message
}

async function pruneAll(store: Store, retention: Retention): Promise<void> {
  while ((await store.prune(retention, 100)) > 0);
}
