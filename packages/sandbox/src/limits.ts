import { ControlError } from './control-error.ts'
import { limits as dingtalkLimits } from './dingtalk/limits.ts'
import { limits as wecomLimits } from './wecom/limits.ts'

/** One named number of a platform that tests may change while the sandbox runs. */
export interface LimitDeclaration {
  /** `<platform>.<limit>` */
  readonly name: string
  /** What one unit is, for example `calls per second, app and interface`. */
  readonly unit: string
  /** Null = switched off. */
  readonly standard: number | null
  /** Only where the paid edition differs. */
  readonly professional?: number | null
  /** What happens beyond it, and the platform page it comes from. */
  readonly beyond: string
}

export type Edition = 'standard' | 'professional'

export const editions: readonly Edition[] = ['standard', 'professional']

export const limitDeclarations: readonly LimitDeclaration[] = [...dingtalkLimits, ...wecomLimits]

export class Limits {
  readonly #values = new Map<string, number | null>()
  #edition: Edition = 'standard'

  constructor(edition: Edition = 'standard') {
    this.useEdition(edition)
  }

  get edition(): Edition {
    return this.#edition
  }

  get(name: string): number | null {
    const value = this.#values.get(name)
    if (value === undefined) throw unknownLimit(name)
    return value
  }

  set(name: string, value: number | null): void {
    if (!this.#values.has(name)) throw unknownLimit(name)
    if (value !== null && !(Number.isFinite(value) && value >= 0)) {
      throw new ControlError(name, value, 'Give a number of at least 0, or null to switch the limit off.')
    }
    this.#values.set(name, value)
  }

  /** Sets every limit to what the edition has. */
  useEdition(edition: Edition): void {
    if (!editions.includes(edition))
      throw new ControlError('edition', edition, `Use one of: ${editions.join(', ')}.`)
    this.#edition = edition
    for (const limit of limitDeclarations) {
      const { standard, professional } = limit
      this.#values.set(
        limit.name,
        edition === 'professional' && professional !== undefined ? professional : standard,
      )
    }
  }

  all(): Record<string, number | null> {
    return Object.fromEntries(this.#values)
  }
}

function unknownLimit(name: string): ControlError {
  return new ControlError(
    'limit',
    name,
    `Use one of: ${limitDeclarations.map((limit) => limit.name).join(', ')}.`,
  )
}
