import { MediaStore, type StoredMedia } from '../media-store.ts'
import type { Part } from '../multipart.ts'
import type { World } from '../world.ts'
import { isRefusal, type Refusal, type Reply, refuse } from './envelope.ts'
import { judgeFile, type MediaKind, pictureType } from './media-kinds.ts'

/** As recorded: `1G6nrLmr5EC3MMb_-zK1dDdzmd0p7cNliYu9V5w7o8K0`. */
const MEDIA_ID_CHARS = 44

/**
 * The corp's temporary uploads. An id lives for three days and serves every app of the corp, unless a robot
 * uploaded the file: then it serves that robot alone (《上传临时素材》, 90253, 2024-07-22; 《消息推送配置说明》, 99110).
 */
export class MediaShelf {
  readonly store = new MediaStore()
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  /** Keeps the file if it is one of this kind. `robot` binds it to that robot. */
  upload(kind: MediaKind, part: Part | undefined, at: number, robot?: string): StoredMedia | Refusal {
    if (!part) return refuse('wecom.media.empty', 44001)
    const contentType = judgeFile(kind, part.bytes, this.#world)
    if (typeof contentType === 'object') return contentType
    return this.#keep(
      { kind, owner: robot, filename: part.filename ?? '', contentType, bytes: part.bytes },
      at,
    )
  }

  /** Keeps a picture that came inside a robot's message, and answers the id under which it can be looked at. */
  keepPicture(bytes: Buffer, at: number, robot: string): string {
    const contentType = pictureType(bytes) ?? 'application/octet-stream'
    return this.#keep({ kind: 'image', owner: robot, filename: '', contentType, bytes }, at).id
  }

  /** The file, if it lives, is of this kind (any if undefined) and serves whoever asks: an app, or this robot. */
  use(id: string, kind: MediaKind | undefined, at: number, robot?: string): StoredMedia | Refusal {
    if (!id) return refuse('wecom.media.idMissing', 41006)
    const media = this.store.find(id)
    if (!media) return refuse('wecom.media.unknown', 40007)
    if (media.owner !== robot) return refuse('wecom.media.ofAnother', 40007)
    if (kind !== undefined && media.kind !== kind) return refuse('wecom.media.wrongKind', 40007)
    if (media.expiresAt !== null && at >= media.expiresAt) return refuse('wecom.media.expired', 40007)
    return media
  }

  /** What an upload answers; the time is documented as text and was also seen as a number. */
  uploaded(media: StoredMedia | Refusal, errmsg: string): Reply {
    if (isRefusal(media)) return media
    const seconds = Math.floor(media.uploadedAt / 1000)
    const created_at = this.#world.profiles.get('wecom.createdAt') === 'string' ? String(seconds) : seconds
    const { kind: type, id: media_id } = media
    return { rule: 'wecom.media.uploaded', errmsg, fields: { type, media_id, created_at } }
  }

  #keep(file: Omit<StoredMedia, 'id' | 'uploadedAt' | 'expiresAt'>, at: number): StoredMedia {
    const seconds = this.#world.limits.get('wecom.mediaSeconds')
    const expiresAt = seconds === null ? null : at + seconds * 1000
    const media = { id: this.#world.ids.urlSafe(MEDIA_ID_CHARS), ...file, uploadedAt: at, expiresAt }
    this.store.add(media)
    return media
  }
}
