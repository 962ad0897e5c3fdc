import { describe, expect, test } from 'vitest'
import { furnish, type MakeStore, NOON } from './test-store.ts'

export function testAccess(makeStore: MakeStore): void {
  describe('accounts', () => {
    test('come with their app and corp, or write nothing', async () => {
      const { store } = await makeStore()
      await furnish(store)
      const account = await store.account('ding')
      const app = await store.app('ding')
      if (!account || !app) throw new Error('The furniture is missing.')

      expect(app.secrets).toEqual({ appSecret: Buffer.from('sealed') })
      expect(await store.addAccount({ account })).toBe('name_taken')
      expect(await store.addAccount({ account: { ...account, name: 'b' }, app })).toBe('app_taken')
      expect(await store.addAccount({ account: { ...account, name: 'b', app: 'none' } })).toBe('app_unknown')
      expect(await store.addAccount({ account: { ...account, name: 'b' } })).toBe('added')
      expect((await store.accounts()).map(({ name }) => name)).toEqual(['b', 'ding', 'wecom'])
      expect((await store.apps()).map(({ name }) => name)).toEqual(['ding', 'wecom'])
    })

    test('and apps change in the fields that are given, and keep the others', async () => {
      const { store } = await makeStore()
      await furnish(store)

      await store.changeApp('ding', { secrets: { token: Buffer.from('new') }, tokenSharing: true })
      await store.changeAccount('ding', { enabled: false })

      expect(await store.app('ding')).toMatchObject({
        fields: '{}',
        tokenSharing: true,
        secrets: { appSecret: Buffer.from('sealed'), token: Buffer.from('new') },
      })
      expect(await store.account('ding')).toMatchObject({ enabled: false, options: '{}' })
      expect(await store.changeAccount('none', { enabled: true })).toBe(false)
      expect(await store.changeApp('none', {})).toBe(false)
    })

    test('name the corp once, with what was learned of it later', async () => {
      const { store } = await makeStore()
      await furnish(store)

      await store.putCorp({ name: 'wecom', platform: 'wecom', platformCorpId: 'ww1', seats: 20 })

      expect(await store.corps()).toMatchObject([
        { name: 'dingtalk', seats: 1000 },
        { name: 'wecom', platformCorpId: 'ww1', seats: 20 },
      ])
    })
  })

  describe('clients', () => {
    test('and their keys are found by name and id; a key is revoked once', async () => {
      const { store } = await makeStore()
      const key = {
        id: 'k1',
        client: 'oa',
        hash: Buffer.from('hash'),
        scopes: ['messages:send'],
        accounts: ['ding'],
        createdAt: NOON,
        expiresAt: null,
        revokedAt: null,
      }

      expect(await store.addClient({ name: 'oa', createdAt: NOON })).toBe(true)
      expect(await store.addClient({ name: 'oa', createdAt: NOON })).toBe(false)
      await store.addApiKey(key)
      await store.addApiKey({ ...key, id: 'k2', accounts: null })

      expect(await store.clients()).toEqual([{ name: 'oa', createdAt: NOON }])
      expect(await store.apiKey('k1')).toEqual(key)
      expect((await store.apiKeys('oa')).map(({ id }) => id)).toEqual(['k1', 'k2'])
      expect(await store.apiKeys('erp')).toEqual([])
      expect(await store.revokeApiKey('k1', NOON)).toBe(true)
      expect(await store.revokeApiKey('k1', NOON)).toBe(false)
      expect((await store.apiKey('k1'))?.revokedAt).toBe(NOON)
      expect(await store.apiKey('k3')).toBeUndefined()
    })
  })

  describe('audit', () => {
    test('is read from the newest, page by page', async () => {
      const { store } = await makeStore()
      const entry = { client: 'oa', apiKeyId: null, action: 'account.create', from: '127.0.0.1', at: NOON }
      for (const target of ['a', 'b', 'c'])
        await store.appendAudit({ ...entry, target, before: null, after: { channel: 'x' } })

      const page = await store.audit({ limit: 2 })
      const rest = await store.audit({ limit: 2, after: page.next ?? '' })

      expect(page.items.map(({ target }) => target)).toEqual(['c', 'b'])
      expect(rest).toEqual({
        items: [{ ...entry, target: 'a', before: null, after: { channel: 'x' } }],
        next: null,
      })
    })
  })

  describe('the key check', () => {
    test('is kept as the first start wrote it', async () => {
      const { store } = await makeStore()

      expect(await store.readKeyCheck()).toBeUndefined()
      expect(await store.keepKeyCheck(Buffer.from('first'))).toEqual(Buffer.from('first'))
      expect(await store.keepKeyCheck(Buffer.from('second'))).toEqual(Buffer.from('first'))
      expect(await store.readKeyCheck()).toEqual(Buffer.from('first'))
    })
  })

  describe('time', () => {
    test('is the store’s own, and business time is ahead of it by what was set', async () => {
      const { store } = await makeStore()

      await store.setClockOffset(86_400_000)

      const { realNow, offsetMs } = await store.time()
      expect(offsetMs).toBe(86_400_000)
      expect(realNow).toBeGreaterThan(Date.UTC(2025, 0))
    })
  })
}
