import type { Sql } from '../sql/sql.ts'

/**
 * What dead nodes were looking up, reporting or recalling is due now. Without this it would be out of sight until the
 * claim's own time had passed, which covers a node that lives and has lost its way.
 */
export async function freeClaimsOfTheDead(sql: Sql, now: number): Promise<void> {
  const ofTheDead = (table: string) =>
    `claimed_by IN (SELECT epoch FROM nodes WHERE epoch = ${table}.claimed_by AND dead = 1)`
  const people = await sql.run(
    `UPDATE unresolved SET due_at = $1, claimed_by = NULL WHERE ${ofTheDead('unresolved')}`,
    [now],
  )
  // The platform may have executed a recall whose answer died: that was a try, while a question leaves no trace.
  const calls = await sql.run(
    `UPDATE follow_ups SET due_at = $1, claimed_by = NULL, tries = tries + CASE kind WHEN 'recall' THEN 1 ELSE 0 END
     WHERE ${ofTheDead('follow_ups')}`,
    [now],
  )
  if (people + calls > 0) sql.wake()
}
