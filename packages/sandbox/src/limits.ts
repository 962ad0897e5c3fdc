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
    this.#useEdition(edition)
  }

  get edition(): Edition {
    return this.#edition
  }

  get(name: string): number | null {
    const value = this.#values.get(name)
    if (value === undefined) throw unknownLimit(name)
    return value
  }

  /** All changes or, if one is wrong, none; an edition sets every other limit to what it has. */
  change(changes: Readonly<Record<string, unknown>>, edition?: Edition): void {
    const values = Object.entries(changes).map(([name, value]) => [name, this.#checked(name, value)] as const)
    if (edition !== undefined) this.#useEdition(edition)
    for (const [name, value] of values) this.#values.set(name, value)
  }

  all(): Record<string, number | null> {
    return Object.fromEntries(this.#values)
  }

  #checked(name: string, value: unknown): number | null {
    if (!this.#values.has(name)) throw unknownLimit(name)
    if (value === null || (typeof value === 'number' && value >= 0)) return value
    throw new ControlError(name, value, 'Give a number of at least 0, or null to switch the limit off.')
  }

  #useEdition(edition: Edition): void {
    if (!editions.includes(edition)) {
      throw new ControlError('edition', edition, `Use one of: ${editions.join(', ')}.`)
    }
    this.#edition = edition
    for (const { name, standard, professional = standard } of limitDeclarations) {
      this.#values.set(name, edition === 'professional' ? professional : standard)
    }
  }
}

function unknownLimit(name: string): ControlError {
  return new ControlError(
    'limit',
    name,
    `Use one of: ${limitDeclarations.map((limit) => limit.name).join(', ')}.`,
  )
}
