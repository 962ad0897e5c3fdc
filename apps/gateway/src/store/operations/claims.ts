import type { Sql } from '../sql/sql.ts'

/**
 * What dead nodes were looking up, reporting or recalling is due now. Without this it would be out of sight until the
 * claim's own time had passed, which covers a node that lives and has lost its way.
 */
export async function freeClaimsOfTheDead(sql: Sql, now: number): Promise<void> {
  let freed = 0
  for (const table of ['unresolved', 'follow_ups']) {
    freed += await sql.run(
      `UPDATE ${table} SET due_at = $1, claimed_by = NULL
       WHERE claimed_by IN (SELECT epoch FROM nodes WHERE epoch = ${table}.claimed_by AND dead = 1)`,
      [now],
    )
  }
  if (freed > 0) sql.wake()
}
