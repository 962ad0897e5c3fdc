import {
  AuditView,
  ClientRequest,
  ClientView,
  JsonObject,
  KeyRequest,
  type KeyView,
  listOf,
  Name,
  NewKeyView,
  PageQuery,
  pageOf,
  Refusal,
  SCOPES,
} from '@hongyan/contract'
import * as z from 'zod'
import { newApiKey } from '../access/api-keys.ts'
import { auditRecord } from '../access/audit.ts'
import type { ApiKeyRow, AuditRow } from '../store/store.ts'
import { type Route, route, text } from './route.ts'
import type { Services } from './services.ts'
import { instant } from './views.ts'

const OneClient = z.strictObject({ name: Name })

export function clientRoutes(services: Services): Route[] {
  const { store, clock, forgetKey } = services
  return [
    route({
      method: 'GET',
      path: '/v1/clients',
      tag: 'clients',
      summary: text('列出调用方和它们的 API key', 'List the clients with their keys'),
      scope: 'clients:admin',
      status: 200,
      result: listOf(ClientView),
      async handle() {
        const keys = Map.groupBy(await store.apiKeys(), ({ client }) => client)
        const clients = await store.clients()
        return {
          items: clients.map(({ name, createdAt }) => ({
            name,
            createdAt: instant(createdAt),
            keys: (keys.get(name) ?? []).map(keyView),
          })),
        }
      },
    }),
    route({
      method: 'POST',
      path: '/v1/clients',
      tag: 'clients',
      summary: text('添加调用方', 'Add a client'),
      scope: 'clients:admin',
      body: ClientRequest,
      status: 201,
      result: ClientView,
      problems: ['name_taken'],
      async handle({ body: { name }, principal, from }) {
        const now = clock.now()
        if (!(await store.addClient({ name, createdAt: now }))) {
          throw new Refusal('name_taken', { field: 'name', value: name })
        }
        const change = { action: 'client.create', target: name, after: { name } }
        await store.appendAudit(auditRecord(change, principal, from, now))
        return { name, createdAt: instant(now), keys: [] }
      },
    }),
    route({
      method: 'POST',
      path: '/v1/clients/:name/keys',
      tag: 'clients',
      summary: text('创建 API key，只显示这一次', 'Create an API key, shown only this once'),
      scope: 'clients:admin',
      params: OneClient,
      body: KeyRequest,
      status: 201,
      result: NewKeyView,
      problems: ['not_found'],
      async handle({ params: { name }, body, principal, from }) {
        const clients = await store.clients()
        if (!clients.some((client) => client.name === name)) {
          throw new Refusal('not_found', { field: 'name', value: name })
        }
        const now = clock.now()
        const { id, key, hash } = newApiKey()
        const row: ApiKeyRow = {
          id,
          client: name,
          hash,
          scopes: body.scopes,
          accounts: body.accounts ?? null,
          createdAt: now,
          expiresAt: body.expiresAt === undefined ? null : Date.parse(body.expiresAt),
          revokedAt: null,
        }
        await store.addApiKey(row)
        const change = { action: 'key.create', target: id, after: { client: name, ...body }, secrets: [key] }
        await store.appendAudit(auditRecord(change, principal, from, now))
        return { ...keyView(row), key }
      },
    }),
    route({
      method: 'DELETE',
      path: '/v1/keys/:id',
      tag: 'clients',
      summary: text(
        '吊销 API key：本节点立即生效，其他节点一秒之内',
        'Revoke an API key: here at once, on other nodes within a second',
      ),
      scope: 'clients:admin',
      params: z.strictObject({ id: z.string().max(64) }),
      status: 204,
      problems: ['not_found'],
      async handle({ params: { id }, principal, from }) {
        const now = clock.now()
        const isRevoked = await store.revokeApiKey(id, now)
        forgetKey(id)
        if (!isRevoked) throw new Refusal('not_found', { field: 'id', value: id })
        await store.appendAudit(auditRecord({ action: 'key.revoke', target: id }, principal, from, now))
      },
    }),
    route({
      method: 'GET',
      path: '/v1/audit',
      tag: 'clients',
      summary: text('谁改了什么，新的在前', 'Who changed what, newest first'),
      scope: 'clients:admin',
      query: PageQuery,
      status: 200,
      result: pageOf(AuditView),
      async handle({ query }) {
        const { items, next } = await store.audit(query)
        return { items: items.map(auditView), next }
      },
    }),
  ]
}

function keyView(row: ApiKeyRow): KeyView {
  return {
    id: row.id,
    prefix: `hk_${row.id}_`,
    scopes: SCOPES.filter((scope) => row.scopes.includes(scope)),
    ...(row.accounts !== null && { accounts: [...row.accounts] }),
    createdAt: instant(row.createdAt),
    ...(row.expiresAt !== null && { expiresAt: instant(row.expiresAt) }),
    ...(row.revokedAt !== null && { revokedAt: instant(row.revokedAt) }),
  }
}

const auditView = ({ at, apiKeyId, before, after, ...row }: AuditRow): AuditView => ({
  ...row,
  at: instant(at),
  key: apiKeyId,
  before: before && JsonObject.parse(before),
  after: after && JsonObject.parse(after),
})
