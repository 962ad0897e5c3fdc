import { expect, test } from 'vitest'
import { TestClock } from '../test-clock.ts'
import type { ApiKeyRow } from './api-keys.ts'
import { KnownKeys } from './known-keys.ts'

const ROW: ApiKeyRow = {
  id: 'k1',
  client: 'oa',
  hash: Buffer.of(),
  scopes: ['read'],
  accounts: null,
  expiresAt: null,
  revokedAt: null,
}

/** Keys over a store that counts how often it is asked. */
function knownKeys() {
  const clock = new TestClock()
  const rows = new Map([['k1', ROW]])
  const asked: string[] = []
  const find = async (id: string) => {
    asked.push(id)
    return rows.get(id)
  }
  return { clock, rows, asked, keys: new KnownKeys({ find, monotonic: () => clock.monotonic() }) }
}

test('a key is asked for once a second, however many requests it comes with', async () => {
  const { clock, asked, keys } = knownKeys()

  await Promise.all([keys.find('k1'), keys.find('k1')])
  clock.advance(999)
  expect(await keys.find('k1')).toEqual(ROW)
  expect(asked).toHaveLength(1)
  clock.advance(1)
  await keys.find('k1')

  expect(asked).toHaveLength(2)
})

test('the second is a real one: a business clock that jumps neither ends nor prolongs it', async () => {
  const { clock, asked, keys } = knownKeys()
  await keys.find('k1')

  clock.jump(86_400_000)
  await keys.find('k1')

  expect(asked).toHaveLength(1)
})

test('a key that was revoked here ends at once, though an older answer is still under way', async () => {
  const { rows, keys } = knownKeys()
  const before = keys.find('k1')

  rows.set('k1', { ...ROW, revokedAt: 1 })
  keys.forget('k1')

  expect(await before).toEqual(ROW)
  expect(await keys.find('k1')).toMatchObject({ revokedAt: 1 })
})

test('a key revoked by another node ends within a second', async () => {
  const { clock, rows, keys } = knownKeys()
  await keys.find('k1')
  rows.set('k1', { ...ROW, revokedAt: 1 })

  clock.advance(1000)

  expect(await keys.find('k1')).toMatchObject({ revokedAt: 1 })
})

test('a key that is not there is asked for anew, so that it is good as soon as it is made', async () => {
  const { rows, keys } = knownKeys()

  expect(await keys.find('k2')).toBeUndefined()
  rows.set('k2', { ...ROW, id: 'k2' })

  expect(await keys.find('k2')).toMatchObject({ id: 'k2' })
})

test('a store that is away is asked again by the next request', async () => {
  const clock = new TestClock()
  let isAway = true
  const find = async () => {
    if (isAway) throw new Error('the store is away')
    return ROW
  }
  const keys = new KnownKeys({ find, monotonic: () => clock.monotonic() })

  await expect(keys.find('k1')).rejects.toThrow('away')
  isAway = false

  expect(await keys.find('k1')).toEqual(ROW)
})
