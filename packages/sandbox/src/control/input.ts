import { ControlError } from '../control-error.ts'
import type { PlatformName } from '../platform.ts'

/** The JSON object of a control call, read field by field: a wrong field is named, with its value and what to do. */
export class ControlInput {
  readonly #fields: Readonly<Record<string, unknown>>

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.#fields = fields
  }

  /** An empty body counts as an object without fields, a lone text as `{"name": text}`. */
  static fromBody(rawBody: Buffer): ControlInput {
    const text = rawBody.toString('utf8')
    if (text.trim() === '') return new ControlInput({})
    const value = parseJson(text)
    if (typeof value === 'string') return new ControlInput({ name: value })
    if (!isRecord(value)) throw new ControlError('body', text, 'Send one JSON object.')
    return new ControlInput(value)
  }

  get all(): Readonly<Record<string, unknown>> {
    return this.#fields
  }

  /** Refuses fields that the call does not have: a misspelt option must not pass silently. */
  only(...names: string[]): this {
    const stray = Object.keys(this.#fields).find((name) => !names.includes(name))
    if (stray !== undefined)
      throw new ControlError(stray, this.#fields[stray], `Known fields: ${names.join(', ')}.`)
    return this
  }

  optional<T>(name: string, read: (value: unknown, name: string) => T): T | undefined {
    const value = this.#fields[name]
    return value === undefined ? undefined : read(value, name)
  }

  required<T>(name: string, read: (value: unknown, name: string) => T): T {
    return read(this.#fields[name], name)
  }
}

export function text(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw new ControlError(name, value, 'Give a text that is not empty.')
}

/** A code, seed or id, which people write as a number too. */
export function textOrNumber(value: unknown, name: string): string {
  return typeof value === 'number' ? String(value) : text(value, name)
}

export function texts(value: unknown, name: string): readonly string[] {
  if (Array.isArray(value)) return value.map((item) => text(item, name))
  throw new ControlError(name, value, 'Give a list of texts.')
}

/** A whole number of at least `least`. */
export function wholeNumber(least: number) {
  return (value: unknown, name: string): number => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value
    throw new ControlError(name, value, `Give a whole number of at least ${least}.`)
  }
}

export function flag(value: unknown, name: string): boolean {
  if (typeof value === 'boolean') return value
  throw new ControlError(name, value, 'Give true or false.')
}

export function share(value: unknown, name: string): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value
  throw new ControlError(name, value, 'Give a number from 0 to 1.')
}

export function oneOf<T extends string>(...choices: readonly T[]) {
  return (value: unknown, name: string): T => {
    const choice = choices.find((candidate) => candidate === value)
    if (choice !== undefined) return choice
    throw new ControlError(name, value, `Use one of: ${choices.join(', ')}.`)
  }
}

export const platformName = oneOf<PlatformName>('dingtalk', 'wecom')

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new ControlError('body', json, 'Send valid JSON.')
  }
}
