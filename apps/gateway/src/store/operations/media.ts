import type { MediaKind } from '@hongyan/contract'
import { rowOf, type Sql } from '../sql/sql.ts'
import type { MediaOperations, MediaRow, UploadClaim, UploadKey } from '../store.ts'

type Input<Name extends keyof MediaOperations, Position extends number = 0> = Parameters<
  MediaOperations[Name]
>[Position]

export async function addMediaPiece(
  sql: Sql,
  { blob, seq, bytes, now }: Input<'addMediaPiece'>,
): Promise<void> {
  await sql.run('INSERT INTO media_pieces (blob_id, seq, bytes, at) VALUES ($1, $2, $3, $4)', [
    blob,
    seq,
    bytes,
    now,
  ])
}

export async function addMedia(sql: Sql, row: MediaRow): Promise<MediaRow> {
  const same = await rowOf<{ blob_id: string }>(sql, 'SELECT blob_id FROM media WHERE sha256 = $1 LIMIT 1', [
    row.sha256,
  ])
  if (same) await sql.run('DELETE FROM media_pieces WHERE blob_id = $1', [row.blob])
  const kept = { ...row, blob: same?.blob_id ?? row.blob }
  await sql.run(
    `INSERT INTO media (id, client, kind, name, bytes, sha256, blob_id, created_at, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
    [kept.id, kept.client, kept.kind, kept.name, kept.bytes, kept.sha256, kept.blob, kept.createdAt],
  )
  return kept
}

interface StoredMedia {
  readonly id: string
  readonly client: string
  readonly kind: MediaKind
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly blob_id: string
  readonly created_at: number
}

export async function media(sql: Sql, id: string): Promise<MediaRow | undefined> {
  const row = await rowOf<StoredMedia>(
    sql,
    'SELECT id, client, kind, name, bytes, sha256, blob_id, created_at FROM media WHERE id = $1',
    [id],
  )
  if (!row) return undefined
  const { blob_id: blob, created_at: createdAt, ...rest } = row
  return { ...rest, blob, createdAt }
}

export async function mediaPiece(sql: Sql, blob: string, seq: number): Promise<Uint8Array | undefined> {
  const row = await rowOf<{ bytes: Uint8Array }>(
    sql,
    'SELECT bytes FROM media_pieces WHERE blob_id = $1 AND seq = $2',
    [blob, seq],
  )
  return row?.bytes
}

export async function useMedia(sql: Sql, ids: readonly string[], now: number): Promise<void> {
  await sql.run(`UPDATE media SET at = $2 WHERE id IN ${sql.words.list('$1', 'text')}`, [
    JSON.stringify(ids),
    now,
  ])
}

interface StoredUpload {
  readonly handle: string | null
  readonly valid_until: number | null
  readonly claimed_until: number
}

export async function claimUpload(
  sql: Sql,
  key: UploadKey,
  { now, claimMs, validFor }: Input<'claimUpload', 1>,
): Promise<UploadClaim> {
  const params = [key.owner, key.kind, key.sha256]
  await sql.run(
    `INSERT INTO media_uploads (owner, kind, sha256, claimed_until, at) VALUES ($1, $2, $3, 0, $4)
     ON CONFLICT (owner, kind, sha256) DO NOTHING`,
    [...params, now],
  )
  const row = await rowOf<StoredUpload>(
    sql,
    `SELECT handle, valid_until, claimed_until FROM media_uploads
     WHERE owner = $1 AND kind = $2 AND sha256 = $3 ${sql.words.lock}`,
    params,
  )
  if (!row) throw new Error('An upload that was just noted is gone.')
  const { handle, valid_until: validUntil, claimed_until: until } = row
  const isOfUse = validUntil === null || validUntil >= now + validFor
  if (handle !== null && isOfUse) return { kind: 'ready', handle, validUntil }
  if (until > now) return { kind: 'busy', until }
  await sql.run(
    'UPDATE media_uploads SET claimed_until = $4, at = $5 WHERE owner = $1 AND kind = $2 AND sha256 = $3',
    [...params, now + claimMs, now],
  )
  return { kind: 'claimed' }
}

export async function recordUpload(
  sql: Sql,
  key: UploadKey,
  { handle, validUntil, now }: Input<'recordUpload', 1>,
): Promise<void> {
  const kept = handle === null ? '' : ', handle = $5, valid_until = $6'
  await sql.run(
    `UPDATE media_uploads SET claimed_until = 0, at = $4${kept} WHERE owner = $1 AND kind = $2 AND sha256 = $3`,
    [key.owner, key.kind, key.sha256, now, ...(handle === null ? [] : [handle, validUntil])],
  )
}
