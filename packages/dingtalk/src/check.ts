import { InvalidInputError, type Remedy } from '@hongyan/platform-call'

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

export type Unit = 'bytes' | 'characters' | 'items' | 'lines'

interface Size {
  readonly limit: number
  readonly actual: number
  readonly unit: Unit
}

/**
 * Looks at the input of one call before it is made: what breaks a documented limit throws an InvalidInputError naming
 * field, limit and actual size; the rest is kept as warnings.
 */
export class InputCheck {
  readonly warnings: Warning[] = []
  readonly #endpoint: string

  /** @param endpoint method and path, for errors */
  constructor(endpoint: string) {
    this.#endpoint = endpoint
  }

  /** Refuses what is no object. Types are not trusted here: callers without TypeScript come this way, too. */
  object(field: string, value: unknown): void {
    if (typeof value !== 'object' || value === null) this.refuse(field, missing(field))
  }

  /** Refuses what is no text or an empty one. */
  text(field: string, value: unknown): void {
    if (typeof value !== 'string' || value === '') this.refuse(field, missing(field))
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
      { platform: 'dingtalk', endpoint: this.#endpoint, remedy },
    )
  }
}

const UNIT_ZH: Readonly<Record<Unit, string>> = {
  bytes: '字节',
  characters: '个字符',
  items: '项',
  lines: '行',
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
