import { describe, expect, test } from 'vitest'
import { furnish, type MakeStore, MINUTE_MS, NOON } from './test-store.ts'

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

  describe('sealed secrets', () => {
    /** As a key ring would, so that a wrong place shows. */
    const sealedWith = (key: string) => ({
      seal: (secret: string, place: string) => Buffer.from(`${key}|${place}|${secret}`),
      open: (blob: Uint8Array) => Buffer.from(blob).toString().split('|').at(-1) ?? '',
    })

    async function storeWithSecrets() {
      const { store } = await makeStore()
      await furnish(store)
      const fetched = { value: 'T1', expiresAt: NOON }
      await store.tokens(sealedWith('old')).refresh('app', undefined, async () => fetched)
      await store.keepKeyCheck(Buffer.from('old|store|key_check|hongyan'))
      return store
    }

    test('are all sealed anew, each for its place', async () => {
      const store = await storeWithSecrets()
      const places: string[] = []

      const changed = await store.reseal((sealed, place) => {
        places.push(place)
        return Buffer.from(`new of ${Buffer.from(sealed)}`)
      })

      expect(changed).toBe(4)
      expect(places).toEqual(['app|ding|appSecret', 'app|wecom|appSecret', 'token|app', 'store|key_check'])
      expect((await store.app('ding'))?.secrets).toEqual({ appSecret: Buffer.from('new of sealed') })
      const opened: string[] = []
      await store
        .tokens({
          ...sealedWith('new'),
          open: (blob) => opened.push(Buffer.from(blob).toString()).toString(),
        })
        .read('app')
      expect(opened).toEqual(['new of old|token|app|T1'])
      expect(await store.readKeyCheck()).toEqual(Buffer.from('new of old|store|key_check|hongyan'))
    })

    test('stay all as they were if one of them cannot be opened', async () => {
      const store = await storeWithSecrets()

      const failed = store.reseal((_, place) => {
        if (place === 'token|app') throw new Error('another key sealed this')
        return Buffer.from('new')
      })

      await expect(failed).rejects.toThrow('another key sealed this')
      expect((await store.app('ding'))?.secrets).toEqual({ appSecret: Buffer.from('sealed') })
    })
  })

  describe('living nodes', () => {
    test('are those that have neither left nor overrun their lease', async () => {
      const { store } = await makeStore()
      const leaving = await store.registerNode({ name: 'leaving', leaseMs: MINUTE_MS })
      await store.registerNode({ name: 'asleep', leaseMs: 0 })
      await store.registerNode({ name: 'awake', leaseMs: MINUTE_MS })

      await store.leave(leaving)

      expect(await store.livingNodes()).toEqual(['awake'])
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
