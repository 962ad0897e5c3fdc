import type { StoredMedia } from '../media-store.ts'
import { type Refusal, refuse } from './envelope.ts'
import { endingOf } from './media.ts'
import { invalid } from './message-refusals.ts'
import type { Params } from './params.ts'

/** Finds an upload by its id. */
export type FindMedia = (id: string) => StoredMedia | undefined

/** Seconds; a voice must be shorter than a minute (《消息类型与数据格式》, 2026-03-06). */
const VOICE_SECONDS = 60
/** Bytes of the voice and of the file that a message may name (the same page; the official Java SDK, 2021-11). */
const MOST_VOICE_BYTES = 2 * 1024 * 1024
const MOST_FILE_BYTES = 10 * 1024 * 1024

export function checkImage(part: Params, find: FindMedia): Refusal | undefined {
  const media = mediaOf(part, find, 34008)
  if ('errcode' in media) return media
  return media.kind === 'image' ? undefined : refuse('dingtalk.msg.media.kind', 40007)
}

export function checkFile(part: Params, find: FindMedia): Refusal | undefined {
  const media = mediaOf(part, find, 34010)
  if ('errcode' in media) return media
  return media.bytes.length > MOST_FILE_BYTES ? refuse('dingtalk.msg.media.size', 40006) : undefined
}

/** AMR only, although mp3 and wav can be uploaded as voices too. */
export function checkVoice(part: Params, find: FindMedia): Refusal | undefined {
  const duration = part.integer('duration')
  if (duration !== undefined && duration >= VOICE_SECONDS) return refuse('dingtalk.msg.duration', 45007)
  if (!(duration !== undefined && duration > 0)) return invalid()
  const media = mediaOf(part, find, 34011)
  if ('errcode' in media) return media
  if (media.kind !== 'voice') return refuse('dingtalk.msg.media.kind', 40007)
  if (endingOf(media.filename) !== 'amr') return refuse('dingtalk.msg.media.format', 40005)
  return media.bytes.length > MOST_VOICE_BYTES ? refuse('dingtalk.msg.media.size', 40006) : undefined
}

function mediaOf(part: Params, find: FindMedia, emptyCode: number): StoredMedia | Refusal {
  if (!part.has('media_id')) return refuse('dingtalk.msg.media', 41006)
  const id = part.text('media_id')
  if (id === '') return refuse('dingtalk.msg.media', emptyCode)
  return find(id) ?? refuse('dingtalk.msg.media', 40007)
}
