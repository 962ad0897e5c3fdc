import { isRecord } from '@hongyan/platform-call'
import type { MessageCheck, TextLimit } from './check.ts'

/** What holds for one field: how it is looked at, and how it is written. */
export interface Rule {
  check(check: MessageCheck, field: string, value: unknown): void
  /** As it goes over the wire; default: as it is. */
  readonly write?: (value: unknown) => unknown
}

/**
 * The rules of an object's fields, in the order in which they are written: the same content gives the same bytes,
 * however its object was built.
 */
export type Shape<T> = { readonly [Field in keyof T]-?: Rule }

/** What holds between several fields of one object. */
type Across = (check: MessageCheck, field: string, value: Readonly<Record<string, unknown>>) => void

/** A field that may be left out. */
export const optional = (rule: Rule): Rule => ({
  ...rule,
  check: (check, field, value) => {
    if (value !== undefined) rule.check(check, field, value)
  },
})

/** A text that must be there. */
export const text = (limit?: TextLimit): Rule => ({
  check: (check, field, value) => (limit ? check.limitedText(field, value, limit) : check.text(field, value)),
})

/** A text that must have a certain form; `form` says which. */
export const formed = (pattern: RegExp, form: { readonly zh: string; readonly en: string }): Rule => ({
  check: (check, field, value) => {
    check.text(field, value)
    if (typeof value === 'string' && pattern.test(value)) return
    check.refuse(field, { zh: `${field} 须为${form.zh}。`, en: `${field} must be ${form.en}.` })
  },
})

/** An address with its scheme, which the platform demands (45034). */
export const url = (limit: TextLimit): Rule => ({
  check: (check, field, value) => {
    check.limitedText(field, value, limit)
    if (typeof value === 'string' && /^https?:\/\/./i.test(value)) return
    check.refuse(field, {
      zh: `${field} 须以 http:// 或 https:// 开头。`,
      en: `${field} must begin with http:// or https://.`,
    })
  },
})

/** One of a few values. */
export const choice = (...allowed: readonly unknown[]): Rule => ({
  check: (check, field, value) => check.oneOf(field, value, allowed),
})

/** The id of a department or tag. */
export const id: Rule = {
  check(check, field, value) {
    if (Number.isSafeInteger(value) && Number(value) > 0) return
    check.refuse(field, { zh: `${field} 须为正整数 id。`, en: `${field} must be a positive whole number.` })
  },
}

/** True or false. */
export const flag: Rule = choice(true, false)

/** The rule of an object. */
export interface ObjectRule extends Rule {
  /** Its known fields in their order, as they go over the wire. */
  pick(value: object): Record<string, unknown>
}

/** An object of known fields. Others are refused: left out in silence they would be missed only on the phone. */
export function object<T>(shape: Shape<T>, across?: Across): ObjectRule {
  // Every value of a Shape is a Rule, which a mapped type over an open T does not say.
  const rules = Object.entries<Rule>(shape as Readonly<Record<string, Rule>>)
  const pick = (value: object) =>
    Object.fromEntries(rules.map(([name, rule]) => [name, written(rule, Reflect.get(value, name))]))
  return {
    check: (check, field, value) => {
      check.object(field, value)
      if (!isRecord(value)) return
      refuseUnknown(check, field, value, rules)
      for (const [name, rule] of rules) rule.check(check, `${field}.${name}`, value[name])
      across?.(check, field, value)
    },
    pick,
    write: (value) => (isRecord(value) ? pick(value) : value),
  }
}

/** A list of so many things, both ends included. */
export const list = (rule: Rule, size: { readonly min?: number; readonly max: number }): Rule => ({
  check: (check, field, value) => {
    check.list(field, value, size)
    if (!Array.isArray(value)) return
    for (const [index, item] of value.entries()) rule.check(check, `${field}[${index}]`, item)
  },
  write: (value) => (Array.isArray(value) ? value.map((item) => written(rule, item)) : value),
})

/** A value as its rule writes it. */
export const written = (rule: Rule, value: unknown): unknown =>
  rule.write && value !== undefined ? rule.write(value) : value

/** Refuses a list in which two items have the same `name`. */
export function refuseRepeats(check: MessageCheck, field: string, items: unknown, name: string): void {
  const seen = new Set<unknown>()
  for (const [index, item] of Array.isArray(items) ? items.entries() : []) {
    const value: unknown = isRecord(item) ? item[name] : undefined
    if (value !== undefined && seen.has(value)) {
      check.refuse(`${field}[${index}].${name}`, {
        zh: `${field} 中各项的 ${name} 不能重复。`,
        en: `In ${field} every ${name} must differ.`,
      })
    }
    seen.add(value)
  }
}

function refuseUnknown(
  check: MessageCheck,
  field: string,
  value: Readonly<Record<string, unknown>>,
  rules: readonly (readonly [string, Rule])[],
): void {
  const known = rules.map(([name]) => name)
  const stray = Object.keys(value).find((name) => value[name] !== undefined && !known.includes(name))
  if (stray === undefined) return
  check.refuse(`${field}.${stray}`, {
    zh: `${field} 没有 ${stray} 这个字段，可用的字段：${known.join('、')}。平台新增的字段请用 call() 发送。`,
    en: `${field} has no field ${stray}; it has ${known.join(', ')}. Send what the platform has added since by call().`,
  })
}
