import { PROBLEMS, ProblemView } from '@hongyan/contract'
import * as z from 'zod'
import type { Route } from './route.ts'

type Json = Record<string, unknown>

/** What any route may answer besides its own problems. */
const EVERYWHERE = [
  'key_missing',
  'key_invalid',
  'scope_missing',
  'host_refused',
  'too_many_requests',
  'unavailable',
] as const
const WITH_INPUT = ['missing_field', 'unknown_field', 'wrong_type', 'malformed', 'value_not_allowed'] as const

/** The API as OpenAPI 3.1, written from the rows that serve it. */
export function openApiOf(routes: readonly Route[], version: string): Json {
  const schemas = new Schemas()
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, schemas) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Hongyan 鸿雁',
      version,
      description: 'Gets a message to the right people, and tells the truth about whether it arrived.',
    },
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: schemas.all(),
    },
  }
}

function operationOf(route: Route, schemas: Schemas): Json {
  return {
    tags: [route.tag],
    operationId: operationId(route),
    summary: `${route.summary.zh} · ${route.summary.en}`,
    description: `Scope: ${route.scope}.`,
    parameters: parametersOf(route, schemas),
    ...(route.body && {
      requestBody: {
        required: true,
        content: {
          ...jsonContent(schemas.of(route.body, 'input')),
          ...(route.takesFiles && { 'application/octet-stream': {} }),
        },
      },
    }),
    responses: { [route.status]: answerOf(route, schemas), ...problemsOf(route, schemas) },
  }
}

/** `POST /v1/messages/:id/cancel` → postMessagesIdCancel. */
function operationId({ method, path }: Route): string {
  const words = path.replace('/v1/', '').split(/[/:]+/)
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function parametersOf(route: Route, schemas: Schemas): Json[] {
  const header = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,128}$' },
  }
  return [
    ...parametersIn('path', route.params, schemas),
    ...parametersIn('query', route.query, schemas),
    ...(route.isIdempotent ? [header] : []),
  ]
}

function parametersIn(place: 'path' | 'query', schema: z.ZodType | undefined, schemas: Schemas): Json[] {
  if (!(schema instanceof z.ZodObject)) return []
  return Object.entries(schema.shape).map(([name, value]) => ({
    name,
    in: place,
    required: place === 'path',
    // Fields of a zod object are zod types; its shape is typed by zod's core.
    schema: schemas.of(value as z.ZodType, 'output'),
  }))
}

function answerOf(route: Route, schemas: Schemas): Json {
  const description = route.status === 202 ? 'Accepted: durable from here on.' : 'Done.'
  return { description, ...(route.result && { content: jsonContent(schemas.of(route.result, 'input')) }) }
}

/** One entry per status, listing the codes that have it. */
function problemsOf(route: Route, schemas: Schemas): Json {
  const codes = [...EVERYWHERE, ...(route.body || route.query ? WITH_INPUT : []), ...(route.problems ?? [])]
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code].status)
  const answers = [...byStatus].map(([status, group]) => [
    status,
    {
      description: group.join(', '),
      content: { 'application/problem+json': { schema: schemas.of(ProblemView, 'input') } },
    },
  ])
  return Object.fromEntries(answers)
}

const jsonContent = (schema: Json): Json => ({ 'application/json': { schema } })

/** JSON Schemas with the named ones kept once, under components. */
class Schemas {
  readonly #named = new Map<string, Json>()

  /** `input`: fields with a default may be left out; one shape for both ways keeps one name for both. */
  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const { $defs, $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
    for (const [name, definition] of Object.entries($defs ?? {}))
      this.#named.set(name, toComponents(definition))
    return toComponents(json)
  }

  all(): Json {
    return Object.fromEntries([...this.#named].sort(([one], [other]) => (one < other ? -1 : 1)))
  }
}

/** References into a schema's own definitions become references into the document. */
function toComponents(json: object): Json {
  return JSON.parse(JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/'))
}
