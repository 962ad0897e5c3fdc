import { InvalidInputError, type Remedy } from './errors.ts'

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
    if (typeof value !== 'object' || value === null) this.refuse(field, missing(field))
  }

  /** Refuses what is no text or an empty one. */
  text(field: string, value: unknown): void {
    if (typeof value !== 'string' || value === '') this.refuse(field, missing(field))
  }

  /** Refuses what is no array of so many things, both ends included. */
  list(field: string, value: unknown, { min, max }: { min: number; max: number }): void {
    if (!Array.isArray(value)) {
      this.refuse(field, { zh: `${field} 须为数组。`, en: `${field} must be an array.` })
    }
    this.range(field, value.length, { min, max, unit: 'items' })
  }

  /** Refuses what is no whole number in the range, both ends included. */
  range(field: string, actual: number, bounds: { min: number; max: number; unit: Unit }): void {
    const { min, max, unit } = bounds
    if (Number.isInteger(actual) && actual >= min && actual <= max) return
    const remedy = {
      zh: `${field} 为 ${actual}，须在 ${min} 到 ${max} 之间（${UNIT_ZH[unit]}）。`,
      en: `${field} is ${actual}; it must be from ${min} to ${max} ${unit}.`,
    }
    this.refuse(field, remedy, { limit: actual < min ? min : max, actual, unit })
  }

  /** Refuses what is none of a few values; nothing at all is fine. */
  oneOf(field: string, value: unknown, allowed: readonly unknown[]): void {
    if (value === undefined || allowed.includes(value)) return
    const values = allowed.join(', ')
    this.refuse(field, { zh: `${field} 只能是 ${values}。`, en: `${field} must be one of ${values}.` })
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
    const summary = size
      ? `${field} has ${size.actual} ${size.unit}, limit ${size.limit}`
      : `${field} is not valid`
    throw new InvalidInputError(
      { summary, field, ...size },
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

const missing = (field: string): Remedy => ({
  zh: `缺少 ${field}，该字段必填且不能为空。`,
  en: `${field} is missing; it is required and must not be empty.`,
})

const tooMuch = (field: string, { limit, actual, unit }: Size): Remedy => ({
  zh: `${field} 最多 ${limit} ${UNIT_ZH[unit]}，实际 ${actual}。请缩短或分批发送。`,
  en: `${field} takes at most ${limit} ${unit} and has ${actual}. Shorten it or send in parts.`,
})

const tooLong = (field: string, { limit, actual, unit }: Size): Remedy => ({
  zh: `${field} 建议不超过 ${limit} ${UNIT_ZH[unit]}，实际 ${actual}，可能显示不全。`,
  en: `${field} should have at most ${limit} ${unit} and has ${actual}; it may not be shown whole.`,
})
