import { Refusal, type Scope } from '@hongyan/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type ApiKeyRow, authenticate, type Principal } from '../access/api-keys.ts'
import { refuseForeign } from '../access/guard.ts'
import type { RequestRate } from '../access/request-rate.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; set before the body is read. */
    principal?: Principal
  }
}

export interface Access {
  /** Names under which the gateway is called besides loopback. */
  readonly allowedHosts: readonly string[]
  readonly rate: RequestRate
  findKey(id: string): Promise<ApiKeyRow | undefined>
  /** Who calls without a key; undefined where a key is needed. */
  withoutKey(): Promise<Principal | undefined>
  now(): number
}

/** Every request, whatever it asks for: a page of another site must not reach the gateway by way of a browser. */
export function guardRequests(app: FastifyInstance, { allowedHosts }: Pick<Access, 'allowedHosts'>): void {
  app.addHook('onRequest', async ({ headers }) => {
    const refusal = refuseForeign(
      { host: headers.host, origin: headers.origin, secFetchSite: oneOf(headers['sec-fetch-site']) },
      allowedHosts,
    )
    if (refusal === undefined) return
    const { header: field, value } = refusal
    throw new Refusal(field === 'Host' ? 'host_refused' : 'origin_refused', {
      field,
      value: value ?? undefined,
    })
  })
}

/** Who calls, provided that he may. */
export async function authorise(request: FastifyRequest, scope: Scope, access: Access): Promise<Principal> {
  const principal = await identify(request, access)
  const waitMs = access.rate.waitFor(principal.apiKeyId ?? '')
  if (waitMs > 0) throw new Refusal('too_many_requests', { retryAfterMs: waitMs })
  if (!principal.scopes.has(scope))
    throw new Refusal('scope_missing', { field: 'Authorization', value: scope })
  return principal
}

async function identify({ headers }: FastifyRequest, access: Access): Promise<Principal> {
  const key = keyOf(headers.authorization)
  if (key === undefined) {
    const principal = await access.withoutKey()
    if (principal === undefined) throw new Refusal('key_missing', { field: 'Authorization' })
    return principal
  }
  const found = await authenticate(key, access.findKey, access.now())
  if (typeof found === 'string') throw new Refusal('key_invalid', { field: 'Authorization' })
  return found
}

/** A header of another kind than Bearer is no key, and must not pass for none. */
function keyOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined
  const [, key] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
  if (key === undefined) throw new Refusal('key_invalid', { field: 'Authorization' })
  return key
}

const oneOf = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value
