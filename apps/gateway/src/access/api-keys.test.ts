import { describe, expect, test } from 'vitest'
import {
  type ApiKeyRow,
  authenticate,
  mayDo,
  mayUse,
  type NewApiKey,
  newApiKey,
  type Principal,
  sandboxPrincipal,
} from './api-keys.ts'

const NOW = Date.UTC(2026, 2, 2, 2)

describe('an API key', () => {
  test('names its client, its scopes and its accounts', async () => {
    const made = newApiKey()

    const principal = await whoHas(made.key, rowOf(made, { scopes: ['send'], accounts: ['hr-ding'] }))

    expect(principal).toMatchObject({ client: 'oa', apiKeyId: made.id })
    expect([mayDo(principal, 'send'), mayDo(principal, 'accounts:admin')]).toEqual([true, false])
    expect([mayUse(principal, 'hr-ding'), mayUse(principal, 'hr-wecom')]).toEqual([true, false])
  })

  test('may use every account when none is listed', async () => {
    const made = newApiKey()

    expect(mayUse(await whoHas(made.key, rowOf(made)), 'any')).toBe(true)
  })

  test('carries 192 random bits, of which the row keeps only the hash', () => {
    const { key, id, hash } = newApiKey()

    const secret = key.slice(`hk_${id}_`.length)
    expect(Buffer.from(secret, 'base64url')).toHaveLength(24)
    expect(hash).toHaveLength(32)
    expect(hash.toString('latin1')).not.toContain(secret)
  })

  test('is refused with another secret as if its id did not exist', async () => {
    const made = newApiKey()
    const forged = `hk_${made.id}_${newApiKey().key.slice(-32)}`

    expect(await attempt(forged, rowOf(made))).toBe('unknown')
    expect(await attempt(made.key, undefined)).toBe('unknown')
  })

  test.each(['', 'hk_', 'Bearer x', `hk_${'0'.repeat(12)}_short`, `hk_${'g'.repeat(12)}_${'a'.repeat(32)}`])(
    'of the form %j is looked up nowhere',
    async (key) => {
      const refusal = await authenticate(
        key,
        () => {
          throw new Error('looked up')
        },
        NOW,
      )

      expect(refusal).toBe('malformed')
    },
  )

  test('is refused from the instant it expires', async () => {
    const made = newApiKey()

    expect(await attempt(made.key, rowOf(made, { expiresAt: NOW }))).toBe('expired')
    expect(await attempt(made.key, rowOf(made, { expiresAt: NOW + 1 }))).toMatchObject({ client: 'oa' })
  })

  test('is refused once it is revoked', async () => {
    const made = newApiKey()

    expect(await attempt(made.key, rowOf(made, { revokedAt: NOW - 1 }))).toBe('revoked')
  })
})

test('who needs no key on the sandbox may do everything', () => {
  const principal = sandboxPrincipal('local')

  expect([mayDo(principal, 'accounts:admin'), mayUse(principal, 'any'), principal.apiKeyId]).toEqual([
    true,
    true,
    null,
  ])
})

function rowOf({ id, hash }: NewApiKey, changes: Partial<ApiKeyRow> = {}): ApiKeyRow {
  return { id, hash, client: 'oa', scopes: [], accounts: null, expiresAt: null, revokedAt: null, ...changes }
}

function attempt(key: string, row: ApiKeyRow | undefined) {
  return authenticate(key, async (id) => (row?.id === id ? row : undefined), NOW)
}

async function whoHas(key: string, row: ApiKeyRow): Promise<Principal> {
  const answer = await attempt(key, row)
  if (typeof answer === 'string') throw new Error(answer)
  return answer
}
