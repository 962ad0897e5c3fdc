import { describe, expect, it } from 'vitest'
import { testTokenStore } from './tokens.conformance.ts'
import { MemoryTokenStore, tokenKey } from './tokens.ts'

describe('MemoryTokenStore', () => testTokenStore(() => new MemoryTokenStore()))

describe('tokenKey', () => {
  const app = {
    platform: 'wecom',
    names: ['ww1', '1000002'],
    secret: 'SECRET',
    baseUrl: 'https://qyapi.weixin.qq.com',
  }

  it('names platform, corp and app, and not the secret', () => {
    expect(tokenKey(app)).toMatch(/^wecom:ww1:1000002:[0-9a-f]{12}$/)
  })

  it('differs for another app, another secret and another base URL, and for nothing else', () => {
    const others = [
      { ...app, names: ['ww1', '1000003'] },
      { ...app, secret: 'ROTATED' },
      { ...app, baseUrl: 'http://127.0.0.1:4181' },
    ]

    expect(new Set([app, ...others].map(tokenKey)).size).toBe(4)
    expect(tokenKey({ ...app })).toBe(tokenKey(app))
  })
})
