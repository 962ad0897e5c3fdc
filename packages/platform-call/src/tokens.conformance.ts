import { expect, it } from 'vitest'
import type { FetchedToken, FetchToken, TokenStore } from './tokens.ts'

/** What every token store promises. `makeStore` gives an empty one; keys are this suite's own. */
export function testTokenStore(makeStore: () => TokenStore): void {
  it('reads nothing before the first fetch, and the fetched token after it', async () => {
    const store = makeStore()
    expect(await store.read('k')).toBeUndefined()

    const token = await store.refresh('k', undefined, handingOut('T1'))

    expect(token).toMatchObject({ value: 'T1', expiresAt: EXPIRES_AT })
    expect(await store.read('k')).toEqual(token)
  })

  it('keeps the tokens of two keys apart', async () => {
    const store = makeStore()

    await Promise.all([
      store.refresh('one', undefined, handingOut('T1')),
      store.refresh('two', undefined, handingOut('T2')),
    ])

    expect((await store.read('one'))?.value).toBe('T1')
    expect((await store.read('two'))?.value).toBe('T2')
  })

  it('fetches once for all who ask at the same time', async () => {
    const store = makeStore()
    const fetch = countingFetch()

    const tokens = await Promise.all(
      Array.from({ length: 100 }, () => store.refresh('k', undefined, fetch.fetch)),
    )

    expect(fetch.count()).toBe(1)
    expect(new Set(tokens.map((token) => token.value))).toEqual(new Set(['T1']))
  })

  it('does not renew a token that somebody has renewed already', async () => {
    const store = makeStore()
    const fetch = countingFetch()
    const first = await store.refresh('k', undefined, fetch.fetch)
    const second = await store.refresh('k', first.version, fetch.fetch)

    const third = await store.refresh('k', first.version, fetch.fetch)

    expect(third).toEqual(second)
    expect(fetch.count()).toBe(2)
  })

  it('gives a new version to a token whose value the platform only prolonged', async () => {
    const store = makeStore()
    const first = await store.refresh('k', undefined, handingOut('T1'))

    const second = await store.refresh('k', first.version, handingOut('T1'))

    expect(second.value).toBe(first.value)
    expect(second.version).not.toBe(first.version)
  })

  it('shows the fetch what is stored', async () => {
    const store = makeStore()
    const first = await store.refresh('k', undefined, handingOut('T1'))
    const shown: unknown[] = []

    await store.refresh('k', first.version, async (stored) => {
      shown.push(stored)
      return { value: 'T2', expiresAt: EXPIRES_AT }
    })

    expect(shown).toEqual([first])
  })

  it('gives a failing fetch to all who wait for it, keeps what was stored, and fetches again next time', async () => {
    const store = makeStore()
    const first = await store.refresh('k', undefined, handingOut('T1'))
    const failure = new Error('no network')
    let count = 0
    const failing: FetchToken = async () => {
      count++
      throw failure
    }

    const ends = await Promise.allSettled(
      Array.from({ length: 10 }, () => store.refresh('k', first.version, failing)),
    )

    expect(ends).toEqual(Array(10).fill({ status: 'rejected', reason: failure }))
    expect(count).toBe(1)
    expect(await store.read('k')).toEqual(first)
    expect((await store.refresh('k', first.version, handingOut('T2'))).value).toBe('T2')
  })

  it('gives somebody who is up to date a new token, though somebody behind the times asks at the same time', async () => {
    const store = makeStore()
    const first = await store.refresh('k', undefined, handingOut('T1'))

    const [behind, upToDate] = await Promise.all([
      store.refresh('k', undefined, handingOut('T2')),
      store.refresh('k', first.version, handingOut('T2')),
    ])

    expect(['T1', 'T2']).toContain(behind.value)
    expect(upToDate.value).toBe('T2')
  })
}

const EXPIRES_AT = 1_800_000_000_000

const handingOut =
  (value: string): FetchToken =>
  async (): Promise<FetchedToken> => ({ value, expiresAt: EXPIRES_AT })

function countingFetch() {
  let count = 0
  const fetch: FetchToken = async () => ({ value: `T${++count}`, expiresAt: EXPIRES_AT })
  return { fetch, count: () => count }
}
