import type { Route } from '../exchange.ts'
import { MediaStore, type StoredMedia } from '../media-store.ts'
import { type Part, readMultipart } from '../multipart.ts'
import type { World } from '../world.ts'
import { type Refusal, type Reply, refuse } from './envelope.ts'
import type { Gate } from './gate.ts'

/** Kinds of 《上传媒体文件》(2026-06-01): what their files may be called, and the limit on their size. */
const kinds = {
  image: { endings: 'jpg gif png bmp', limit: 'dingtalk.mediaImageBytes' },
  voice: { endings: 'amr mp3 wav', limit: 'dingtalk.mediaVoiceBytes' },
  video: { endings: 'mp4', limit: 'dingtalk.mediaVideoBytes' },
  file: { endings: 'doc docx xls xlsx ppt pptx zip pdf rar', limit: 'dingtalk.mediaFileBytes' },
} as const

type MediaKind = keyof typeof kinds

/** Characters after the prefix. */
const MEDIA_ID_CHARS = 27

/** The corp's uploads. Ids stay valid for ever and serve every app of the corp. */
export class Media {
  readonly store = new MediaStore()
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  /** POST /media/upload, multipart; `type` in the query or as a form field. */
  upload(gate: Gate): Route {
    return gate.posted({ isMetered: true }, ({ query, headers, rawBody, at }) => {
      const parts = readMultipart(headers['content-type'], rawBody)
      if (!parts) return refuse('dingtalk.media.multipart', 43008)
      const type = query.get('type') ?? parts.find(({ name }) => name === 'type')?.bytes.toString('utf8')
      if (!isKind(type)) return refuse('dingtalk.media.type', 40004)
      const file = parts.find(({ name, filename }) => name === 'media' && filename !== undefined)
      if (!file) return refuse('dingtalk.media.missing', 41005)
      return this.#judge(type, file) ?? this.#keep(type, file, at)
    })
  }

  /** Undefined for an id that was never given out. */
  find(id: string): StoredMedia | undefined {
    return this.store.find(id)
  }

  #judge(type: MediaKind, { filename = '', bytes }: Part): Refusal | undefined {
    if (bytes.length === 0) return refuse('dingtalk.media.empty', 44001)
    if (!kinds[type].endings.split(' ').includes(endingOf(filename)))
      return refuse('dingtalk.media.format', 40005)
    const most = this.#world.limits.get(kinds[type].limit)
    if (most === null || bytes.length <= most) return undefined
    return refuse(kinds[type].limit, Number(this.#world.profiles.get('dingtalk.mediaTooLarge')))
  }

  #keep(
    kind: MediaKind,
    { filename = '', contentType = 'application/octet-stream', bytes }: Part,
    at: number,
  ): Reply {
    const prefix = kind === 'image' ? '@' : '$'
    const id = prefix + this.#world.ids.urlSafe(MEDIA_ID_CHARS)
    this.store.add({
      id,
      kind,
      owner: undefined,
      filename,
      contentType,
      bytes,
      uploadedAt: at,
      expiresAt: null,
    })
    return { rule: 'dingtalk.media.ok', fields: { type: kind, media_id: id, created_at: at } }
  }
}

function isKind(type: string | undefined): type is MediaKind {
  return type !== undefined && Object.hasOwn(kinds, type)
}

export function endingOf(filename: string): string {
  return filename.slice(filename.lastIndexOf('.') + 1).toLowerCase()
}
