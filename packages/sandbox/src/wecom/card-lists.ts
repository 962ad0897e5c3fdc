import { type BlockReader, checkLink, linkOf, textsOf, typeOf } from './card-blocks.ts'
import { isRefusal, type Refusal, refuse } from './envelope.ts'
import type { ErrorCode } from './errors.ts'
import type { Reading } from './message-body.ts'
import type { Params } from './params.ts'

/** Entries; 《发送应用消息》, 90236, 2025-09-24. */
const HORIZONTAL = 6
const VERTICAL = 4
const JUMPS = 3

/** Kinds of entry beside plain text. */
const ENTRY = { page: 1, attachment: 2, member: 3 }

/** A list block: absent, or at most so many entries, each of which `read` checks. */
function listReader(
  name: string,
  { most, tooMany }: { most: number; tooMany: ErrorCode },
  read: (entry: Params, reading: Reading) => object | Refusal,
): BlockReader {
  return (card, reading) => {
    if (!card.has(name)) return undefined
    const entries = card.objects(name)
    if (entries.length > most) return refuse(`wecom.card.${name}`, tooMany)
    return readAll(entries, (entry) => read(entry, reading))
  }
}

/** All of them, or the first refusal. */
export function readAll<T extends object>(
  entries: readonly Params[],
  read: (entry: Params) => T | Refusal,
): T[] | Refusal {
  const shown: T[] = []
  for (const entry of entries) {
    const one = read(entry)
    if (isRefusal(one)) return one
    shown.push(one)
  }
  return shown
}

export const readHorizontal = listReader(
  'horizontal_content_list',
  { most: HORIZONTAL, tooMany: 42035 },
  (entry, reading) => {
    const type = typeOf(entry)
    if (!entry.text('keyname')) return refuse('wecom.card.keynameMissing', 42027)
    if (type === ENTRY.page && !entry.text('url')) return refuse('wecom.card.urlMissing', 42028)
    const refused = type === ENTRY.attachment ? checkAttachment(entry.text('media_id'), reading) : undefined
    if (refused) return refused
    if (type === ENTRY.member && !entry.text('userid')) return refuse('wecom.card.useridMissing', 42050)
    const value = reading.translate(entry.text('value'))
    return { type, ...textsOf(entry, 'keyname'), value, ...textsOf(entry, 'url', 'media_id', 'userid') }
  },
)

function checkAttachment(mediaId: string, { useMedia }: Reading): Refusal | undefined {
  if (!mediaId) return refuse('wecom.card.mediaIdMissing', 42029)
  const media = useMedia(mediaId, 'file')
  return isRefusal(media) ? media : undefined
}

export const readVertical = listReader(
  'vertical_content_list',
  { most: VERTICAL, tooMany: 42036 },
  (entry) => {
    if (!entry.text('title')) return refuse('wecom.card.entryTitleMissing', 42033)
    return textsOf(entry, 'title', 'desc')
  },
)

export const readJumps = listReader('jump_list', { most: JUMPS, tooMany: 42042 }, (entry) => {
  if (!entry.text('title')) return refuse('wecom.card.entryTitleMissing', 42033)
  return checkLink(entry) ?? { ...linkOf(entry), ...textsOf(entry, 'title') }
})
