import type { Sql } from '../sql/sql.ts'
import type { ReplayRequest, Started, StartedCall } from '../store.ts'
import { HeldLimits } from './limits.ts'
import { countTurns } from './member-turns.ts'
import { isOwnEpochAlive } from './nodes.ts'
import { readOpenCalls, startedCall } from './started-calls.ts'
import { writeAttempts } from './write-call.ts'

/** The same bytes to the same members, as the next attempt; its intent and its debit are written before it leaves. */
export async function startReplays(sql: Sql, request: ReplayRequest): Promise<Started> {
  if (!(await isOwnEpochAlive(sql, request.epoch))) return { calls: [] }
  const limits = await HeldLimits.hold(sql, request.limits, request.now)
  const due = await sql.rows<{ call: number }>(
    `SELECT call FROM open_calls WHERE account = $1 AND replay_at <= $2 ORDER BY lane, replay_at, call LIMIT $3 ${sql.words.lockFree}`,
    [request.account, request.now, request.maxCalls],
  )
  const calls: StartedCall[] = []
  let waitUntil: number | undefined
  for (const { call: id } of due) {
    const [row] = await readOpenCalls(sql, 'o.call = $1', [id])
    if (!row) continue
    const call = await startedCall(sql, row)
    const answer = request.allow(call, limits.allowances())
    if (answer.kind === 'wait') {
      waitUntil = answer.until
      break
    }
    const debited = limits.debit(answer.debits)
    const attempt = call.attempt + 1
    await sql.run(
      'UPDATE open_calls SET epoch = $2, attempt = $3, replay_at = NULL, debited = $4 WHERE call = $1',
      [id, request.epoch, attempt, JSON.stringify(debited)],
    )
    await writeAttempts(sql, [{ call: id, attempt }], request)
    await countTurns(sql, [id], request.now)
    calls.push({ ...call, epoch: request.epoch, attempt, startedAt: request.now, debited })
  }
  await limits.write()
  return { calls, ...(waitUntil === undefined ? {} : { waitUntil }) }
}
