import { PROBLEMS, REASONS } from '@hongyan/contract'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { startHttp } from './test-kit.ts'

const Operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), schema: z.object({}) })),
  responses: z.record(z.string(), z.object({ description: z.string() })),
})
const OpenApi = z.object({
  openapi: z.literal('3.1.1'),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.looseObject({})) }),
})

async function openApi() {
  const { get } = await startHttp()
  const text = await (await get('/openapi.json')).text()
  return { text, document: OpenApi.parse(JSON.parse(text)) }
}

describe('the OpenAPI document', () => {
  it('describes sending with its defaults, its header and its refusals', async () => {
    const { document } = await openApi()

    const send = document.paths['/v1/messages']?.post
    expect(send?.parameters).toMatchObject([{ name: 'Idempotency-Key', in: 'header' }])
    expect(Object.keys(send?.responses ?? {})).toEqual(
      expect.arrayContaining(['202', '400', '409', '422', '503']),
    )
    expect(document.components.schemas.MessageRequest).toMatchObject({
      required: ['accounts', 'content'],
      properties: { lane: { default: 'normal', enum: ['urgent', 'normal', 'bulk'] } },
    })
  })

  it('refers to nothing that it does not hold', async () => {
    const { text, document } = await openApi()

    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    )

    expect(references.length).toBeGreaterThan(20)
    for (const name of references) expect(document.components.schemas).toHaveProperty([name ?? ''])
  })

  it('names each operation once, with every parameter of its path', async () => {
    const { document } = await openApi()

    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, ...operation })),
    )

    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
    for (const { path, parameters } of operations) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
      expect(inPath, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
    }
  })
})

describe('the page of documents', () => {
  it('explains every code in both languages, and carries no script', async () => {
    const { get } = await startHttp()

    for (const language of ['zh', 'en'] as const) {
      const response = await get(`/docs?lang=${language}`)
      const page = await response.text()
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(page).not.toMatch(/<script|style=|\son\w+=/)
      for (const [code, kind] of Object.entries({ ...PROBLEMS, ...REASONS })) {
        expect(page).toContain(`>${code}</code>`)
        expect(page).toContain(kind[language])
      }
    }
  })

  it('is the place that a problem’s type leads to', async () => {
    const { get } = await startHttp()

    const response = await get('/v1/nothing')

    expect(await response.json()).toMatchObject({ status: 404, type: '/docs#not_found' })
    expect(await (await get('/docs')).text()).toContain('id="not_found"')
  })
})

describe('health', () => {
  it('is ready only when the store answers and nobody has told it to stop', async () => {
    const time = async () => ({ realNow: 0, offsetMs: 0 })
    const ready = await startHttp({ store: { time } })
    const stopping = await startHttp({ store: { time } }, { isReady: () => false })
    const storeAway = await startHttp({ store: { time: () => Promise.reject(new Error('away')) } })

    expect((await ready.get('/readyz')).status).toBe(200)
    for (const { get } of [stopping, storeAway]) {
      const response = await get('/readyz')
      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toBe('1')
      expect((await get('/livez')).status).toBe(200)
    }
  })
})

describe('an address', () => {
  it('that exists for another method says which', async () => {
    const http = await startHttp()

    const response = await http.call('DELETE', '/v1/messages')

    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST')
  })

  it('whose service breaks answers 500 without what broke, which the log gets', async () => {
    const broken = new Error('the secret is SEC-1')
    const http = await startHttp({ accept: () => Promise.reject(broken) })

    const response = await http.send({ accounts: ['a'], content: { type: 'text', text: 'x' } })

    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('SEC-1')
    expect(http.errors).toEqual([broken])
  })
})

describe('a store', () => {
  it.each(['ECONNREFUSED', '57P01', '53300', 'SQLITE_FULL'])(
    'that says %s is told as 503, to be tried again',
    async (code) => {
      const away = Object.assign(new Error('away'), { code })
      const http = await startHttp({ accept: () => Promise.reject(away) })

      const response = await http.send({ accounts: ['a'], content: { type: 'text', text: 'x' } })

      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toBe('2')
      expect(http.errors).toEqual([away])
    },
  )
})

describe('the metrics', () => {
  it('count requests by route, and what waits by account and lane', async () => {
    const backlog = async () => [{ account: 'hr-ding', lane: 'bulk' as const, waiting: 7, dueAt: 0 }]
    const { get } = await startHttp({ store: { backlog, limitUse: async () => [] } })

    await get('/livez')
    const text = await (await get('/metrics')).text()

    expect(text).toContain('hongyan_waiting_deliveries{account="hr-ding",lane="bulk"} 7')
    expect(text).toContain('hongyan_http_requests_total{method="GET",route="/livez",status="200"} 1')
  })
})
