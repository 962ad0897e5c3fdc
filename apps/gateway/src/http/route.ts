import type { ProblemCode, Scope, Text } from '@hongyan/contract'
import type * as z from 'zod'
import type { Principal } from '../access/api-keys.ts'
import type { Actor } from '../accounts/accounts.ts'
import { parseInput } from './validation.ts'

/** One request that has passed the guard, its key and its schemas. */
export interface Call<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly principal: Principal
  readonly idempotencyKey: string | undefined
  /** The caller's address, for the audit. */
  readonly from: string
}

/** One row of the API: what it takes, what it gives, who may call it. OpenAPI is written from the same row. */
export interface RouteSpec<Params, Query, Body, Result> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** With parameters as `:name`. */
  readonly path: string
  readonly tag: string
  readonly summary: Text
  readonly scope: Scope
  readonly params?: z.ZodType<Params>
  readonly query?: z.ZodType<Query>
  readonly body?: z.ZodType<Body>
  /** Only described by the schema; the handler parses it, because it may be large. */
  readonly rawBody?: z.ZodType
  /** Takes any other media type as it comes: the handler's body is a stream then, and counts its bytes itself. */
  readonly takesFiles?: true
  /** Unit: bytes of a body. Default 256 KiB. */
  readonly bodyLimit?: number
  readonly status: 200 | 201 | 202 | 204
  /** Absent with 204. */
  readonly result?: z.ZodType<Result>
  /** Codes it may answer besides those of every route. */
  readonly problems?: readonly ProblemCode[]
  /** Takes an Idempotency-Key. */
  readonly isIdempotent?: boolean
  handle(call: Call<Params, Query, Body>): Promise<Result>
}

export interface RawCall extends Omit<Call<unknown, unknown, unknown>, 'body'> {
  readonly body: unknown
}

/** A row whose types have been checked and are no longer needed. */
export interface Route
  extends Pick<
    RouteSpec<unknown, unknown, unknown, unknown>,
    | 'method'
    | 'path'
    | 'tag'
    | 'summary'
    | 'scope'
    | 'bodyLimit'
    | 'takesFiles'
    | 'status'
    | 'problems'
    | 'isIdempotent'
  > {
  readonly params: z.ZodType | undefined
  readonly query: z.ZodType | undefined
  readonly body: z.ZodType | undefined
  readonly result: z.ZodType | undefined
  run(raw: RawCall): Promise<unknown>
}

/** Parameters that no schema describes are not handed on. */
export function route<Params = undefined, Query = undefined, Body = undefined, Result = undefined>(
  spec: RouteSpec<Params, Query, Body, Result>,
): Route {
  const { params, query, body, rawBody, result, handle, ...rest } = spec
  return {
    ...rest,
    params,
    query,
    body: body ?? rawBody,
    result,
    run: async (raw) =>
      handle({
        ...raw,
        params: read(params, raw.params),
        query: read(query, raw.query),
        // A raw body is what it is: the handler's Body is `unknown` then.
        body: rawBody ? (raw.body as Body) : read(body, raw.body),
      }),
  }
}

/** Without a schema the type is `undefined` by default, and so is the value. */
function read<Value>(schema: z.ZodType<Value> | undefined, input: unknown): Value {
  return schema === undefined ? (undefined as Value) : parseInput(schema, input)
}

/** Who changes something, for the audit. */
export const actorOf = ({ principal, from }: Pick<RawCall, 'principal' | 'from'>): Actor => ({
  client: principal.client,
  apiKeyId: principal.apiKeyId,
  from,
})

export const text = (zh: string, en: string): Text => ({ zh, en })
