import type { JsonObject } from '@hongyan/contract'

/** For each message type the paths of the texts that may carry a mark, best first. */
export type MarkPlaces = Readonly<Record<string, readonly string[]>>

/**
 * The message with the mark behind the first text that is there. A type without places, which only a sender's own JSON
 * can have, stays as it is.
 */
export function marked(message: JsonObject, mark: string, places: MarkPlaces): JsonObject {
  const paths = places[String(message.msgtype)] ?? []
  for (const path of paths) {
    // In Markdown a paragraph of its own: behind a list, a quote or code it would become a part of them.
    const suffix = path.includes('markdown') ? `\n\n${mark}` : ` ${mark}`
    const changed = appendAt(message, path.split('.'), suffix)
    if (changed) return changed
  }
  return message
}

function appendAt(holder: JsonObject, path: readonly string[], suffix: string): JsonObject | undefined {
  const [name = '', ...deeper] = path
  const value = holder[name]
  if (deeper.length === 0) {
    return typeof value === 'string' && value !== '' ? { ...holder, [name]: value + suffix } : undefined
  }
  if (Array.isArray(value)) {
    const [first, ...rest] = value
    const changed = isObject(first) && appendAt(first, deeper, suffix)
    return changed ? { ...holder, [name]: [changed, ...rest] } : undefined
  }
  const changed = isObject(value) && appendAt(value, deeper, suffix)
  return changed ? { ...holder, [name]: changed } : undefined
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
