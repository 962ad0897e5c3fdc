import { expect } from 'vitest'
import type { RawAnswer } from './raw-http.ts'
import { isObject } from './raw-http.ts'

/**
 * Checks an answer against a body the source prints: the same keys in the same order, values of the same
 * type, and equal values for the keys named.
 */
export function expectLike(answer: RawAnswer, literal: string, same: readonly string[] = []): void {
  const printed: unknown = JSON.parse(literal)
  if (!isObject(printed)) throw new Error(`Not a JSON object: ${literal}`)
  expect(shapeOf(answer.json)).toEqual(shapeOf(printed))
  expect(pick(answer.json, same)).toEqual(pick(printed, same))
}

/** Keys in their order, each with the type of its value; objects inside likewise. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return 'array'
  if (isObject(value)) return Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)])
  return typeof value
}

function pick(from: Record<string, unknown>, keys: readonly string[]): object {
  return Object.fromEntries(keys.map((key) => [key, from[key]]))
}
