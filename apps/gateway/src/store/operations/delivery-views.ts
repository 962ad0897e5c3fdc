import type { Recall, State } from '@hongyan/contract'
import { rowOf, type Sql, type Value } from '../sql/sql.ts'
import type { AttemptRow, DeliveryRow, StoredPage, ViewOperations } from '../store.ts'
import { type BecauseColumns, becauseOf } from './because.ts'
import { type PersonColumns, storedRecipient } from './people.ts'

interface Row extends BecauseColumns, PersonColumns {
  readonly message: string
  readonly number: number
  readonly idx: number
  readonly account: string
  readonly app: string
  readonly channel: string
  readonly platform_id: string | null
  readonly state: State
  readonly final: number
  readonly verified: number
  readonly recall: Recall
  readonly tries: number
  readonly receipt: string | null
  readonly same_as: number | null
  readonly follows: number | null
  readonly created_at: number
  readonly changed_at: number
  readonly not_before: number | null
  readonly sent_at: number | null
  readonly read_at: number | null
}

/** The receipt is that of its last call that got one. */
const FIELDS = `m.id AS message, d.number, d.idx, d.account, a.app, a.channel, p.kind, p.platform, p.value, d.platform_id,
  d.state, d.final, d.verified, d.recall, d.code, d.platform_code, d.platform_text, d.tries, d.same_as, d.follows,
  d.created_at, d.changed_at, d.sent_at, d.read_at, coalesce(q.not_before, u.due_at) AS not_before,
  (SELECT c.receipt FROM call_members x JOIN calls c ON c.id = x.call
   WHERE x.number = d.number AND x.idx = d.idx AND c.receipt IS NOT NULL ORDER BY x.call DESC LIMIT 1) AS receipt`
const JOINS = `JOIN accounts a ON a.name = d.account LEFT JOIN people p ON p.id = d.person
  LEFT JOIN queued q ON q.number = d.number AND q.idx = d.idx
  LEFT JOIN unresolved u ON u.number = d.number AND u.idx = d.idx`
const OF_MESSAGE = `FROM messages m JOIN deliveries d ON d.day = m.day AND d.number = m.number ${JOINS}`

function deliveryOf(row: Row): DeliveryRow {
  return {
    ...becauseOf(row),
    message: row.message,
    idx: row.idx,
    account: row.account,
    app: row.app,
    channel: row.channel,
    recipient: storedRecipient(row),
    platformId: row.platform_id,
    state: row.state,
    final: row.final === 1,
    verified: row.verified === 1,
    recall: row.recall,
    tries: row.tries,
    receipt: row.receipt,
    sameAs: row.same_as,
    after: row.follows,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    notBefore: row.not_before,
    sentAt: row.sent_at,
    readAt: row.read_at,
  }
}

export async function delivery(sql: Sql, message: string, idx: number): Promise<DeliveryRow | undefined> {
  const row = await rowOf<Row>(sql, `SELECT ${FIELDS} ${OF_MESSAGE} WHERE m.id = $1 AND d.idx = $2`, [
    message,
    idx,
  ])
  return row && deliveryOf(row)
}

export async function deliveries(
  sql: Sql,
  message: string,
  query: Parameters<ViewOperations['deliveries']>[1],
): Promise<StoredPage<DeliveryRow>> {
  const params: Value[] = [message, query.after === undefined ? 0 : Number(query.after), query.limit]
  const conditions: string[] = []
  if (query.state !== undefined) conditions.push(`AND d.state = $${params.push(query.state)}`)
  if (query.account !== undefined) conditions.push(`AND d.account = $${params.push(query.account)}`)
  const rows = await sql.rows<Row>(
    `SELECT ${FIELDS} ${OF_MESSAGE} WHERE m.id = $1 AND d.idx > $2 ${conditions.join(' ')} ORDER BY d.idx LIMIT $3`,
    params,
  )
  const last = rows.length === query.limit ? rows.at(-1) : undefined
  return { items: rows.map(deliveryOf), next: last ? String(last.idx) : null }
}

/** `after` is `<number>.<idx>` of the last one seen. */
export async function deliveriesOf(
  sql: Sql,
  person: number,
  { limit, after }: Parameters<ViewOperations['deliveriesOf']>[1],
): Promise<StoredPage<DeliveryRow>> {
  const [number = Number.MAX_SAFE_INTEGER, idx = 0] = after?.split('.').map(Number) ?? []
  const rows = await sql.rows<Row>(
    `SELECT ${FIELDS} FROM deliveries d JOIN messages m ON m.number = d.number ${JOINS}
     WHERE d.person = $1 AND (d.number, d.idx) < ($2, $3) ORDER BY d.number DESC, d.idx DESC LIMIT $4`,
    [person, number, idx, limit],
  )
  const last = rows.length === limit ? rows.at(-1) : undefined
  return { items: rows.map(deliveryOf), next: last ? `${last.number}.${last.idx}` : null }
}

interface StoredAttempt extends BecauseColumns {
  readonly call: number
  readonly attempt: number
  readonly part: number
  readonly members: number
  readonly startedAt: number
  readonly endedAt: number | null
  readonly outcome: AttemptRow['outcome']
  readonly httpStatus: number | null
  readonly requestId: string | null
  readonly receipt: string | null
  readonly late: number | null
}

/** An attempt whose process died and answered after all has two outcomes: the one recorded for it, and the late one. */
export async function attempts(sql: Sql, message: string, idx: number): Promise<AttemptRow[]> {
  const rows = await sql.rows<StoredAttempt>(
    `SELECT t.call, t.attempt, c.part, c.members, t.started_at AS "startedAt", o.at AS "endedAt", o.outcome,
       o.code, o.platform_code, o.platform_text, o.http_status AS "httpStatus", o.request_id AS "requestId", o.receipt, o.late
     FROM messages m JOIN call_members x ON x.number = m.number JOIN calls c ON c.id = x.call
     JOIN attempts t ON t.call = x.call LEFT JOIN outcomes o ON o.call = t.call AND o.attempt = t.attempt
     WHERE m.id = $1 AND x.idx = $2 ORDER BY t.call, t.attempt, o.number`,
    [message, idx],
  )
  return rows.map(({ late, code, platform_code, platform_text, ...row }) => ({
    ...row,
    ...becauseOf({ code, platform_code, platform_text }),
    late: late === 1,
  }))
}
