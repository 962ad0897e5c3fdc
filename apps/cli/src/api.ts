import { ProblemView as ProblemSchema, type ProblemView } from '@hongyan/contract'
import * as z from 'zod'
import type { Language } from './language.ts'

/** Where the gateway is, and with which key it is called. */
export interface Address {
  readonly url: string
  /** Absent only where a sandbox needs none. */
  readonly key: string | undefined
}

/** The gateway has refused a request; `problem` says which field, and what to do. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal'
  readonly problem: ProblemView

  constructor(problem: ProblemView) {
    super(problem.detail)
    this.problem = problem
  }
}

/** No gateway answers there. */
export class GatewayAway extends Error {
  override readonly name = 'GatewayAway'
  readonly url: string

  constructor(url: string, cause: unknown) {
    super(`No gateway answers at ${url}`, { cause })
    this.url = url
  }
}

/** The gateway's HTTP API: paths as in `/docs`, answers checked against the contract. */
export class Api {
  readonly #address: Address
  readonly #language: Language

  constructor(address: Address, language: Language) {
    this.#address = address
    this.#language = language
  }

  get url(): string {
    return this.#address.url
  }

  async get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
    return schema.parse(await (await this.#request('GET', path)).json())
  }

  async post<Schema extends z.ZodType>(
    path: string,
    body: object,
    schema: Schema,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<z.output<Schema>> {
    return schema.parse(await (await this.#request('POST', path, { body, headers })).json())
  }

  /** All items of a list, page by page. */
  async *all<Schema extends z.ZodType>(path: string, item: Schema): AsyncGenerator<z.output<Schema>> {
    const page = z.object({ items: z.array(item), next: z.string().nullable() })
    for (let after: string | null = ''; after !== null; ) {
      const query: string = new URLSearchParams({
        limit: PAGE_ITEMS,
        ...(after !== '' && { after }),
      }).toString()
      const { items, next }: z.output<typeof page> = await this.get(`${path}?${query}`, page)
      yield* items
      after = next
    }
  }

  /** The body of a stream that goes on until `signal`. */
  async stream(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const response = await this.#request('GET', path, { signal, headers: { accept: 'text/event-stream' } })
    if (!response.body) throw new GatewayAway(this.url, undefined)
    return response.body
  }

  async #request(
    method: string,
    path: string,
    options: { body?: object; headers?: Readonly<Record<string, string>>; signal?: AbortSignal } = {},
  ): Promise<Response> {
    const { url, key } = this.#address
    const { body, headers, signal } = options
    const init: RequestInit = {
      method,
      headers: {
        'accept-language': this.#language,
        ...(body && { 'content-type': 'application/json' }),
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    }
    const response = await fetch(url + path, init).catch((cause: unknown) => {
      if (signal?.aborted) throw cause
      throw new GatewayAway(url, cause)
    })
    if (!response.ok) throw await refusalOf(response)
    return response
  }
}

const PAGE_ITEMS = '500'

async function refusalOf(response: Response): Promise<Error> {
  const problem = ProblemSchema.safeParse(await response.json().catch(() => undefined))
  if (problem.success) return new ApiRefusal(problem.data)
  return new Error(`${response.url} answers ${response.status}. Is it a Hongyan gateway?`)
}
