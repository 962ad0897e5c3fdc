import type { JsonObject } from '@hongyan/contract'
import * as z from 'zod'
import { UsageError } from '../usage-error.ts'
import { accountsTexts } from './accounts-texts.ts'

/** What of a JSON Schema tells how a typed value is meant. */
const Form = z.object({ properties: z.record(z.string(), z.looseObject({ type: z.unknown().optional() })) })

/**
 * `field=value` texts as the form of a channel wants them: numbers and truth values are read as such, lists and
 * objects as JSON. A field that the form does not know is passed on as text, for the gateway to name.
 */
export function readFieldValues(
  assignments: readonly string[],
  schema: JsonObject,
  readFile: (path: string) => string,
): JsonObject {
  const { properties } = Form.catch({ properties: {} }).parse(schema)
  return Object.fromEntries(
    assignments.map((assignment) => {
      const [name, text] = split(assignment)
      const value = text.startsWith('@') ? fileText(text.slice(1), readFile) : text
      return [name, typed(value, properties[name]?.type)]
    }),
  )
}

function split(assignment: string): [name: string, value: string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(assignment) ?? []
  if (name !== undefined && value !== undefined) return [name, value]
  throw new UsageError(accountsTexts.zh.noAssignment(assignment), accountsTexts.en.noAssignment(assignment))
}

function fileText(path: string, readFile: (path: string) => string): string {
  try {
    return readFile(path).trim()
  } catch {
    throw new UsageError(accountsTexts.zh.unreadable(path), accountsTexts.en.unreadable(path))
  }
}

/** What cannot be read as its type stays text: the gateway says what is allowed there. */
function typed(text: string, type: unknown): JsonObject[string] {
  if (type === 'integer' || type === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
  if (type === 'boolean') return text === 'true' || (text === 'false' ? false : text)
  if (type === 'array' || type === 'object') return parsedOr(text)
  return text
}

function parsedOr(text: string): JsonObject[string] {
  try {
    return z.json().parse(JSON.parse(text))
  } catch {
    return text
  }
}
