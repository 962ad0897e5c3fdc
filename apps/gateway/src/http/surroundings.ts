import { Refusal } from '@hongyan/contract'
import type { FastifyInstance } from 'fastify'
import { authorise } from './access.ts'
import { DOCS_STYLE, docsPage } from './docs.ts'
import { EventStream } from './events.ts'
import { languageOf } from './language.ts'
import { metricsText, RequestCounts } from './metrics.ts'
import { openApiOf } from './openapi.ts'
import type { Route } from './route.ts'
import type { HttpOptions } from './server.ts'
import type { Services } from './services.ts'

export interface Surroundings {
  /** Events have no end of their own. */
  endStreams(): void
}

/** A page without scripts needs none, and nothing of it may be framed or loaded from elsewhere. */
const PAGE_POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'"

/** What is no row of the API: events, health, metrics and documents. */
export function serveSurroundings(
  app: FastifyInstance,
  { services, options, routes }: { services: Services; options: HttpOptions; routes: readonly Route[] },
): Surroundings {
  serveHealth(app, services, options)
  serveMetrics(app, services, options)
  serveDocuments(app, routes, options)
  return serveEvents(app, services, options)
}

function serveHealth(app: FastifyInstance, { store }: Services, { isReady }: HttpOptions): void {
  app.get('/livez', async (_request, reply) => reply.type('text/plain').send('alive\n'))
  app.get('/readyz', async (_request, reply) => {
    if (!isReady()) throw new Refusal('unavailable', { retryAfterMs: 1000 })
    await store.time().catch(() => {
      throw new Refusal('unavailable', { retryAfterMs: 1000 })
    })
    return reply.type('text/plain').send('ready\n')
  })
}

function serveMetrics(app: FastifyInstance, services: Services, options: HttpOptions): void {
  const requests = new RequestCounts()
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    requests.add(request.method, route, reply.statusCode, reply.elapsedTime / 1000)
  })
  app.get('/metrics', async (request, reply) => {
    await authorise(request, 'read', options)
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metricsText(services, requests))
  })
}

function serveDocuments(app: FastifyInstance, routes: readonly Route[], { version }: HttpOptions): void {
  const openApi = JSON.stringify(openApiOf(routes, version))
  app.get('/openapi.json', async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(openApi),
  )
  app.get('/docs/style.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(DOCS_STYLE),
  )
  app.get<{ Querystring: { lang?: string } }>('/docs', async (request, reply) => {
    const language = languageOf(request.query.lang ?? request.headers['accept-language'])
    const page = docsPage(routes, language, `${request.protocol}://${request.host}`)
    return reply
      .headers({ 'content-security-policy': PAGE_POLICY, 'x-content-type-options': 'nosniff' })
      .type('text/html; charset=utf-8')
      .send(page)
  })
}

function serveEvents(app: FastifyInstance, services: Services, options: HttpOptions): Surroundings {
  const streams = new Set<EventStream>()
  app.get('/v1/events', async (request, reply) => {
    const stream = new EventStream(services, reply, await authorise(request, 'read', options))
    streams.add(stream)
    await stream.run().finally(() => streams.delete(stream))
  })
  return {
    endStreams() {
      for (const stream of streams) stream.end()
    },
  }
}
