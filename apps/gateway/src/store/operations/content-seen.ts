import { rowOf, type Sql } from '../sql/sql.ts'
import type { CallOperations } from '../store.ts'

export async function contentSeen(
  sql: Sql,
  app: string,
  contentHash: string,
  message: number,
  since: number,
): Promise<boolean> {
  const other = await rowOf(
    sql,
    'SELECT 1 AS one FROM content_seen WHERE app = $1 AND content_hash = $2 AND number <> $3 AND at >= $4 LIMIT 1',
    [app, contentHash, message, since],
  )
  return other !== undefined
}

export async function rememberContent(
  sql: Sql,
  app: string,
  contentHash: string,
  message: number,
  now: number,
): Promise<void> {
  await sql.run(
    `INSERT INTO content_seen (app, content_hash, number, at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (app, content_hash, number) DO UPDATE SET at = excluded.at`,
    [app, contentHash, message, now],
  )
}

/** Looks at the calls of the other messages that carried this content, for one with the person among its members. */
export async function contentSentTo(
  sql: Sql,
  { app, contentHash, platformId, since, except }: Parameters<CallOperations['contentSentTo']>[0],
): Promise<boolean> {
  const call = await rowOf(
    sql,
    `SELECT 1 AS one FROM content_seen s
     JOIN calls c ON c.number = s.number AND c.app = s.app AND c.content_hash = s.content_hash
     JOIN call_members m ON m.call = c.id
     JOIN deliveries d ON d.day = c.day AND d.number = m.number AND d.idx = m.idx
     WHERE s.app = $1 AND s.content_hash = $2 AND s.number <> $3 AND s.at >= $4 AND d.platform_id = $5 LIMIT 1`,
    [app, contentHash, except.number, since, platformId],
  )
  return call !== undefined
}
