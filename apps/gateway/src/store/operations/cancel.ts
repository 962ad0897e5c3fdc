import { rowOf, type Sql } from '../sql/sql.ts'
import type { Ending, MessageRef } from '../store.ts'
import { leaveQueue } from './candidate.ts'
import { destinationOf, type StoredDestination } from './messages.ts'
import { moveDeliveries } from './moves.ts'
import { changeTo } from './settle.ts'
import { holdDeliveries } from './standing.ts'

/** Deliveries that one transaction cancels or expires; more would keep others waiting. */
const CHUNK = 2_000

/** From here on nothing of the message enters a queue again. */
export async function markCancelled(sql: Sql, message: MessageRef, now: number): Promise<void> {
  if (!(await destinationOf(sql, message.number, 'lock'))) return
  await sql.run('UPDATE messages SET cancelled_at = coalesce(cancelled_at, $2) WHERE number = $1', [
    message.number,
    now,
  ])
  await sql.run('DELETE FROM later_chunks WHERE number = $1', [message.number])
}

/** Cancels some of what waits; answers how many, 0 when nothing is left. */
export async function cancelSome(sql: Sql, { number }: MessageRef, now: number): Promise<number> {
  const message = await destinationOf(sql, number, 'read')
  if (!message) return 0
  const waiting = await sql.rows<{ idx: number }>(
    `SELECT idx FROM queued WHERE number = $1 ORDER BY idx LIMIT $2 ${sql.words.lock}`,
    [number, CHUNK],
  )
  const resolving = await sql.rows<{ idx: number }>(
    `SELECT idx FROM unresolved WHERE number = $1 ORDER BY idx LIMIT $2 ${sql.words.lock}`,
    [number, CHUNK],
  )
  const idxs = [...waiting, ...resolving].map(({ idx }) => idx)
  await endWaiting(sql, message, idxs, { state: 'cancelled', final: true }, now)
  return idxs.length
}

async function endWaiting(
  sql: Sql,
  message: StoredDestination,
  idxs: readonly number[],
  ending: Ending,
  now: number,
): Promise<void> {
  if (idxs.length === 0) return
  await leaveQueue(
    sql,
    idxs.map((idx) => ({ number: message.number, idx })),
  )
  await sql.run(`DELETE FROM unresolved WHERE number = $1 AND idx IN ${sql.words.list('$2', 'int')}`, [
    message.number,
    JSON.stringify(idxs),
  ])
  const standing = await holdDeliveries(sql, message, idxs)
  await moveDeliveries(
    sql,
    message,
    standing.map((delivery) => changeTo(delivery, ending)),
    now,
  )
}

/** How many deliveries of a message ended as cancelled, and how many did not. */
export async function cancelCounts(
  sql: Sql,
  { number }: MessageRef,
): Promise<{ cancelled: number; alreadyStarted: number }> {
  const row = await rowOf<{ cancelled: number | null; other: number | null }>(
    sql,
    `SELECT CAST(sum(CASE WHEN state = 'cancelled' THEN n ELSE 0 END) AS bigint) AS cancelled,
       CAST(sum(CASE WHEN state IN ('sending', 'sent', 'delivered', 'read', 'forbidden', 'unknown') THEN n ELSE 0 END) AS bigint) AS other
     FROM message_counts WHERE number = $1`,
    [number],
  )
  return { cancelled: row?.cancelled ?? 0, alreadyStarted: row?.other ?? 0 }
}

/** Ends what is past its time, of one table at a time; what a start holds it leaves to the start. */
export async function expireSome(
  sql: Sql,
  table: 'queued' | 'unresolved',
  now: number,
  limit: number,
): Promise<number> {
  const due = await sql.rows<{ number: number; idx: number }>(
    `SELECT number, idx FROM ${table} WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 ${sql.words.lockFree}`,
    [now, limit],
  )
  for (const [number, rows] of Map.groupBy(due, (row) => row.number)) {
    const message = await destinationOf(sql, number, 'read')
    if (!message) continue
    const idxs = rows.map(({ idx }) => idx)
    await endWaiting(sql, message, idxs, { state: 'expired', final: true, code: 'expired' }, now)
  }
  return due.length
}
