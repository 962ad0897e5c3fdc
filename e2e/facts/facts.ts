import { readFileSync } from 'node:fs'

/** Platforms whose facts are written down. */
export const factPlatforms = ['dingtalk', 'wecom'] as const
export type FactPlatform = (typeof factPlatforms)[number]

/**
 * How well a fact is known: `doc` the platform's own page or SDK, `captured` a recorded answer of the live platform,
 * `code` third-party code or logs, `recall` general knowledge, `inferred` a conclusion, `sim` a choice of the sandbox.
 */
export const confidences = ['doc', 'captured', 'code', 'recall', 'inferred', 'sim'] as const
export type Confidence = (typeof confidences)[number]

/** Why a fact is not tested. A row has either a reason or a test, never both. */
export const reasons = ['ISV only', 'undocumented', 'issue 4'] as const
export type Reason = (typeof reasons)[number]

/** What stands for each kind of fact, as the source prints it. A behaviour is its title; some also have a literal. */
export interface Literals {
  readonly endpoint: { readonly method: string; readonly path: string }
  readonly message_type: { readonly msgtype: string; readonly body: string }
  readonly limit: { readonly value: number | string; readonly unit: string; readonly beyond: string }
  readonly code: { readonly code: number | string; readonly text: string }
  readonly example: { readonly request?: string; readonly response?: string }
  readonly behaviour: string | undefined
}
export type FactKind = keyof Literals

export interface Fact<Kind extends FactKind = FactKind> {
  /** `<platform>.<area>.<kind>.<name>` */
  readonly id: string
  readonly kind: Kind
  readonly title: string
  readonly literal: Literals[Kind]
  readonly confidence: Confidence
  /** The source by its own title, with its own date or, where it has none, the day it was read. */
  readonly page: { readonly title: string; readonly date: string }
  readonly reason?: Reason
}

export function loadFacts(platform: FactPlatform): readonly Fact[] {
  return parseFacts(
    readFileSync(new URL(`${platform}.json`, import.meta.url), 'utf8'),
    `e2e/facts/${platform}.json`,
  )
}

/** `<platform>.<area>` of a row: the part of the platform it belongs to. */
export function areaOf({ id }: Pick<Fact, 'id'>): string {
  return id.split('.').slice(0, 2).join('.')
}

/** Refuses a mistake by naming file, row and field. */
export function parseFacts(json: string, file: string): readonly Fact[] {
  const rows: unknown = JSON.parse(json)
  if (!Array.isArray(rows)) throw new Error(`${file}: must be a list of rows`)
  const seen = new Set<string>()
  return rows.map((row: unknown, index) => {
    const name = isRecord(row) && typeof row.id === 'string' ? `"${row.id}"` : `number ${index + 1}`
    const fact = new Row(
      row,
      (field, complaint) => new Error(`${file}, row ${name}, ${field}: ${complaint}`),
    ).fact()
    if (seen.has(fact.id)) throw new Error(`${file}, row ${name}, id: stands here twice`)
    seen.add(fact.id)
    return fact
  })
}

const kinds: readonly FactKind[] = ['endpoint', 'message_type', 'limit', 'code', 'example', 'behaviour']
const fieldsOfRow = ['id', 'kind', 'title', 'literal', 'confidence', 'page', 'reason']
const dateForm = /^\d{4}(-\d{2}(-\d{2})?)?$/
const idForm = /^[a-z]+(\.[\w-]+)+$/

/** Reads one row field by field. */
class Row {
  readonly #row: Record<string, unknown>
  readonly #mistake: (field: string, complaint: string) => Error

  constructor(row: unknown, mistake: (field: string, complaint: string) => Error) {
    if (!isRecord(row)) throw mistake('row', 'must be an object')
    this.#row = row
    this.#mistake = mistake
  }

  fact(): Fact {
    const stray = Object.keys(this.#row).find((field) => !fieldsOfRow.includes(field))
    if (stray !== undefined) throw this.#mistake(stray, `is no field of a row (${fieldsOfRow.join(', ')})`)
    const id = this.#text(this.#row, 'id')
    if (!idForm.test(id)) throw this.#mistake('id', 'must read <platform>.<area>.<kind>.<name>')
    const kind = this.#oneOf('kind', kinds)
    return {
      id,
      kind,
      title: this.#text(this.#row, 'title'),
      literal: this.#literal(kind),
      confidence: this.#oneOf('confidence', confidences),
      page: this.#page(),
      ...(this.#row.reason === undefined ? {} : { reason: this.#oneOf('reason', reasons) }),
    }
  }

  #literal(kind: FactKind): Literals[FactKind] {
    const { literal } = this.#row
    if (kind === 'behaviour') {
      if (literal === undefined || typeof literal === 'string') return literal
      throw this.#mistake('literal', 'must be a text or left out')
    }
    if (!isRecord(literal)) throw this.#mistake('literal', 'must be an object')
    switch (kind) {
      case 'endpoint':
        return { method: this.#text(literal, 'method'), path: this.#text(literal, 'path') }
      case 'message_type':
        return { msgtype: this.#text(literal, 'msgtype'), body: this.#text(literal, 'body') }
      case 'limit':
        return {
          value: this.#figure(literal, 'value'),
          unit: this.#text(literal, 'unit'),
          beyond: this.#text(literal, 'beyond'),
        }
      case 'code':
        return { code: this.#figure(literal, 'code'), text: this.#text(literal, 'text', 'may be empty') }
      case 'example':
        return this.#example(literal)
    }
  }

  #example(literal: Record<string, unknown>): Literals['example'] {
    const { request, response } = literal
    if (request === undefined && response === undefined)
      throw this.#mistake('literal', 'needs request or response')
    return {
      ...(request === undefined ? {} : { request: this.#text(literal, 'request') }),
      ...(response === undefined ? {} : { response: this.#text(literal, 'response') }),
    }
  }

  #page(): Fact['page'] {
    const { page } = this.#row
    if (!isRecord(page)) throw this.#mistake('page', 'must be an object with title and date')
    const date = this.#text(page, 'date')
    if (!dateForm.test(date))
      throw this.#mistake('page.date', `must be a year, month or day but is "${date}"`)
    return { title: this.#text(page, 'title'), date }
  }

  #text(from: Record<string, unknown>, field: string, empty?: 'may be empty'): string {
    const value = from[field]
    if (typeof value === 'string' && (value !== '' || empty)) return value
    throw this.#mistake(field, 'must be a text')
  }

  #figure(from: Record<string, unknown>, field: string): number | string {
    const value = from[field]
    return typeof value === 'number' ? value : this.#text(from, field)
  }

  #oneOf<T extends string>(field: string, choices: readonly T[]): T {
    const choice = choices.find((candidate) => candidate === this.#row[field])
    if (choice !== undefined) return choice
    throw this.#mistake(
      field,
      `must be one of ${choices.join(', ')} but is ${JSON.stringify(this.#row[field])}`,
    )
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
