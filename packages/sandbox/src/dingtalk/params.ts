/**
 * Parameters as the old host reads them: from JSON or a form, and with every scalar allowed as a text, because
 * the official Java SDK sends `"agent_id":"123"` and `"to_all_user":"false"`.
 */
export class Params {
  readonly #fields: Readonly<Record<string, unknown>>

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.#fields = fields
  }

  value(name: string): unknown {
    return this.#fields[name]
  }

  /** Sent at all, even if empty. */
  has(name: string): boolean {
    return this.#fields[name] !== undefined && this.#fields[name] !== null
  }

  /** '' if missing. */
  text(name: string): string {
    const value = this.#fields[name]
    if (typeof value === 'string') return value.trim()
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
  }

  /** Undefined if missing, NaN if it is no whole number. */
  integer(name: string): number | undefined {
    const text = this.text(name)
    if (text === '') return this.has(name) && typeof this.#fields[name] !== 'string' ? Number.NaN : undefined
    return /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  }

  flag(name: string): boolean {
    return this.text(name).toLowerCase() === 'true'
  }

  /** Comma-separated values, trimmed; an array is taken as well. */
  list(name: string): readonly string[] {
    const value = this.#fields[name]
    const items: readonly unknown[] = Array.isArray(value) ? value : this.text(name).split(',')
    return items.map((item) => String(item).trim()).filter((item) => item !== '')
  }

  /** An object, or a text that holds one as JSON. */
  object(name: string): Record<string, unknown> | undefined {
    const value = this.#fields[name]
    return typeof value === 'string' ? parseObject(value) : asRecord(value)
  }
}

/** Undefined if the body is neither a JSON object nor a form. */
export function readParams(rawBody: Buffer, contentType: string): Params | undefined {
  const text = rawBody.toString('utf8')
  if (contentType.startsWith('application/x-www-form-urlencoded') && !text.startsWith('{'))
    return formParams(text)
  const fields = parseObject(text)
  return fields && new Params(fields)
}

export function queryParams(query: URLSearchParams): Params {
  return new Params(Object.fromEntries(query))
}

export function asRecord(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  // A JSON object has no other keys than texts.
  return value as Record<string, unknown>
}

function formParams(text: string): Params {
  return queryParams(new URLSearchParams(text))
}

export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return asRecord(JSON.parse(text))
  } catch {
    // No JSON: the caller decides which code says so.
    return undefined
  }
}
