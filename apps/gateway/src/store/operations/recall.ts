import { rowOf, type Sql } from '../sql/sql.ts'
import type { MessageRef, ReportOperations } from '../store.ts'
import { destinationOf } from './messages.ts'
import { moveRecalls } from './moves.ts'
import { holdDeliveries, type Standing } from './standing.ts'
import { memberIdxs } from './started-calls.ts'

/**
 * Marks whom a platform may have reached, and makes the recall of their calls due. Comes after the cancel of what
 * waits, which has its own transactions.
 */
export async function requestRecall(
  sql: Sql,
  { number }: MessageRef,
  now: number,
): Promise<{ requested: number; impossible: number }> {
  const message = await destinationOf(sql, number, 'lock')
  if (!message) return { requested: 0, impossible: 0 }
  await sql.run('UPDATE messages SET recall_at = coalesce(recall_at, $2) WHERE number = $1', [number, now])
  const out = await sql.rows<{ idx: number; account: string; recallable: number }>(
    `SELECT d.idx, d.account, CASE WHEN d.state = 'sending' OR EXISTS (
         SELECT 1 FROM call_members m JOIN calls c ON c.id = m.call
         WHERE m.number = d.number AND m.idx = d.idx AND c.receipt IS NOT NULL) THEN 1 ELSE 0 END AS recallable
     FROM deliveries d WHERE d.day = $1 AND d.number = $2 AND d.recall = 'none'
       AND d.state IN ('sending', 'sent', 'delivered', 'read', 'unknown') ORDER BY d.idx`,
    [message.day, number],
  )
  const changes = out.map(({ idx, account, recallable }) => ({
    idx,
    account,
    recall: recallable === 1 ? ('requested' as const) : ('impossible' as const),
  }))
  await moveRecalls(sql, message, changes, now)
  await sql.run(
    `INSERT INTO follow_ups (call, kind, number, due_at)
     SELECT c.id, 'recall', c.number, $2 FROM calls c WHERE c.number = $1 AND c.receipt IS NOT NULL
     ON CONFLICT (call, kind) DO NOTHING`,
    [number, now],
  )
  sql.wake()
  const requested = changes.filter(({ recall }) => recall === 'requested').length
  return { requested, impossible: changes.length - requested }
}

export async function recordRecall(
  sql: Sql,
  { call, now, result }: Parameters<ReportOperations['recordRecall']>[0],
): Promise<void> {
  if (result.kind === 'again') {
    await sql.run(
      "UPDATE follow_ups SET due_at = $2, claimed_by = NULL, tries = tries + 1 WHERE call = $1 AND kind = 'recall'",
      [call, result.at],
    )
    return
  }
  const facts = await rowOf<{ number: number }>(sql, 'SELECT number FROM calls WHERE id = $1', [call])
  const message = facts && (await destinationOf(sql, facts.number, 'still'))
  if (!message) return
  await sql.run("DELETE FROM follow_ups WHERE call = $1 AND kind = 'recall'", [call])
  const exceptions = new Map((result.exceptions ?? []).map(({ idx, recall }) => [idx, recall]))
  const standing = await holdDeliveries(sql, message, await memberIdxs(sql, call))
  await moveRecalls(
    sql,
    message,
    standing.filter(mayStillChange).map(({ idx, account }) => ({
      idx,
      account,
      recall: exceptions.get(idx) ?? result.recall,
    })),
    now,
  )
}

/** A delivery in several calls is taken back once each of them is: the worst end stands. */
const mayStillChange = ({ recall }: Standing): boolean => recall === 'requested' || recall === 'recalled'
