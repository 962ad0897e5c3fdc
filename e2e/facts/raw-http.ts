import { request } from 'node:http'

/** What a request sends besides method and path. Nothing is added but what HTTP itself needs. */
export interface RawRequest {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  /** The body as a JSON object; fails the test if it is none. */
  readonly json: Record<string, unknown>
}

/** Sends exactly these bytes: facts are about the wire, so no client of ours stands between. */
export type Raw = (method: string, pathAndQuery: string, more?: RawRequest) => Promise<RawAnswer>

export function rawHttp(baseUrl: string): Raw {
  return (method, pathAndQuery, { headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
      const outgoing = request(`${baseUrl}${pathAndQuery}`, { method, headers: { ...headers, ...length } })
      outgoing.on('error', reject)
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve(answerOf(incoming.statusCode ?? 0, incoming.headers, text))
        })
      })
      outgoing.end(body)
    })
}

function answerOf(status: number, headers: RawAnswer['headers'], text: string): RawAnswer {
  return {
    status,
    headers,
    text,
    get json() {
      const value: unknown = JSON.parse(text)
      if (!isObject(value)) throw new Error(`Not a JSON object: ${text}`)
      return value
    },
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
