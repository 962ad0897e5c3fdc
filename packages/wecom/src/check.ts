import { InvalidInputError, type Remedy } from '@hongyan/platform-call'

/** Something the platform lets pass but that may not do what was meant. */
export interface Warning extends Remedy {
  /** Path of the field in the platform's words, for example `textcard.title`. */
  readonly field: string
  /** In `unit`; undefined where the point is not a size. */
  readonly limit: number | undefined
  readonly actual: number | undefined
  readonly unit: Unit | undefined
}

export type Unit = 'bytes' | 'characters' | 'items' | 'seconds'

/** What the platform does with a text beyond its limit: refuse the call, or cut it off and answer `ok`. */
export interface TextLimit {
  readonly limit: number
  readonly unit: 'bytes' | 'characters'
  readonly beyond: 'refused' | 'cut_off'
}

/** `refuse`: a text the platform would cut off is an error. `warn`: it is sent, and a warning says so. */
export type Truncation = 'refuse' | 'warn'

/**
 * Looks at the input of one call before it is made. What breaks a documented limit throws an InvalidInputError naming
 * field, limit and actual size; the rest is kept as warnings.
 */
export class InputCheck {
  readonly warnings: Warning[] = []
  readonly #endpoint: string
  readonly #truncation: Truncation

  constructor(endpoint: string, truncation: Truncation = 'refuse') {
    this.#endpoint = endpoint
    this.#truncation = truncation
  }

  /** A text that must be there. The type is not trusted: callers without TypeScript come here, too. */
  text(field: string, value: unknown, limit?: TextLimit): void {
    if (typeof value !== 'string' || value === '') {
      this.refuse(field, {
        zh: `${field} 必填，且须为非空文本。`,
        en: `${field} is required: give a text that is not empty.`,
      })
    }
    if (limit) this.#size(field, value, limit)
  }

  /** A text that may be left out. */
  optionalText(field: string, value: unknown, limit: TextLimit): void {
    if (value === undefined) return
    if (typeof value !== 'string')
      this.refuse(field, { zh: `${field} 须为文本。`, en: `${field} must be a text.` })
    this.#size(field, value, limit)
  }

  /** An array of so many things, both ends included. */
  list(field: string, value: unknown, { min, max }: { min: number; max: number }): void {
    if (!Array.isArray(value))
      this.refuse(field, { zh: `${field} 须为数组。`, en: `${field} must be an array.` })
    this.range(field, value.length, { min, max, unit: 'items' })
  }

  /** A whole number, both ends included. */
  range(field: string, actual: number, bounds: { min: number; max: number; unit: Unit }): void {
    const { min, max, unit } = bounds
    if (Number.isInteger(actual) && actual >= min && actual <= max) return
    this.refuse(
      field,
      {
        zh: `${field} 为 ${actual}，须在 ${min} 到 ${max} 之间（${UNIT_ZH[unit]}）。`,
        en: `${field} is ${actual}; it must be from ${min} to ${max} ${unit}.`,
      },
      { limit: actual < min ? min : max, actual, unit },
    )
  }

  /** One of a few values, or nothing. */
  oneOf(field: string, value: unknown, allowed: readonly unknown[]): void {
    if (value === undefined || allowed.includes(value)) return
    const values = allowed.join(', ')
    this.refuse(field, { zh: `${field} 只能是 ${values}。`, en: `${field} must be one of ${values}.` })
  }

  warn(field: string, text: Remedy, size?: { limit: number; actual: number; unit: Unit }): void {
    this.warnings.push({ field, limit: size?.limit, actual: size?.actual, unit: size?.unit, ...text })
  }

  refuse(field: string, remedy: Remedy, size?: { limit: number; actual: number; unit: Unit }): never {
    const summary = size
      ? `${field} has ${size.actual} ${size.unit}, limit ${size.limit}`
      : `${field} is not valid`
    throw new InvalidInputError(
      { summary, field, ...size },
      { platform: 'wecom', endpoint: this.#endpoint, remedy },
    )
  }

  #size(field: string, value: string, { limit, unit, beyond }: TextLimit): void {
    const actual = unit === 'bytes' ? Buffer.byteLength(value) : [...value].length
    if (actual <= limit) return
    const size = { limit, actual, unit }
    const zh = `${field} 为 ${actual} ${UNIT_ZH[unit]}，上限 ${limit} ${UNIT_ZH[unit]}`
    const en = `${field} has ${actual} ${unit}, the limit is ${limit}`
    if (beyond === 'refused') this.refuse(field, { zh: `${zh}。请缩短。`, en: `${en}. Shorten it.` }, size)
    const cutZh = `${zh}，超出部分会被平台截断，且仍返回成功。`
    const cutEn = `${en}; the platform cuts off the rest and still answers ok.`
    if (this.#truncation === 'warn') this.warn(field, { zh: cutZh, en: cutEn }, size)
    else this.refuse(field, { zh: `${cutZh}请缩短或拆分。`, en: `${cutEn} Shorten or split it.` }, size)
  }
}

const UNIT_ZH: Record<Unit, string> = { bytes: '字节', characters: '个字符', items: '个', seconds: '秒' }
