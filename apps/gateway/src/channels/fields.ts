import { JsonObject, type Text } from '@hongyan/contract'
import * as z from 'zod'
import type { FieldNote } from './channel.ts'

/** A credential's field with what a person needs to find its value; forms and the command line show it. */
export function field<Schema extends z.ZodType>(schema: Schema, note: FieldNote): Schema {
  return schema.meta({ ...note })
}

/** A value that is stored sealed and never shown again. */
export const secret = (label: Text, where: Text): z.ZodString =>
  field(z.string().min(1).max(2048), { label, where, writeOnly: true })

/** The names of a credential's secrets. */
export function secretFields(credentials: z.ZodObject): string[] {
  return Object.entries(credentials.shape).flatMap(([name, schema]) =>
    schema instanceof z.ZodType && schema.meta()?.writeOnly === true ? [name] : [],
  )
}

/** The JSON Schema that forms are made of; labels, where to find each value, and `writeOnly` of secrets come along. */
export const formOf = (schema: z.ZodObject): JsonObject =>
  JsonObject.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
