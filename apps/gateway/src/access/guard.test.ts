import { describe, expect, test } from 'vitest'
import { refuseForeign } from './guard.ts'

const LOCAL = { host: '127.0.0.1:4180', origin: undefined, secFetchSite: undefined }

describe('the guard', () => {
  test.each(['127.0.0.1:4180', 'localhost', 'LOCALHOST:4180', '[::1]:4180'])('lets Host %s pass', (host) => {
    expect(refuseForeign({ ...LOCAL, host }, [])).toBeUndefined()
  })

  test.each(['evil.example', '127.0.0.1.evil.example:4180', 'localhost@evil.example', undefined])(
    'refuses Host %s',
    (host) => {
      expect(refuseForeign({ ...LOCAL, host }, [])).toEqual({ header: 'Host', value: host ?? null })
    },
  )

  test('lets a name pass that the configuration allows, whatever its case', () => {
    expect(refuseForeign({ ...LOCAL, host: 'Hongyan.corp:4180' }, ['hongyan.corp'])).toBeUndefined()
  })

  test.each(['https://evil.example', 'null', 'http://127.0.0.1.evil.example', 'file://127.0.0.1'])(
    'refuses Origin %s',
    (origin) => {
      expect(refuseForeign({ ...LOCAL, origin }, [])).toEqual({ header: 'Origin', value: origin })
    },
  )

  test('lets pages of its own pass', () => {
    const page = { ...LOCAL, origin: 'http://127.0.0.1:4180', secFetchSite: 'same-origin' }

    expect(refuseForeign(page, [])).toBeUndefined()
  })

  test('lets a typed address pass', () => {
    expect(refuseForeign({ ...LOCAL, secFetchSite: 'none' }, [])).toBeUndefined()
  })

  test.each(['cross-site', 'same-site'])('refuses what a browser marks as %s', (secFetchSite) => {
    expect(refuseForeign({ ...LOCAL, secFetchSite }, [])).toMatchObject({ header: 'Sec-Fetch-Site' })
  })
})
