/**
 * Reads single fields of answers. The platform's samples show numbers as texts and leave out what is empty, so a field
 * of another form counts as not there; what a caller cannot do without, its own reader asks for.
 */
export type Fields = Readonly<Record<string, unknown>>

/** Undefined also for an empty text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Numbers come as numbers or as texts. */
export function integerOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined
}

export function booleanOf(value: unknown): boolean | undefined {
  if (value === 'true' || value === 'false') return value === 'true'
  return typeof value === 'boolean' ? value : undefined
}

export const textsOf = (value: unknown): string[] => listOf(value).map(String)

export const integersOf = (value: unknown): number[] => listOf(value).flatMap((each) => integerOf(each) ?? [])

export const objectsOf = (value: unknown): Fields[] => listOf(value).map(objectOf)

/** An empty object where there is none. */
export const objectOf = (value: unknown): Fields => Object(value)

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
