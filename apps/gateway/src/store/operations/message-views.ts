import type { State } from '@hongyan/contract'
import { rowOf, type Sql, type Value } from '../sql/sql.ts'
import type { MessageQuery, MessageRow, StoredPage } from '../store.ts'
import { laneName } from './lane.ts'
import { containing } from './search.ts'

interface Row {
  readonly id: string
  readonly day: number
  readonly number: number
  readonly client: string
  readonly accounts: string
  readonly lane: number
  readonly content: string | null
  readonly options: string
  readonly accepted_at: number
  readonly expires_at: number | null
  readonly cancelled_at: number | null
  readonly recipients: number
  readonly deliveries: number
  readonly chunks: number
}

const FIELDS = `m.id, m.day, m.number, m.client, m.accounts, m.lane, c.content, m.options, m.accepted_at, m.expires_at,
  m.cancelled_at, m.recipients, m.deliveries, (SELECT count(*) FROM later_chunks l WHERE l.number = m.number) AS chunks`
const FROM = 'FROM messages m LEFT JOIN contents c ON c.number = m.number'

export async function message(sql: Sql, id: string): Promise<MessageRow | undefined> {
  const row = await rowOf<Row>(sql, `SELECT ${FIELDS} ${FROM} WHERE m.id = $1`, [id])
  const [only] = row ? await withCounts(sql, [row]) : []
  return only
}

/** Newest first, along the index: a page costs what it shows, a search what it walks over. */
export async function messages(sql: Sql, query: MessageQuery): Promise<StoredPage<MessageRow>> {
  const params: Value[] = [
    query.after === undefined ? Number.MAX_SAFE_INTEGER : Number(query.after),
    query.limit,
  ]
  const conditions = ['m.number < $1']
  const add = (value: Value, condition: (param: string) => string) => {
    params.push(value)
    conditions.push(condition(`$${params.length}`))
  }
  if (query.client !== undefined) add(query.client, (param) => `m.client = ${param}`)
  if (query.account !== undefined)
    add(
      query.account,
      (param) =>
        `m.number IN (SELECT a.number FROM message_accounts a WHERE a.account = ${param} AND a.number < $1)`,
    )
  if (query.search !== undefined)
    add(containing(query.search), (param) => `m.search_text LIKE ${param} ESCAPE '!'`)
  const rows = await sql.rows<Row>(
    `SELECT ${FIELDS} ${FROM} WHERE ${conditions.join(' AND ')} ORDER BY m.number DESC LIMIT $2`,
    params,
  )
  const last = rows.length === query.limit ? rows.at(-1) : undefined
  return { items: await withCounts(sql, rows), next: last ? String(last.number) : null }
}

interface CountRow {
  readonly number: number
  readonly state: State
  readonly final: number
  readonly n: number
}

async function withCounts(sql: Sql, rows: readonly Row[]): Promise<MessageRow[]> {
  const counts = await sql.rows<CountRow>(
    `SELECT number, state, final, n FROM message_counts WHERE n > 0 AND number IN ${sql.words.list('$1', 'int')}`,
    [JSON.stringify(rows.map(({ number }) => number))],
  )
  const byMessage = Map.groupBy(counts, ({ number }) => number)
  return rows.map((row) => messageOf(row, byMessage.get(row.number) ?? []))
}

function messageOf(row: Row, counted: readonly CountRow[]): MessageRow {
  const counts: Partial<Record<State, number>> = {}
  for (const { state, n } of counted) counts[state] = (counts[state] ?? 0) + n
  const open = counted.filter(({ final }) => final === 0)
  return {
    id: row.id,
    day: row.day,
    number: row.number,
    client: row.client,
    // The store wrote it from a list of names.
    accounts: JSON.parse(row.accounts) as string[],
    lane: laneName(row.lane),
    content: row.content,
    options: row.options,
    acceptedAt: row.accepted_at,
    expiresAt: row.expires_at,
    cancelledAt: row.cancelled_at,
    recipients: row.recipients,
    deliveries: row.deliveries,
    counts,
    pending: row.chunks + open.reduce((sum, { n }) => sum + n, 0),
  }
}
