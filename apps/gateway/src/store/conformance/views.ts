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
  toMobile,
  toUser,
  toUsers,
} from './test-store.ts'

export function testViews(makeStore: MakeStore): void {
  describe('messages', () => {
    test('are listed from the newest, page by page, by client and by account', async () => {
      const { store } = await makeStore()
      await furnish(store)
      await store.addClient({ name: 'erp', createdAt: NOON })
      const [a, b, c] = [
        await acceptOne(store),
        await acceptOne(store, [toUser(1)], { client: 'erp' }),
        await acceptOne(store, [toUser(1, { account: 'wecom' })], { accounts: ['wecom'] }),
      ]
      const idsOf = async (query: Omit<Parameters<typeof store.messages>[0], 'limit'>) =>
        (await store.messages({ ...query, limit: 2 })).items.map(({ id }) => id)

      expect(await idsOf({})).toEqual([c.id, b.id])
      const { next } = await store.messages({ limit: 2 })
      expect(await idsOf({ after: next ?? '' })).toEqual([a.id])
      expect(await idsOf({ client: 'erp' })).toEqual([b.id])
      expect(await idsOf({ account: 'wecom' })).toEqual([c.id])
    })

    test.each([
      ['请假', 1],
      ['部门', 1],
      ['ＤＢ-3', 1],
      ['db-3 磁盘', 1],
      ['100%', 1],
      ['1000', 0],
      ['_', 0],
      ['报销', 0],
    ])('with %s in the text are found: %i', async (search, found) => {
      const { store } = await makeStore()
      await furnish(store)
      await acceptOne(store, [toUser(1)], { searchText: '您的请假已由部门经理批准，DB-3 磁盘 100% 已满' })
      await acceptOne(store, [toUser(1)], { searchText: 'another' })

      expect((await store.messages({ limit: 10, search })).items).toHaveLength(found)
    })

    test('that there are not are not found', async () => {
      const { store } = await makeStore()

      expect(await store.message('none')).toBeUndefined()
      expect(await store.delivery('none', 1)).toBeUndefined()
      expect(await store.deliveries('none', { limit: 10 })).toEqual({ items: [], next: null })
    })
  })

  describe('deliveries', () => {
    test('are listed in their order, page by page, by state and by account', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const message = await acceptOne(store, [...toUsers(3), toUser(4, { account: 'wecom' })])
      await startOnly(store, epoch, { maxMembers: 2, maxCalls: 1 })
      const idxsOf = async (query: object) =>
        (await store.deliveries(message.id, { limit: 2, ...query })).items.map(({ idx }) => idx)

      expect(await idxsOf({})).toEqual([1, 2])
      const { next } = await store.deliveries(message.id, { limit: 2 })
      expect(await idxsOf({ after: next ?? '' })).toEqual([3, 4])
      expect(await idxsOf({ state: 'queued' })).toEqual([3, 4])
      expect(await idxsOf({ account: 'wecom' })).toEqual([4])
      expect(await store.delivery(message.id, 4)).toMatchObject({ channel: 'wecom.app', notBefore: NOON })
      expect(await store.delivery(message.id, 1)).toMatchObject({ notBefore: null })
    })
  })

  describe('a person', () => {
    const mobile = { kind: 'mobile', platform: null, value: '13800000001' } as const

    test('is found with identities and deliveries, newest first', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const first = await acceptOne(store, [toMobile(1, mobile.value)])
      const second = await acceptOne(store, [toMobile(1, mobile.value)])
      const found = [{ recipient: mobile, platformId: 'user1', validUntil: NOON + MINUTE_MS }]
      await store.recordIdentities({ corp: 'dingtalk', now: NOON, found, results: [] })

      const person = await store.person(mobile)
      if (!person) throw new Error('The person was not found.')

      expect(person).toMatchObject({
        recipient: mobile,
        identities: [{ corp: 'dingtalk', platformId: 'user1', validUntil: NOON + MINUTE_MS }],
      })
      const page = await store.deliveriesOf(person.id, { limit: 1 })
      expect(page.items.map(({ message }) => message)).toEqual([second.id])
      const rest = await store.deliveriesOf(person.id, { limit: 5, after: page.next ?? '' })
      expect(rest.items.map(({ message }) => message)).toEqual([first.id])
    })

    test('who is erased is in no view any more; what was sent stays countable, what waits ends', async () => {
      const { store } = await makeStore()
      const { epoch } = await furnish(store)
      const sent = await acceptOne(store, [toUser(1, { recipient: mobile })])
      await record(store, await startOnly(store, epoch), finish)
      const waiting = await acceptOne(store, [toMobile(1, mobile.value)])
      const person = await store.person(mobile)

      expect(await store.erasePerson(person?.id ?? 0, NOON)).toBe(true)

      expect(await store.person(mobile)).toBeUndefined()
      expect(await store.delivery(sent.id, 1)).toMatchObject({ state: 'sent', recipient: { value: null } })
      expect(await store.delivery(waiting.id, 1)).toMatchObject({
        state: 'cancelled',
        recipient: { value: null },
      })
      expect(await store.erasePerson(person?.id ?? 0, NOON)).toBe(false)
    })
  })
}
