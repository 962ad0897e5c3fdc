import { describe, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import {
  acceptOne,
  furnish,
  type MakeStore,
  NOON,
  newMessage,
  startRequest,
  statesOf,
  toMobile,
  toUser,
  toUsers,
} from './test-store.ts'

export function testAccept(makeStore: MakeStore): void {
  describe('accept', () => {
    test('keeps the message, a delivery for each recipient, their states and counters', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const invalid = { state: 'invalid', final: true, code: 'unknown_user' } as const

      const message = await acceptOne(store, [
        toUser(1),
        toMobile(2, '13800000001'),
        toUser(3, { state: invalid }),
      ])

      expect(await statesOf(store, message)).toEqual(['queued', 'resolving', 'invalid'])
      expect(await store.message(message.id)).toMatchObject({
        number: message.number,
        client: 'oa',
        lane: 'normal',
        deliveries: 3,
        counts: { queued: 1, resolving: 1, invalid: 1 },
        pending: 2,
      })
      expect(await store.delivery(message.id, 2)).toMatchObject({
        recipient: { kind: 'mobile', platform: null, value: '13800000001' },
        platformId: null,
        createdAt: NOON,
      })
    })

    test('answers the same key with the same body by the same message, and writes nothing', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const key = { idempotencyKey: 'order-8812', requestHash: 'a' }
      const first = await store.accept({ message: newMessage(key), deliveries: [toUser(1)], later: [] })

      const second = await store.accept({ message: newMessage(key), deliveries: [toUser(1)], later: [] })

      expect(second).toEqual({ ...first, kind: 'repeated' })
      expect((await store.messages({ limit: 10 })).items).toHaveLength(1)
    })

    test('refuses a key that was used with another body, and writes nothing', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const { message } = await store.accept(keyed('a'))

      const other = await store.accept(keyed('b'))

      expect(other).toMatchObject({ kind: 'key_reused', message })
      expect((await store.messages({ limit: 10 })).items).toHaveLength(1)
    })

    test('makes one message of one key that comes twenty times at once', async () => {
      const { store, another } = await makeStore()
      await furnish(store)
      const nodes = another ? [store, await another()] : [store]

      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => nodeOf(nodes, n).accept(keyed('a'))),
      )

      expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(1)
      expect(new Set(answers.map(({ message }) => message.id)).size).toBe(1)
      expect((await store.messages({ limit: 50 })).items).toHaveLength(1)
    })

    test('gives one key of two clients to two messages', async () => {
      const { store } = await makeStore()
      await furnish(store)
      await store.addClient({ name: 'erp', createdAt: NOON })

      const one = await store.accept(keyed('a'))
      const other = await store.accept({ ...keyed('a'), message: { ...keyed('a').message, client: 'erp' } })

      expect([one.kind, other.kind]).toEqual(['accepted', 'accepted'])
    })

    test('keeps all of fifty messages that come at once, apart from each other', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)

      const messages = await Promise.all(Array.from({ length: 50 }, () => acceptOne(store, toUsers(2))))

      expect(new Set(messages.map(({ number }) => number)).size).toBe(50)
      const { calls } = await store.start(startRequest(epoch, { maxCalls: 60 }))
      expect(calls.map(({ members }) => members.length)).toEqual(Array(50).fill(2))
    })

    test('takes nothing of the others with a message that cannot be written', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const twice = newMessage()
      await store.accept({ message: twice, deliveries: [toUser(1)], later: [] })

      const ends = await Promise.allSettled([
        acceptOne(store),
        store.accept({ message: twice, deliveries: [toUser(1)], later: [] }),
        acceptOne(store),
      ])

      expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect((await store.messages({ limit: 10 })).items).toHaveLength(3)
    })

    test('gives a person who is named twice one delivery, and says which', async () => {
      const { store } = await makeStore()
      await furnish(store)

      const message = await acceptOne(store, [toUser(1), toUser(2, { personKey: 'user1' })])

      expect(await statesOf(store, message)).toEqual(['queued', 'suppressed'])
      expect(await store.delivery(message.id, 2)).toMatchObject({
        sameAs: 1,
        code: 'same_person',
        final: true,
      })
    })
  })

  describe('a large list', () => {
    test('waits in chunks, each of which is taken in once, in order', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const message = await acceptOne(store, [toUser(1)], { recipients: 3 }, ['["b"]', '["c"]'])
      expect(await store.message(message.id)).toMatchObject({ pending: 3 })

      const chunk = await store.laterChunk()
      expect(chunk).toMatchObject({ message, seq: 0, recipients: '["b"]', nextIdx: 2 })
      const append = () => store.appendRecipients({ message, seq: 0, deliveries: [toUser(2)], now: NOON })

      expect(await append()).toBe(true)
      expect(await append()).toBe(false)
      expect(await store.laterChunk()).toMatchObject({ seq: 1, nextIdx: 3 })
      expect(await statesOf(store, message)).toEqual(['queued', 'queued'])
    })

    test('finds a person of an earlier chunk again', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const message = await acceptOne(store, [toUser(1)], { recipients: 2 }, ['["a"]'])

      await store.appendRecipients({
        message,
        seq: 0,
        deliveries: [toUser(2, { personKey: 'user1' })],
        now: NOON,
      })

      expect(await store.delivery(message.id, 2)).toMatchObject({ state: 'suppressed', sameAs: 1 })
    })
  })
}

const keyed = (requestHash: string) => ({
  message: newMessage({ idempotencyKey: 'order-8812', requestHash }),
  deliveries: [toUser(1)],
  later: [],
})

function nodeOf(nodes: readonly Store[], n: number): Store {
  const node = nodes[n % nodes.length]
  if (!node) throw new Error('There is no node.')
  return node
}
