import { request } from 'undici'
import { describe, expect, it } from 'vitest'
import { sandboxPrincipal } from '../access/api-keys.ts'
import { RequestRate } from '../access/request-rate.ts'
import { startHttp, TEXT } from './test-kit.ts'

describe('a key', () => {
  it.each([
    ['none', undefined, 401, 'key_missing'],
    ['one of another form', 'Bearer abc', 401, 'key_invalid'],
    ['one that nobody has', `Bearer hk_0123456789ab_${'x'.repeat(32)}`, 401, 'key_invalid'],
    ['a password', 'Basic YTpi', 401, 'key_invalid'],
  ])('is needed: %s is refused', async (_what, authorization, status, code) => {
    const { url, accepted } = await startHttp()

    const response = await fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      body: JSON.stringify(TEXT),
    })

    expect(response.status).toBe(status)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    expect(await response.json()).toMatchObject({ code, field: 'Authorization' })
    expect(accepted).toEqual([])
  })

  it.each([{ revokedAt: 1 }, { expiresAt: 1 }])('that has ended is refused: %o', async (key) => {
    const http = await startHttp({}, { key })

    expect((await http.send(TEXT)).status).toBe(401)
    expect(http.accepted).toEqual([])
  })

  it('is not repeated in the answer, and not needed for what tells nothing', async () => {
    const http = await startHttp({}, { key: { revokedAt: 1 } })

    const text = await (await http.send(TEXT)).text()

    expect(text).not.toContain(http.key)
    for (const path of ['/livez', '/readyz', '/docs', '/openapi.json']) {
      expect((await fetch(http.url + path)).status, path).not.toBe(401)
    }
    for (const path of ['/metrics', '/v1/events', '/v1/channels']) {
      expect((await fetch(http.url + path)).status, path).toBe(401)
    }
  })

  it('does what its scopes say and nothing else', async () => {
    const http = await startHttp({}, { key: { scopes: ['read'] } })

    const response = await http.send(TEXT)

    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'scope_missing', value: 'send' })
    expect(http.accepted).toEqual([])
  })

  it('that is limited to accounts sends by no other', async () => {
    const http = await startHttp({}, { key: { accounts: ['hr-ding'] } })

    expect((await http.send(TEXT)).status).toBe(202)
    const problem = await http.problemOf({ ...TEXT, accounts: ['hr-ding', 'it-wecom'] })

    expect(problem).toMatchObject({
      code: 'account_not_allowed',
      field: 'accounts[1]',
      value: 'it-wecom',
      status: 403,
    })
    expect(http.accepted).toHaveLength(1)
  })

  it('may be left out where only the sandbox can be reached', async () => {
    const { url, accepted } = await startHttp({}, { withoutKey: async () => sandboxPrincipal('sandbox') })

    const response = await fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(TEXT),
    })

    expect(response.status).toBe(202)
    expect(accepted).toMatchObject([{ client: 'sandbox', apiKey: null }])
  })

  it('over its rate is told how long to wait, and goes on after it', async () => {
    const monotonic = { now: 0 }
    const rate = new RequestRate({ perSecond: 0.5, burst: 1, monotonic: () => monotonic.now })
    const http = await startHttp({}, { rate })

    expect((await http.send(TEXT)).status).toBe(202)
    const refused = await http.send(TEXT)
    monotonic.now += 2000
    const later = await http.send(TEXT)

    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('2')
    expect(later.status).toBe(202)
  })
})

describe('a page of another site', () => {
  it.each([
    ['Host', { host: 'evil.example' }, 'host_refused'],
    ['Origin', { origin: 'https://evil.example' }, 'origin_refused'],
    ['Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }, 'origin_refused'],
  ])('is refused by %s on every route', async (field, headers, code) => {
    const http = await startHttp()

    for (const path of ['/v1/channels', '/livez', '/docs', '/nowhere']) {
      const { statusCode, body } = await request(http.url + path, { headers })
      expect(statusCode, path).toBe(403)
      expect(await body.json()).toMatchObject({ code, field })
    }
  })

  it('is told apart from names that the configuration allows', async () => {
    const http = await startHttp({}, { allowedHosts: ['hongyan.corp.example'] })

    const { statusCode } = await request(`${http.url}/livez`, {
      headers: { host: 'hongyan.corp.example:4180' },
    })

    expect(statusCode).toBe(200)
  })
})
