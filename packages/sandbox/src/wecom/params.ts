import { isUtf8 } from 'node:buffer'

/**
 * A request body read as the platform reads it: it takes what it can and does not fail for a wrong type.
 * Every guess is remembered, because the answer then says `Warning: wrong json format.`
 * (《全局错误码》, developer.work.weixin.qq.com/document/path/90455).
 */
export class Params {
  readonly #fields: Readonly<Record<string, unknown>>
  readonly #notes: { illTyped: boolean }

  constructor(fields: Readonly<Record<string, unknown>>, notes = { illTyped: false }) {
    this.#fields = fields
    this.#notes = notes
  }

  get illTyped(): boolean {
    return this.#notes.illTyped
  }

  /** Every field as sent. */
  get all(): Readonly<Record<string, unknown>> {
    return this.#fields
  }

  /** '' if the field is missing or is no text; a number is taken by its digits. */
  text(name: string): string {
    const value = this.#fields[name]
    if (typeof value === 'string') return value
    if (value === undefined || value === null) return ''
    this.#notes.illTyped = true
    return typeof value === 'number' ? String(value) : ''
  }

  /** Undefined if missing or empty; NaN if it is no whole number. Digits in quotes are common and welcome. */
  integer(name: string): number | undefined {
    const value = this.#fields[name]
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value === 'string' && /^\s*-?\d+\s*$/.test(value)) return Number(value)
    return Number.isInteger(value) ? Number(value) : Number.NaN
  }

  /** No fields at all if the member is missing or is no object. */
  object(name: string): Params {
    const value = this.#fields[name]
    if (isRecord(value)) return new Params(value, this.#notes)
    if (value !== undefined && value !== null) this.#notes.illTyped = true
    return new Params({}, this.#notes)
  }

  objects(name: string): readonly Params[] {
    return this.#list(name).map((item) => {
      if (!isRecord(item)) this.#notes.illTyped = true
      return new Params(isRecord(item) ? item : {}, this.#notes)
    })
  }

  texts(name: string): readonly string[] {
    const items = this.#list(name)
    const texts = items.filter((item) => typeof item === 'string')
    if (texts.length < items.length) this.#notes.illTyped = true
    return texts
  }

  /** Whole numbers of a list; digits in quotes count. */
  integers(name: string): readonly number[] {
    const numbers = this.#list(name).map((item) => new Params({ item }, this.#notes).integer('item'))
    return numbers.filter((number) => number !== undefined)
  }

  has(name: string): boolean {
    return this.#fields[name] !== undefined && this.#fields[name] !== null
  }

  #list(name: string): readonly unknown[] {
    const value = this.#fields[name]
    if (Array.isArray(value)) return value
    if (value !== undefined && value !== null) this.#notes.illTyped = true
    return []
  }
}

/**
 * Undefined if nothing in the body looks like a JSON object, for example an empty or a form body. The
 * Content-Type is not asked: `curl -d '{…}'` names a form and works.
 */
export function readParams(rawBody: Buffer): Params | undefined {
  const text = rawBody.toString('utf8').replace(/^\uFEFF/, '')
  if (!text.trimStart().startsWith('{')) return undefined
  const fields = parseObject(text)
  return new Params(fields ?? {}, { illTyped: fields === undefined })
}

/** True for bytes that are not UTF-8. */
export function isGarbled(rawBody: Buffer): boolean {
  return !isUtf8(rawBody)
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    // Broken JSON is no failure by itself; what is missing afterwards is refused field by field.
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
