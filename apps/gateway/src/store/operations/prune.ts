import type { Sql, Value } from '../sql/sql.ts'
import type { Retention } from '../store.ts'

/**
 * One chunk of the first kind of rows that has any left, so that nobody waits long for it. History goes from the
 * leaves to the message, which is what a restart finds it by.
 */
export async function prune(sql: Sql, retention: Retention, limit: number): Promise<number> {
  const steps: readonly (() => Promise<number>)[] = [
    () => removeBodies(sql, retention.bodiesBefore, limit),
    () => removeContents(sql, retention.bodiesBefore, limit),
    () => removeOlder(sql, 'media', ['id'], retention.bodiesBefore, limit),
    () => removeOlder(sql, 'media_uploads', ['owner', 'kind', 'sha256'], retention.bodiesBefore, limit),
    () => removePieces(sql, retention.bodiesBefore, limit),
    () => removeOlder(sql, 'idempotency', ['client', 'name'], retention.idempotencyBefore, limit),
    () =>
      removeOlder(sql, 'content_seen', ['app', 'content_hash', 'number'], retention.contentSeenBefore, limit),
    () => removeOlder(sql, 'member_turns', ['app', 'person_key', 'at', 'call'], retention.turnsBefore, limit),
    () => removeOlder(sql, 'audit', ['number'], retention.auditBefore, limit),
    () => removeOlder(sql, 'events', ['number'], retention.historyBefore, limit),
    () => removeMessages(sql, retention.historyBefore, limit),
  ]
  for (const step of steps) {
    const removed = await step()
    if (removed > 0) return removed
  }
  return 0
}

type Table = 'media' | 'media_uploads' | 'idempotency' | 'member_turns' | 'content_seen' | 'audit' | 'events'

function removeOlder(
  sql: Sql,
  table: Table,
  key: readonly string[],
  before: number,
  limit: number,
): Promise<number> {
  const names = key.join(', ')
  return sql.run(
    `DELETE FROM ${table} WHERE (${names}) IN (SELECT ${names} FROM ${table} WHERE at < $1 ORDER BY at LIMIT $2)`,
    [before, limit],
  )
}

/** What is open may be replayed, however old it is. */
function removeBodies(sql: Sql, before: number, limit: number): Promise<number> {
  return sql.run(
    `DELETE FROM call_bodies WHERE call IN (
       SELECT b.call FROM call_bodies b JOIN calls c ON c.id = b.call
       WHERE c.started_at < $1 AND NOT EXISTS (SELECT 1 FROM open_calls o WHERE o.call = b.call) LIMIT $2)`,
    [before, limit],
  )
}

function removeContents(sql: Sql, before: number, limit: number): Promise<number> {
  return sql.run(
    `DELETE FROM contents WHERE number IN (
       SELECT c.number FROM contents c JOIN messages m ON m.number = c.number
       WHERE m.accepted_at < $1 AND ${IS_OVER} LIMIT $2)`,
    [before, limit],
  )
}

/** Bytes that no file names: their last file is gone, or they were never whole. */
function removePieces(sql: Sql, before: number, limit: number): Promise<number> {
  return sql.run(
    `DELETE FROM media_pieces WHERE (blob_id, seq) IN (
       SELECT p.blob_id, p.seq FROM media_pieces p
       WHERE p.at < $1 AND NOT EXISTS (SELECT 1 FROM media f WHERE f.blob_id = p.blob_id) LIMIT $2)`,
    [before, limit],
  )
}

/** Nothing of the message waits, runs or is still asked for. */
const IS_OVER = `NOT EXISTS (SELECT 1 FROM message_counts n WHERE n.number = m.number AND n.final = 0 AND n.n > 0)
  AND NOT EXISTS (SELECT 1 FROM later_chunks l WHERE l.number = m.number)
  AND NOT EXISTS (SELECT 1 FROM follow_ups f WHERE f.number = m.number)`

async function removeMessages(sql: Sql, before: number, limit: number): Promise<number> {
  const over = await sql.rows<{ number: number; day: number }>(
    `SELECT m.number, m.day FROM messages m WHERE m.accepted_at < $1 AND ${IS_OVER} ORDER BY m.number LIMIT 1`,
    [before],
  )
  const [oldest] = over
  if (!oldest) return 0
  const ofMessage: readonly (readonly [string, readonly Value[]])[] = [
    [
      'DELETE FROM outcomes WHERE number IN (SELECT o.number FROM outcomes o JOIN calls c ON c.id = o.call WHERE c.number = $1 LIMIT $2)',
      [oldest.number, limit],
    ],
    [
      'DELETE FROM attempts WHERE call IN (SELECT t.call FROM attempts t JOIN calls c ON c.id = t.call WHERE c.number = $1 LIMIT $2)',
      [oldest.number, limit],
    ],
    [
      'DELETE FROM call_members WHERE (call, idx) IN (SELECT x.call, x.idx FROM call_members x WHERE x.number = $1 LIMIT $2)',
      [oldest.number, limit],
    ],
    [
      'DELETE FROM calls WHERE id IN (SELECT c.id FROM calls c WHERE c.number = $1 LIMIT $2)',
      [oldest.number, limit],
    ],
    [
      'DELETE FROM deliveries WHERE day = $3 AND number = $1 AND idx IN (SELECT d.idx FROM deliveries d WHERE d.day = $3 AND d.number = $1 ORDER BY d.idx LIMIT $2)',
      [oldest.number, limit, oldest.day],
    ],
    ['DELETE FROM message_accounts WHERE number = $1', [oldest.number]],
    ['DELETE FROM message_counts WHERE number = $1', [oldest.number]],
  ]
  for (const [text, params] of ofMessage) {
    const removed = await sql.run(text, params)
    if (removed > 0) return removed
  }
  await sql.run('DELETE FROM call_bodies WHERE call IN (SELECT id FROM calls WHERE number = $1)', [
    oldest.number,
  ])
  await sql.run('DELETE FROM contents WHERE number = $1', [oldest.number])
  return sql.run('DELETE FROM messages WHERE number = $1', [oldest.number])
}
