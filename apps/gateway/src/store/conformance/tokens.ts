import { describe, expect, test } from 'vitest'
import type { SecretCodec } from '../../access/key-ring.ts'
import type { MakeStore } from './test-store.ts'

const EXPIRES_AT = 1_800_000_000_000

/** Not secret: only tells whether the store seals and opens with the same place. */
const codec: SecretCodec = {
  seal: (secret, place) => Buffer.from(`${place}|${secret}`),
  open: (blob, place) => Buffer.from(blob).toString().replace(`${place}|`, ''),
}

export function testTokens(makeStore: MakeStore): void {
  describe('tokens', () => {
    test('are fetched once for all who ask at the same time, on all nodes', async () => {
      const { store, another } = await makeStore()
      const nodes = another ? [store, await another()] : [store]
      const stores = nodes.map((node) => node.tokens(codec))
      let fetches = 0
      const fetch = async () => ({ value: `T${++fetches}`, expiresAt: EXPIRES_AT })

      const tokens = await Promise.all(
        Array.from({ length: 20 }, (_, n) => stores[n % stores.length]?.refresh('k', undefined, fetch)),
      )

      expect(fetches).toBe(1)
      expect(new Set(tokens.map((token) => token?.value))).toEqual(new Set(['T1']))
      expect(await stores.at(-1)?.read('k')).toEqual(tokens[0])
    })

    test('are renewed only by who has seen the stored one, with a new version', async () => {
      const { store } = await makeStore()
      const tokens = store.tokens(codec)
      const first = await tokens.refresh('k', undefined, async () => ({ value: 'T1', expiresAt: EXPIRES_AT }))
      const shown: unknown[] = []

      const second = await tokens.refresh('k', first.version, async (stored) => {
        shown.push(stored)
        return { value: 'T1', expiresAt: EXPIRES_AT + 1 }
      })

      expect(shown).toEqual([first])
      expect(second.version).not.toBe(first.version)
      const never = async () => {
        throw new Error('fetched for somebody behind the times')
      }
      expect(await tokens.refresh('k', first.version, never)).toEqual(second)
    })

    test('whose fetch fails stay as they are, and the next one fetches again', async () => {
      const { store } = await makeStore()
      const tokens = store.tokens(codec)
      const failing = async () => {
        throw new Error('no network')
      }

      await expect(tokens.refresh('k', undefined, failing)).rejects.toThrow('no network')

      expect(await tokens.read('k')).toBeUndefined()
      const fetched = { value: 'T1', expiresAt: EXPIRES_AT }
      expect(await tokens.refresh('k', undefined, async () => fetched)).toMatchObject(fetched)
    })
  })
}
