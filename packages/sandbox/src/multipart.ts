/** One part of a `multipart/form-data` body (RFC 7578). */
export interface Part {
  /** The form field. */
  readonly name: string
  /** Undefined for a field that is no file. */
  readonly filename: string | undefined
  readonly contentType: string | undefined
  readonly bytes: Buffer
}

const LINE_END = '\r\n'
const HEAD_END = '\r\n\r\n'

/** The parts in their order; undefined if the body is not multipart or breaks off before its last boundary. */
export function readMultipart(contentType: string | undefined, rawBody: Buffer): readonly Part[] | undefined {
  const boundary = boundaryOf(contentType ?? '')
  if (boundary === undefined) return undefined
  const parts: Part[] = []
  const opening = Buffer.from(`--${boundary}`)
  const separator = Buffer.from(`${LINE_END}--${boundary}`)
  let at = rawBody.indexOf(opening)
  if (at < 0) return undefined
  at += opening.length
  while (!startsWith(rawBody, at, '--')) {
    const end = rawBody.indexOf(separator, at)
    if (end < 0) return undefined
    const part = readPart(rawBody.subarray(at, end))
    if (!part) return undefined
    parts.push(part)
    at = end + separator.length
  }
  return parts
}

function boundaryOf(contentType: string): string | undefined {
  if (!/^multipart\/form-data\b/i.test(contentType)) return undefined
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? []
  return quoted ?? plain
}

function readPart(part: Buffer): Part | undefined {
  const headEnd = part.indexOf(HEAD_END)
  if (headEnd < 0) return undefined
  const headers = new Map<string, string>()
  for (const line of part.subarray(0, headEnd).toString('utf8').split(LINE_END)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  const disposition = headers.get('content-disposition')
  if (disposition === undefined) return undefined
  return {
    name: parameter(disposition, 'name') ?? '',
    filename: parameter(disposition, 'filename'),
    contentType: headers.get('content-type'),
    bytes: part.subarray(headEnd + HEAD_END.length),
  }
}

/** Quoted or bare. Browsers and most clients write a quote inside a name as %22. */
function parameter(disposition: string, name: string): string | undefined {
  const [, quoted, plain] =
    new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(disposition) ?? []
  return quoted?.replaceAll(/\\(.)/g, '$1').replaceAll('%22', '"') ?? plain
}

function startsWith(bytes: Buffer, at: number, text: string): boolean {
  return bytes.subarray(at, at + text.length).toString('latin1') === text
}
