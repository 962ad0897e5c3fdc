import { describe, expect, test } from 'vitest'
import { RequestRate } from './request-rate.ts'

describe('the request rate', () => {
  test('lets a burst pass and then says how long to wait', () => {
    const rate = new RequestRate({ perSecond: 2, burst: 3, monotonic: () => 0 })

    expect([1, 2, 3, 4].map(() => rate.waitFor('key'))).toEqual([0, 0, 0, 500])
  })

  test('lets one more pass after exactly the wait it named', () => {
    let now = 0
    const rate = new RequestRate({ perSecond: 2, burst: 1, monotonic: () => now })
    rate.waitFor('key')
    const wait = rate.waitFor('key')

    now = wait - 1
    expect(rate.waitFor('key')).toBe(1)
    now = wait
    expect(rate.waitFor('key')).toBe(0)
  })

  test('never saves up more than a burst', () => {
    let now = 0
    const rate = new RequestRate({ perSecond: 1, burst: 2, monotonic: () => now })

    now = 3_600_000

    expect([1, 2, 3].map(() => rate.waitFor('key'))).toEqual([0, 0, 1000])
  })

  test('lets no key use up another’s', () => {
    const rate = new RequestRate({ perSecond: 1, burst: 1, monotonic: () => 0 })
    rate.waitFor('busy')

    expect([rate.waitFor('busy'), rate.waitFor('other')]).toEqual([1000, 0])
  })

  test('remembers who was refused last among very many keys', () => {
    const rate = new RequestRate({ perSecond: 1, burst: 1, monotonic: () => 0 })
    rate.waitFor('busy')
    for (let key = 0; key < 9_999; key++) rate.waitFor(`key ${key}`)

    expect(rate.waitFor('busy')).toBe(1000)
  })
})
