import { InputCheck, UNIT_ZH } from '@hongyan/platform-call'

/**
 * What becomes of a text beyond its limit: the platform refuses the call, or cuts the text off and answers `ok`, or only
 * advises against it because clients show part of it.
 */
export interface TextLimit {
  readonly limit: number
  readonly unit: 'bytes' | 'characters'
  readonly beyond: 'refused' | 'cut_off' | 'advised'
}

/** Bytes beyond which the platform cuts off. */
export const cutOff = (limit: number): TextLimit => ({ limit, unit: 'bytes', beyond: 'cut_off' })
/** Bytes beyond which the call is refused. */
export const refused = (limit: number): TextLimit => ({ limit, unit: 'bytes', beyond: 'refused' })
/** Characters that the platform's page advises (建议). */
export const advised = (limit: number): TextLimit => ({ limit, unit: 'characters', beyond: 'advised' })

/** `refuse`: a text the platform would cut off is an error. `warn`: it is sent, and a warning says so. */
export type Truncation = 'refuse' | 'warn'

/** Looks at a message whose over-long texts the platform would cut off without a word. */
export class MessageCheck extends InputCheck {
  readonly #truncation: Truncation

  constructor(endpoint: string, truncation: Truncation = 'refuse') {
    super('wecom', endpoint)
    this.#truncation = truncation
  }

  /** A text that must be there, and within its limit. */
  limitedText(field: string, value: unknown, limit: TextLimit): void {
    this.text(field, value)
    this.optionalText(field, value, limit)
  }

  /** A text that may be left out. */
  optionalText(field: string, value: unknown, limit: TextLimit): void {
    this.textOrNothing(field, value)
    if (typeof value === 'string') this.#size(field, value, limit)
  }

  #size(field: string, value: string, { limit, unit, beyond }: TextLimit): void {
    const actual = unit === 'bytes' ? Buffer.byteLength(value) : [...value].length
    if (actual <= limit) return
    const size = { limit, actual, unit }
    const zh = `${field} 为 ${actual} ${UNIT_ZH[unit]}，上限 ${limit} ${UNIT_ZH[unit]}`
    const en = `${field} has ${actual} ${unit}, the limit is ${limit}`
    if (beyond === 'advised') {
      this.warn(
        field,
        {
          zh: `${field} 为 ${actual} ${UNIT_ZH[unit]}，平台建议不超过 ${limit} ${UNIT_ZH[unit]}，客户端可能显示不全。`,
          en: `${field} has ${actual} ${unit}, the platform advises ${limit}; clients may show part of it.`,
        },
        size,
      )
      return
    }
    if (beyond === 'refused') this.refuse(field, { zh: `${zh}。请缩短。`, en: `${en}. Shorten it.` }, size)
    const cutZh = `${zh}，超出部分会被平台截断，且仍返回成功。`
    const cutEn = `${en}; the platform cuts off the rest and still answers ok.`
    if (this.#truncation === 'warn') this.warn(field, { zh: cutZh, en: cutEn }, size)
    else this.refuse(field, { zh: `${cutZh}请缩短或拆分。`, en: `${cutEn} Shorten or split it.` }, size)
  }
}
