import { createHash } from 'node:crypto'
import { type MediaKind, Refusal } from '@hongyan/contract'
import { newMessageId } from '../messages/message-id.ts'
import type { MediaRow, Store } from '../store/store.ts'

/** Unit: bytes. No platform takes more: 企业微信「上传临时素材」, 2024-07-22, files of 20 MB. */
export const MAX_MEDIA_BYTES = 20 * 1024 * 1024

/** Large enough to be few, small enough to hold several in memory. Unit: bytes. */
const PIECE_BYTES = 256 * 1024

export interface NewMedia {
  readonly client: string
  readonly kind: MediaKind
  readonly name: string
  readonly now: number
  /** In chunks of any size; never held whole. */
  readonly bytes: AsyncIterable<Uint8Array>
}

/**
 * Keeps a file for messages to carry.
 *
 * @throws Refusal `media_empty`, `media_too_large`; what has been written by then is forgotten by pruning
 */
export async function addMedia(
  { client, kind, name, now, bytes }: NewMedia,
  store: Pick<Store, 'addMedia' | 'addMediaPiece'>,
): Promise<MediaRow> {
  const id = newMessageId(now)
  const sha256 = createHash('sha256')
  let size = 0
  let seq = 0
  for await (const piece of inPieces(bytes)) {
    size += piece.length
    if (size > MAX_MEDIA_BYTES) throw new Refusal('media_too_large', { field: 'body', value: name })
    sha256.update(piece)
    await store.addMediaPiece({ blob: id, seq: seq++, bytes: piece, now })
  }
  if (size === 0) throw new Refusal('media_empty', { field: 'body', value: name })
  return store.addMedia({
    id,
    client,
    kind,
    name,
    bytes: size,
    sha256: sha256.digest('hex'),
    blob: id,
    createdAt: now,
  })
}

async function* inPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    held.push(chunk)
    size += chunk.length
    if (size < PIECE_BYTES) continue
    yield Buffer.concat(held)
    held = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(held)
}

/** The bytes of a file, a piece at a time. */
export async function* readMedia(
  { blob }: Pick<MediaRow, 'blob'>,
  store: Pick<Store, 'mediaPiece'>,
): AsyncGenerator<Uint8Array> {
  for (let seq = 0; ; seq++) {
    const piece = await store.mediaPiece(blob, seq)
    if (!piece) return
    yield piece
  }
}
