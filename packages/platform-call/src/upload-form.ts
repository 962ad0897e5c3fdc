import { randomUUID } from 'node:crypto'
import type { StreamedBody } from './outgoing-request.ts'

/** What is uploaded: bytes, a `Blob` (of a file: `await openAsBlob(path)` from node:fs), or your own stream of known size. */
export type UploadSource = Uint8Array | StreamedBody

/** One file of a form. */
export interface UploadFile {
  /** The form's field. */
  readonly field: string
  /** As people will see it. */
  readonly filename: string
  readonly source: UploadSource
  /** Default `application/octet-stream`. */
  readonly contentType?: string | undefined
}

/** How many bytes a source has. */
export const sizeOf = (source: UploadSource): number =>
  source instanceof Uint8Array ? source.byteLength : source.size

/** A `multipart/form-data` body of one file (RFC 7578), read piece by piece while it is sent. */
export function uploadForm(file: UploadFile): {
  readonly body: StreamedBody
  readonly headers: Record<string, string>
} {
  const boundary = `----hongyan-${randomUUID()}`
  const size = sizeOf(file.source)
  const head = Buffer.from(
    `--${boundary}\r\n` +
      // WeCom documents `filelength` beside the name (企业微信「上传临时素材」, 2024-07-22); others ignore it.
      `Content-Disposition: form-data; name="${file.field}"; filename="${quotable(file.filename)}"; filelength=${size}\r\n` +
      `Content-Type: ${file.contentType ?? 'application/octet-stream'}\r\n\r\n`,
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  const whole = head.length + size + tail.length
  return {
    body: {
      size: whole,
      async *stream() {
        yield head
        if (file.source instanceof Uint8Array) yield file.source
        else yield* file.source.stream()
        yield tail
      },
    },
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': String(whole) },
  }
}

/** As browsers write names (WHATWG HTML, multipart/form-data): a quote or line end must not end the header. */
const quotable = (name: string): string =>
  name.toWellFormed().replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')
