import type { MediaKind } from '@hongyan/contract'

/** A file that is whole, and where its bytes are. */
export interface MediaRow {
  readonly id: string
  readonly client: string
  readonly kind: MediaKind
  readonly name: string
  readonly bytes: number
  /** Hex. */
  readonly sha256: string
  /** Names the pieces; files with equal bytes share it. */
  readonly blob: string
  readonly createdAt: number
}

/** What makes an upload at a platform the same: who owns it there, as what kind, which bytes. */
export interface UploadKey {
  /** A corp, or the one robot that a file belongs to. */
  readonly owner: string
  readonly kind: MediaKind
  readonly sha256: string
}

export type UploadClaim =
  | { readonly kind: 'ready'; readonly handle: string; readonly validUntil: number | null }
  /** The caller is the one to upload it now. */
  | { readonly kind: 'claimed' }
  /** Another process is at it. */
  | { readonly kind: 'busy'; readonly until: number }

export interface MediaOperations {
  /** Pieces begin at 0; a file exists once `addMedia` has named its blob. */
  addMediaPiece(input: {
    readonly blob: string
    readonly seq: number
    readonly bytes: Uint8Array
    readonly now: number
  }): Promise<void>
  /** Takes the pieces of equal bytes that are there already, and drops its own. */
  addMedia(row: MediaRow): Promise<MediaRow>
  media(id: string): Promise<MediaRow | undefined>
  /** Undefined after the last one. */
  mediaPiece(blob: string, seq: number): Promise<Uint8Array | undefined>
  /** Counts as a use, so that what is still sent is not pruned. */
  useMedia(ids: readonly string[], now: number): Promise<void>
  /** @param validFor how long a handle must still live to be of use. Unit: ms. */
  claimUpload(
    key: UploadKey,
    input: { readonly now: number; readonly claimMs: number; readonly validFor: number },
  ): Promise<UploadClaim>
  /** `handle`: what the platform gave; null gives the claim up. */
  recordUpload(
    key: UploadKey,
    input: { readonly handle: string | null; readonly validUntil: number | null; readonly now: number },
  ): Promise<void>
}
