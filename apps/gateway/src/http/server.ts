import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { IdempotencyKey, PROBLEMS, Refusal } from '@hongyan/contract'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type Access, authorise, guardRequests } from './access.ts'
import { accountRoutes } from './accounts.ts'
import { appRoutes } from './apps.ts'
import { LargeBody, takeFiles, takeJson } from './body.ts'
import { channelRoutes } from './channels.ts'
import { clientRoutes } from './clients.ts'
import { deliveryRoutes } from './deliveries.ts'
import { LargeMessages } from './large-message.ts'
import { mediaRoutes } from './media.ts'
import { messageRoutes } from './messages.ts'
import { peopleRoutes } from './people.ts'
import { previewRoutes } from './preview.ts'
import { refusalOf, sendProblem } from './problem.ts'
import { quotaRoutes } from './quotas.ts'
import type { RawCall, Route } from './route.ts'
import type { Services } from './services.ts'
import { type Surroundings, serveSurroundings } from './surroundings.ts'
import { tokenRoutes } from './tokens.ts'

/** Unit: bytes. Only messages may be larger. */
const MAX_BODY_BYTES = 256 * 1024

export interface HttpOptions extends Access {
  readonly version: string
  /** What failed inside, with the instance that the answer named. */
  onError(error: unknown, instance: string): void
  /** False while starting and once the process has been told to stop. */
  isReady(): boolean
}

export interface HttpServer {
  readonly url: string
  /** Ends listeners of events, answers what is under way, then closes. */
  close(): Promise<void>
}

/** Serves the API. The services must be ready. */
export async function serveHttp(
  services: Services,
  options: HttpOptions,
  listen: { readonly host: string; readonly port: number },
): Promise<HttpServer> {
  const large = new LargeMessages()
  const app = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    genReqId: () => randomUUID(),
    // A listener of events would otherwise hold the end up for ever.
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: (error, _request, reply) => sendProblem(reply, refusalOf(error)),
  })
  takeJson(app)
  guardRequests(app, options)
  answerErrors(app, options)
  const routes = routesOf(services, large)
  for (const route of routes) {
    if (route.takesFiles) app.register(async (scope) => serveRoute(scope, route, options))
    else serveRoute(app, route, options)
  }
  const surroundings: Surroundings = serveSurroundings(app, { services, options, routes })
  const underWay = countRequests(app.server)
  await app.listen(listen)
  const url = addressOf(app)
  return {
    url,
    async close() {
      surroundings.endStreams()
      const closed = app.close()
      await underWay.none()
      // What is left sends nothing; Node waits a minute for the first request of a connection that never had one.
      app.server.closeAllConnections()
      await closed
      await large.close()
    },
  }
}

/** Counts the requests that have not been answered whole. */
function countRequests(server: FastifyInstance['server']): { none(): Promise<void> } {
  let count = 0
  let tell: () => void = () => {}
  server.on('request', (_request: IncomingMessage, response: ServerResponse) => {
    count++
    response.once('close', () => {
      count--
      if (count === 0) tell()
    })
  })
  return {
    none: () =>
      new Promise((resolve) => {
        tell = resolve
        if (count === 0) resolve()
      }),
  }
}

/** Every row of the API, also for the OpenAPI document. */
const routesOf = (services: Services, large: LargeMessages): readonly Route[] => [
  ...messageRoutes(services, large),
  ...deliveryRoutes(services),
  ...previewRoutes(services),
  ...mediaRoutes(services),
  ...accountRoutes(services),
  ...appRoutes(services),
  ...tokenRoutes(services),
  ...channelRoutes(services),
  ...quotaRoutes(services),
  ...clientRoutes(services),
  ...peopleRoutes(services),
]

function serveRoute(app: FastifyInstance, route: Route, access: Access): void {
  if (route.takesFiles) takeFiles(app)
  app.route({
    method: route.method,
    url: route.path,
    ...(route.bodyLimit !== undefined && { bodyLimit: route.bodyLimit }),
    // Before the body is read: who may not send need not upload.
    onRequest: async (request) => {
      request.principal = await authorise(request, route.scope, access)
    },
    handler: async (request, reply) => {
      reply.code(route.status).header('cache-control', 'no-store')
      const result = await route.run(callOf(request, route))
      if (result === undefined) return reply.send()
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(result))
    },
  })
}

function callOf(request: FastifyRequest, route: Route): RawCall {
  const { params, query, body, principal } = request
  if (principal === undefined) throw new Refusal('key_missing')
  if (body instanceof LargeBody && route.bodyLimit === undefined) throw new Refusal('body_too_large')
  return {
    params,
    query,
    body,
    principal,
    from: request.ip,
    idempotencyKey: idempotencyKeyOf(request, route),
  }
}

function idempotencyKeyOf({ headers }: FastifyRequest, route: Route): string | undefined {
  const key = headers['idempotency-key']
  if (key === undefined || !route.isIdempotent) return undefined
  const parsed = IdempotencyKey.safeParse(key)
  if (parsed.success) return parsed.data
  throw new Refusal('idempotency_key_malformed', { field: 'Idempotency-Key', value: key })
}

function answerErrors(app: FastifyInstance, { onError }: Pick<HttpOptions, 'onError'>): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error)
    if (!(error instanceof Refusal) && PROBLEMS[refusal.code].status >= 500) onError(error, request.id)
    return sendProblem(reply, refusal)
  })
  app.setNotFoundHandler((request, reply) => {
    const allowed = app.supportedMethods.filter((method) => app.hasRoute({ method, url: pathOf(request) }))
    return sendProblem(reply, unserved(request, reply, allowed))
  })
}

function unserved(request: FastifyRequest, reply: FastifyReply, allowed: readonly string[]): Refusal {
  const value = `${request.method} ${pathOf(request)}`
  if (allowed.length === 0) return new Refusal('not_found', { value })
  reply.header('allow', allowed.join(', '))
  return new Refusal('method_not_allowed', { value })
}

const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? url

function addressOf({ server }: FastifyInstance): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens nowhere.')
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${host}:${address.port}`
}
