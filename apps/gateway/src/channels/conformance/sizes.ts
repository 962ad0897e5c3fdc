import type { JsonObject } from '@hongyan/contract'
import type { Budget } from '../channel.ts'

/** The sizes of what a budget measures in a message; none if the message has no such field. */
export function sizesUnder({ measure, unit }: Budget, message: JsonObject): number[] {
  const whole = measure === 'msg' || measure === 'body'
  const texts = whole ? [JSON.stringify(message)] : textsAt(message, measure.split('.'))
  return texts.map((text) => (unit === 'bytes' ? Buffer.byteLength(text) : text.length))
}

/** A name that ends in `[]` stands for every item of a list. */
function textsAt(value: unknown, [name, ...deeper]: readonly string[]): string[] {
  if (name === undefined) return typeof value === 'string' ? [value] : []
  const holder: Record<string, unknown> = Object(value)
  if (!name.endsWith('[]')) return textsAt(holder[name], deeper)
  const items = holder[name.slice(0, -2)]
  return Array.isArray(items) ? items.flatMap((item) => textsAt(item, deeper)) : []
}
