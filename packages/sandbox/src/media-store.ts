/** An uploaded file as a platform keeps it. */
export interface StoredMedia {
  /** The platform's media id. */
  readonly id: string
  /** The platform's own word: image, voice, video, file … */
  readonly kind: string
  /** Who may use it: an app's or robot's name, or undefined for every app of the corp. */
  readonly owner: string | undefined
  readonly filename: string
  readonly contentType: string
  readonly bytes: Buffer
  /** Unix milliseconds, business time. */
  readonly uploadedAt: number
  /** Null for a file that stays. */
  readonly expiresAt: number | null
}

/** An uploaded file as `GET /_sandbox/media/:platform` lists it; its bytes are read by id. */
export interface MediaDescription extends Omit<StoredMedia, 'bytes' | 'owner'> {
  readonly owner: string | null
  readonly size: number
}

/** Beyond it the oldest files are forgotten: a test that uploads for hours must not fill the memory. */
const MOST_BYTES = 256 * 1024 * 1024

/** The uploads of one platform, in memory. */
export class MediaStore {
  readonly #mostBytes: number
  readonly #byId = new Map<string, StoredMedia>()
  #bytes = 0

  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes
  }

  add(media: StoredMedia): void {
    // A view would keep the whole request alive for as long as the file.
    this.#byId.set(media.id, { ...media, bytes: Buffer.from(media.bytes) })
    this.#bytes += media.bytes.length
    for (const oldest of this.#byId.values()) {
      if (this.#bytes <= this.#mostBytes || oldest.id === media.id) break
      this.#byId.delete(oldest.id)
      this.#bytes -= oldest.bytes.length
    }
  }

  /** Expired files are found as well: whoever asks decides what that means. */
  find(id: string): StoredMedia | undefined {
    return this.#byId.get(id)
  }

  /** Oldest first. */
  list(): readonly MediaDescription[] {
    return [...this.#byId.values()].map(({ bytes, owner = null, ...media }) => ({
      ...media,
      owner,
      size: bytes.length,
    }))
  }
}
