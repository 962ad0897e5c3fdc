import type { Sql, Value } from '../sql/sql.ts'
import type { Debit, StartedCall } from '../store.ts'
import { readMembers } from './members.ts'
import { sendingMessage } from './messages.ts'

export interface OpenCallRow {
  readonly id: number
  readonly day: number
  readonly number: number
  readonly account: string
  readonly app: string
  readonly corp: string
  readonly channel: string
  readonly variant: string
  readonly bisect: string
  readonly part: number
  readonly content_hash: string
  readonly body_hash: string
  readonly options: string
  readonly body: string
  readonly epoch: number
  readonly attempt: number
  readonly started_at: number
  readonly first_attempt_at: number
  readonly rescues: number
  readonly replay_until: number | null
  readonly debited: string
}

/** Open calls with their bytes; `where` names columns of `o`. */
export function readOpenCalls(sql: Sql, where: string, params: readonly Value[]): Promise<OpenCallRow[]> {
  return sql.rows(
    `SELECT c.id, c.day, c.number, c.account, c.app, c.corp, c.channel, c.variant, c.bisect, c.part, c.content_hash,
       c.body_hash, c.options, b.body, o.epoch, o.attempt, t.started_at, o.first_attempt_at, o.rescues, o.replay_until, o.debited
     FROM open_calls o JOIN calls c ON c.id = o.call JOIN call_bodies b ON b.call = o.call
     JOIN attempts t ON t.call = o.call AND t.attempt = o.attempt
     WHERE ${where}`,
    params,
  )
}

export async function startedCall(sql: Sql, row: OpenCallRow): Promise<StartedCall> {
  const message = await sendingMessage(sql, row.number)
  const idxs = await memberIdxs(sql, row.id)
  return {
    id: row.id,
    account: row.account,
    app: row.app,
    corp: row.corp,
    channel: row.channel,
    message,
    variant: row.variant,
    bisect: row.bisect,
    members: await readMembers(
      sql,
      idxs.map((idx) => ({ day: message.day, number: message.number, idx, part: row.part })),
    ),
    body: row.body,
    bodyHash: row.body_hash,
    contentHash: row.content_hash,
    options: row.options,
    epoch: row.epoch,
    attempt: row.attempt,
    startedAt: row.started_at,
    firstAttemptAt: row.first_attempt_at,
    rescues: row.rescues,
    replayUntil: row.replay_until,
    debited: parseDebits(row.debited),
  }
}

export async function memberIdxs(sql: Sql, call: number): Promise<number[]> {
  const rows = await sql.rows<{ idx: number }>('SELECT idx FROM call_members WHERE call = $1 ORDER BY idx', [
    call,
  ])
  return rows.map(({ idx }) => idx)
}

/** The store wrote it itself. */
export const parseDebits = (json: string): Debit[] => JSON.parse(json) as Debit[]

export async function openCalls(
  sql: Sql,
  { epochs, limit }: { readonly epochs: readonly number[]; readonly limit: number },
): Promise<StartedCall[]> {
  const rows = await readOpenCalls(
    sql,
    `o.replay_at IS NULL AND o.epoch IN ${sql.words.list('$1', 'int')} ORDER BY o.call LIMIT $2`,
    [JSON.stringify(epochs), limit],
  )
  const calls: StartedCall[] = []
  for (const row of rows) calls.push(await startedCall(sql, row))
  return calls
}
