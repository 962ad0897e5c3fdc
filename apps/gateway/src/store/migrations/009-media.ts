import type { ColumnWords } from './words.ts'

/**
 * Files that messages carry. Their bytes lie in pieces under a blob, shared by files with equal bytes; what a platform
 * gave for one stands under its owner there, so that a file for many goes up once.
 */
export function mediaTables({ int, bytes, strict }: ColumnWords): readonly string[] {
  return [
    `CREATE TABLE media (
      id text PRIMARY KEY,
      client text NOT NULL,
      kind text NOT NULL,
      name text NOT NULL,
      bytes ${int} NOT NULL,
      sha256 text NOT NULL,
      blob_id text NOT NULL,
      created_at ${int} NOT NULL,
      at ${int} NOT NULL
    ) ${strict}`,
    'CREATE INDEX media_sha256 ON media (sha256)',
    'CREATE INDEX media_blob ON media (blob_id)',
    'CREATE INDEX media_at ON media (at)',
    `CREATE TABLE media_pieces (
      blob_id text NOT NULL,
      seq ${int} NOT NULL,
      bytes ${bytes} NOT NULL,
      at ${int} NOT NULL,
      PRIMARY KEY (blob_id, seq)
    ) ${strict}`,
    'CREATE INDEX media_pieces_at ON media_pieces (at)',
    `CREATE TABLE media_uploads (
      owner text NOT NULL,
      kind text NOT NULL,
      sha256 text NOT NULL,
      handle text,
      valid_until ${int},
      claimed_until ${int} NOT NULL,
      at ${int} NOT NULL,
      PRIMARY KEY (owner, kind, sha256)
    ) ${strict}`,
    'CREATE INDEX media_uploads_at ON media_uploads (at)',
  ]
}
