import { describe, expect, test } from 'vitest'
import type { Store, StoredEvent } from '../store.ts'
import {
  acceptOne,
  finish,
  furnish,
  type MakeStore,
  NOON,
  record,
  startOnly,
  toUser,
  toUsers,
} from './test-store.ts'

export function testEvents(makeStore: MakeStore): void {
  describe('events', () => {
    test('tell every move in order, once for all that moved alike', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store, toUsers(3))
      await acceptOne(store, [toUser(1, { account: 'wecom' })])
      const call = await startOnly(store, epoch)
      await record(store, call, {
        ...finish,
        exceptions: [{ idx: 2, state: 'invalid', final: true, code: 'unknown_user' }],
      })

      const events = await store.readEvents({ message: message.id, limit: 100 })

      expect(events.map(({ type, from, to, deliveries }) => [type, from, to, deliveries])).toEqual([
        ['message.accepted', null, null, []],
        ['delivery.state', null, 'queued', [1, 2, 3]],
        ['delivery.state', 'queued', 'sending', [1, 2, 3]],
        ['delivery.state', 'sending', 'sent', [1, 3]],
        ['delivery.state', 'sending', 'invalid', [2]],
      ])
      expect(events.at(-1)).toMatchObject({
        code: 'unknown_user',
        final: true,
        account: 'ding',
        client: 'oa',
        at: NOON,
      })
    })

    test('are read on from a cursor, and the latest one has nothing after it', async () => {
      const { store } = await makeStore()
      await furnish(store)
      await acceptOne(store)
      const [first, ...rest] = await store.readEvents({ limit: 10 })
      const latest = await store.latestEvent()

      expect(rest).not.toEqual([])
      expect(await store.readEvents({ after: first?.cursor ?? '', limit: 10 })).toEqual(rest)
      expect(await store.readEvents({ after: latest, limit: 10 })).toEqual([])
      const message = await acceptOne(store)
      const after = await store.readEvents({ after: latest, limit: 10 })
      expect(new Set(after.map((event) => event.message))).toEqual(new Set([message.id]))
    })

    test('are missed by no reader, however many write at once', async () => {
      const { store, another } = await makeStore()
      await furnish(store)
      const nodes: Store[] = another ? [store, await another()] : [store]
      const reader = nodes.at(-1) ?? store
      const seen: StoredEvent[] = []
      const written = Promise.all(
        Array.from({ length: 120 }, async (_, n) => {
          const node = nodes[n % nodes.length] ?? store
          return acceptOne(node, [toUser(1, { platformId: `user${n}` })])
        }),
      )

      // Reads all the while, and once more after the last commit.
      let isOver = false
      const over = written.then(() => {
        isOver = true
      })
      for (let rounds = 1; rounds > 0; rounds -= isOver ? 1 : 0) {
        await new Promise(setImmediate)
        const after = seen.at(-1)?.cursor
        seen.push(...(await reader.readEvents({ ...(after === undefined ? {} : { after }), limit: 7 })))
      }
      await over
      for (;;) {
        const after = seen.at(-1)?.cursor
        const more = await reader.readEvents({ ...(after === undefined ? {} : { after }), limit: 50 })
        if (more.length === 0) break
        seen.push(...more)
      }

      const accepted = seen.filter(({ type }) => type === 'message.accepted').map(({ message }) => message)
      expect(accepted.toSorted()).toEqual((await written).map(({ id }) => id).toSorted())
    })

    test('wake who listens, on this node and the others', async () => {
      const { store, another } = await makeStore()
      await furnish(store)
      const nodes = another ? [store, await another()] : [store]
      const woken = nodes.map((node) => new Promise<void>((resolve) => node.onChange(resolve)))

      await acceptOne(store)

      await Promise.all(woken)
    })
  })
}
