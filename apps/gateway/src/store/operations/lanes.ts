import { rowOf, type Sql, type Value } from '../sql/sql.ts'
import type { LaneOfWork } from '../store.ts'
import { laneName } from './lane.ts'

interface LaneRow {
  readonly account: string
  readonly client: string
  readonly lane: number
  readonly due_at: number
}

/** Leaps from one lane of work to the next along the index, whatever lies in between. */
export async function lanes(sql: Sql): Promise<LaneOfWork[]> {
  const waiting = await leap(sql, 'queued', 'not_before')
  const replays = await leap(sql, 'open_calls', 'replay_at')
  const found = new Map<string, LaneOfWork>()
  for (const { account, client, lane, due_at } of [...waiting, ...replays]) {
    const key = `${account}|${client}|${lane}`
    const dueAt = Math.min(due_at, found.get(key)?.dueAt ?? due_at)
    found.set(key, { account, client, lane: laneName(lane), dueAt })
  }
  return [...found.values()]
}

async function leap(
  sql: Sql,
  table: 'queued' | 'open_calls',
  due: 'not_before' | 'replay_at',
): Promise<LaneRow[]> {
  const found: LaneRow[] = []
  const next = (where: string, params: readonly Value[]) =>
    rowOf<LaneRow>(
      sql,
      `SELECT account, client, lane, ${due} AS due_at FROM ${table} WHERE ${due} IS NOT NULL ${where}
       ORDER BY account, client, lane, ${due} LIMIT 1`,
      params,
    )
  for (let row = await next('', []); row; ) {
    found.push(row)
    row = await next('AND (account, client, lane) > ($1, $2, $3)', [row.account, row.client, row.lane])
  }
  return found
}

/** Waiting members of each lane, counted only so far. */
export async function backlog(
  sql: Sql,
  atMost: number,
): Promise<{ account: string; lane: LaneOfWork['lane']; waiting: number; dueAt: number }[]> {
  const sums = new Map<
    string,
    { account: string; lane: LaneOfWork['lane']; waiting: number; dueAt: number }
  >()
  for (const { account, client, lane, due_at } of await leap(sql, 'queued', 'not_before')) {
    const counted = await rowOf<{ n: number }>(
      sql,
      `SELECT count(*) AS n FROM (SELECT 1 FROM queued WHERE account = $1 AND client = $2 AND lane = $3 LIMIT $4) AS counted`,
      [account, client, lane, atMost],
    )
    const key = `${account}|${lane}`
    const sum = sums.get(key) ?? { account, lane: laneName(lane), waiting: 0, dueAt: due_at }
    sum.waiting = Math.min(atMost, sum.waiting + (counted?.n ?? 0))
    sum.dueAt = Math.min(sum.dueAt, due_at)
    sums.set(key, sum)
  }
  return [...sums.values()]
}
