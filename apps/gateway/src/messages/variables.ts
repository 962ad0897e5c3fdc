import { createHash } from 'node:crypto'
import type { Content, Vars } from '@hongyan/contract'

/** Only this form is replaced; anything else between braces is text. */
const PLACEHOLDER = /\{\{([\p{L}_][\p{L}\p{N}_]{0,63})\}\}/gu

/** The names that a content asks for, sorted, each once. */
export function namesIn(content: Content): readonly string[] {
  const names = new Set<string>()
  mapTexts(content, (text) => {
    for (const [, name] of text.matchAll(PLACEHOLDER)) if (name !== undefined) names.add(name)
    return text
  })
  return [...names].sort()
}

/** The content with one person's values in place. Values are not looked into: braces inside them stay as they are. */
export function fill(content: Content, vars: Vars): Content {
  return mapTexts(content, (text) =>
    text.replace(PLACEHOLDER, (placeholder, name: string) => valueFor(vars, name) ?? placeholder),
  )
}

/** The first name that has no value, if any. */
export const missingName = (names: readonly string[], vars: Vars): string | undefined =>
  names.find((name) => valueFor(vars, name) === undefined)

/**
 * Tells which recipients of a message get the same text, and so may share a call. A hash of 128 bits, because a chance
 * collision would show one person another's text.
 */
export function variantOf(names: readonly string[], vars: Vars | undefined): string {
  if (vars === undefined || names.length === 0) return ''
  const values = names.map((name) => valueFor(vars, name))
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 22)
}

/** `{{constructor}}` must not find what every object inherits. */
const valueFor = (vars: Vars, name: string): string | undefined =>
  Object.hasOwn(vars, name) ? vars[name] : undefined

/** Addresses are texts too: a link may carry a person's number. Keys and types of the content are never touched. */
function mapTexts(content: Content, change: (text: string) => string): Content {
  const map = (value: unknown): unknown => {
    if (typeof value === 'string') return change(value)
    if (Array.isArray(value)) return value.map(map)
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, key === 'type' ? inner : map(inner)]),
      )
    }
    return value
  }
  // The shape is kept: strings become strings, everything else stays.
  return map(content) as Content
}
