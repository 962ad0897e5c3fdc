import type { Sql } from '../sql/sql.ts'

/** Of a member `m`: no later call carries the same part of its delivery, as one does after the platform dropped it. */
export const IS_NEWEST = `NOT EXISTS (
  SELECT 1 FROM call_members l JOIN calls lc ON lc.id = l.call
  WHERE l.number = m.number AND l.idx = m.idx AND l.call > m.call
    AND lc.part = (SELECT mc.part FROM calls mc WHERE mc.id = m.call))`

/** The members of a call of which it still decides. */
export async function newestMemberIdxs(sql: Sql, call: number): Promise<number[]> {
  const rows = await sql.rows<{ idx: number }>(
    `SELECT m.idx FROM call_members m WHERE m.call = $1 AND ${IS_NEWEST} ORDER BY m.idx`,
    [call],
  )
  return rows.map(({ idx }) => idx)
}
