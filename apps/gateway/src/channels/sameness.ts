import { createHash } from 'node:crypto'
import type { JsonObject } from '@hongyan/contract'

/**
 * No platform says how it compares content: by its JSON, or by what a reader sees. This is coarser than either, so that
 * whatever a platform may hold to be the same is the same here. The price: two messages that differ in a link only are
 * taken for a repeat.
 */
export function sameness(message: JsonObject): string {
  // A picture or file may have no words; it is the same if it is the same upload.
  const shown = Object.values(message).some(isFile)
    ? JSON.stringify(message)
    : visibleTexts(message).join('\n')
  return createHash('sha256').update(shown).digest('base64url')
}

const isFile = (value: unknown): boolean => typeof value === 'object' && value !== null && 'media_id' in value

/** Fields that nobody reads: types, addresses, media and colours. */
const INVISIBLE =
  /^(msgtype|safe|enable_id_trans|btn_?orientation|.*url|.*media_?id|image|bgcolor|status_bg)$/i

function visibleTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value.replace(/\s+/g, ' ').trim()]
  if (Array.isArray(value)) return value.flatMap(visibleTexts)
  if (typeof value !== 'object' || value === null) return []
  // In the order of the names: the order in which fields are written is not visible.
  return Object.entries(value)
    .filter(([name]) => !INVISIBLE.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, inner]) => visibleTexts(inner))
}
