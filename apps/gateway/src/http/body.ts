import { Refusal } from '@hongyan/contract'
import type { FastifyInstance } from 'fastify'

/** Unit: bytes. Below it parsing takes about a millisecond; above it a thread of its own does it. */
const LARGE_BODY_BYTES = 256 * 1024

/** A body that is too large to parse between two other requests; only who expects one takes it. */
export class LargeBody {
  readonly bytes: Uint8Array<ArrayBuffer>

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes
  }
}

/** Hands on a file as it comes, unread: only who expects one takes it. */
export function takeFiles(app: FastifyInstance): void {
  app.addContentTypeParser('*', (_request, stream, done) => done(null, stream))
}

/** Takes JSON only. An empty body is none, so that `POST …/cancel` needs no `{}`. */
export function takeJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, bytes: Buffer) => {
      if (bytes.length === 0) return undefined
      return bytes.length > LARGE_BODY_BYTES ? new LargeBody(new Uint8Array(bytes)) : parseJson(bytes)
    },
  )
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** @throws Refusal `invalid_json`, also for bytes that are no UTF-8: GBK text would arrive garbled. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch (error) {
    // Both the decoder and the parser say where; neither repeats more than a few characters.
    const reason = error instanceof Error ? error.message : ''
    throw new Refusal('invalid_json', {
      detail: { zh: `请求体不是合法的 JSON：${reason}`, en: `The body is no valid JSON: ${reason}` },
    })
  }
}
