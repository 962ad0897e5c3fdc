import { InvalidInputError, type Remedy } from './errors.ts'
import { isRecord } from './verdict.ts'

/** Something the platform lets pass but that may not do what was meant: sent nevertheless. */
export interface Warning extends Remedy {
  /** Path of the field in the platform's own words, for example `msg.text.content`. */
  readonly field: string
  /** The advised size, in `unit`; undefined where the point is not a size. */
  readonly limit: number | undefined
  /** The size found, in `unit`. */
  readonly actual: number | undefined
  readonly unit: Unit | undefined
}

export type Unit = 'bytes' | 'characters' | 'items' | 'lines' | 'seconds'

/** A size found beside the limit it is held against. */
export interface Size {
  readonly limit: number
  readonly actual: number
  readonly unit: Unit
}

/**
 * Looks at the input of one call before it is made: what breaks a documented limit throws an InvalidInputError naming
 * field, limit and actual size; the rest is kept as warnings. Types are not trusted: callers without TypeScript come
 * this way, too.
 */
export class InputCheck {
  readonly warnings: Warning[] = []
  readonly #platform: string
  readonly #endpoint: string

  /** @param endpoint method and path, or the function that was called, for errors */
  constructor(platform: string, endpoint: string) {
    this.#platform = platform
    this.#endpoint = endpoint
  }

  /** Refuses what is no object. */
  object(field: string, value: unknown): void {
    if (isMissing(value)) this.refuse(field, missing(field))
    if (!isRecord(value)) this.refuse(field, wrongType(field, OBJECT, value))
  }

  /** Refuses what is no text or an empty one. `hint` says where to find it. */
  text(field: string, value: unknown, hint?: Remedy): void {
    if (isMissing(value)) this.refuse(field, missing(field, hint))
    this.textOrNothing(field, value)
  }

  /** Refuses what is neither a text nor left out. */
  textOrNothing(field: string, value: unknown): void {
    if (value !== undefined && typeof value !== 'string') this.refuse(field, wrongType(field, TEXT, value))
  }

  /** Refuses what is no array of so many things, both ends included. */
  list(field: string, value: unknown, { min = 0, max = Number.POSITIVE_INFINITY } = {}): void {
    if (isMissing(value)) this.refuse(field, missing(field))
    if (!Array.isArray(value)) this.refuse(field, wrongType(field, ARRAY, value))
    const size = { limit: min, actual: value.length, unit: 'items' } as const
    if (size.actual < min) this.refuse(field, tooFew(field, size), size)
    this.atMost(field, max, size.actual, 'items')
  }

  /** Refuses what is no whole number in the range, both ends included. */
  range(field: string, actual: number, bounds: { min: number; max: number; unit: Unit }): void {
    const { min, max, unit } = bounds
    if (Number.isInteger(actual) && actual >= min && actual <= max) return
    const remedy = {
      zh: `${field} 须为 ${min} 到 ${max} ${UNIT_ZH[unit]}，实际为 ${actual}。`,
      en: `${field} must be ${min} to ${max} ${unit}, not ${actual}.`,
    }
    this.refuse(field, remedy, { limit: actual < min ? min : max, actual, unit })
  }

  /** Refuses what is none of a few values; nothing at all is fine. */
  oneOf(field: string, value: unknown, allowed: readonly unknown[]): void {
    if (value === undefined || allowed.includes(value)) return
    const remedy = {
      zh: `${field} 只能是 ${allowed.join(' 或 ')}。`,
      en: `${field} must be ${allowed.join(' or ')}.`,
    }
    this.refuse(field, remedy)
  }

  /** Refuses more than `limit`. */
  atMost(field: string, limit: number, actual: number, unit: Unit): void {
    const size = { limit, actual, unit }
    if (actual > limit) this.refuse(field, tooMuch(field, size), size)
  }

  /** Warns of more than `limit`. */
  advise(field: string, limit: number, actual: number, unit: Unit, consequence?: Remedy): void {
    const size = { limit, actual, unit }
    if (actual > limit) this.warn(field, consequence ?? tooLong(field, size), size)
  }

  warn(field: string, text: Remedy, size?: Size): void {
    this.warnings.push({ field, limit: size?.limit, actual: size?.actual, unit: size?.unit, ...text })
  }

  refuse(field: string, remedy: Remedy, size?: Size): never {
    throw new InvalidInputError(
      { summary: `invalid ${field}`, field, ...size },
      { platform: this.#platform, endpoint: this.#endpoint, remedy },
    )
  }
}

/** The units in Chinese, as they stand behind a number. */
export const UNIT_ZH: Readonly<Record<Unit, string>> = {
  bytes: '字节',
  characters: '个字符',
  items: '个',
  lines: '行',
  seconds: '秒',
}

const isMissing = (value: unknown): boolean => value === undefined || value === null || value === ''

const missing = (field: string, hint?: Remedy): Remedy => ({
  zh: `缺少 ${field}，该字段必填且不能为空。${hint?.zh ?? ''}`,
  en: `${field} is missing; it is required and must not be empty.${hint ? ` ${hint.en}` : ''}`,
})

const TEXT = { zh: '字符串', en: 'a string' }
const OBJECT = { zh: '对象', en: 'an object' }
const ARRAY = { zh: '数组', en: 'an array' }

/** Names the type only: the value may be a secret. */
function wrongType(field: string, wanted: Remedy, value: unknown): Remedy {
  const type = Array.isArray(value) ? 'array' : typeof value
  return {
    zh: `${field} 须为${wanted.zh}，实际类型为 ${type}。`,
    en: `${field} must be ${wanted.en}; its type is ${type}.`,
  }
}

const tooFew = (field: string, { limit, actual, unit }: Size): Remedy => ({
  zh: `${field} 至少 ${limit} ${UNIT_ZH[unit]}，实际 ${actual} ${UNIT_ZH[unit]}。`,
  en: `${field} takes at least ${limit} ${unit} and has ${actual}.`,
})

const tooMuch = (field: string, { limit, actual, unit }: Size): Remedy => ({
  zh: `${field} 最多 ${limit} ${UNIT_ZH[unit]}，实际 ${actual} ${UNIT_ZH[unit]}。${unit === 'items' ? '请分批。' : '请缩短。'}`,
  en: `${field} takes at most ${limit} ${unit} and has ${actual}. ${unit === 'items' ? 'Split them up.' : 'Shorten it.'}`,
})

const tooLong = (field: string, { limit, actual, unit }: Size): Remedy => ({
  zh: `${field} 建议不超过 ${limit} ${UNIT_ZH[unit]}，实际 ${actual}，可能显示不全。`,
  en: `${field} should have at most ${limit} ${unit} and has ${actual}; it may not be shown whole.`,
})
