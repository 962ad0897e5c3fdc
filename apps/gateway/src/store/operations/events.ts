import { insertAll, type Sql } from '../sql/sql.ts'
import type { StoredEvent } from '../store.ts'
import type { MessageOfEvents } from './moves.ts'

export interface NewEvent extends Omit<StoredEvent, 'cursor' | 'at' | 'message' | 'client'> {
  readonly message: MessageOfEvents
}

/** Part of the step that they tell of: with it they are there, without it they are not. */
export async function appendEvents(sql: Sql, events: readonly NewEvent[], now: number): Promise<void> {
  await insertAll(
    sql,
    'events',
    {
      at: 'int',
      message_number: 'int',
      message: 'text',
      client: 'text',
      type: 'text',
      account: 'text',
      from_state: 'text',
      to_state: 'text',
      final: 'int',
      code: 'text',
      deliveries: 'text',
      recipients: 'int',
    },
    events.map((event) => ({
      at: now,
      message_number: event.message.number,
      message: event.message.id,
      client: event.message.client,
      type: event.type,
      account: event.account,
      from_state: event.from,
      to_state: event.to,
      final: Number(event.final),
      code: event.code,
      deliveries: JSON.stringify(event.deliveries),
      recipients: event.recipients,
    })),
  )
  if (events.length > 0) sql.wake()
}

type EventRow = Omit<StoredEvent, 'cursor' | 'from' | 'to' | 'final' | 'deliveries'> & {
  tx: number
  number: number
  from_state: StoredEvent['from']
  to_state: StoredEvent['to']
  final: number
  deliveries: string
}

const START = '0-0'

export async function readEvents(
  sql: Sql,
  query: { readonly after?: string; readonly message?: string; readonly limit: number },
): Promise<StoredEvent[]> {
  const { tx, number } = parseCursor(query.after ?? START)
  const ofMessage = query.message === undefined ? '' : 'AND message = $4'
  const rows = await sql.rows<EventRow>(
    `SELECT tx, number, at, message, client, type, account, from_state, to_state, final, code, deliveries, recipients
     FROM events WHERE (tx, number) > ($1, $2) AND ${sql.words.settledEvents} ${ofMessage}
     ORDER BY tx, number LIMIT $3`,
    [tx, number, query.limit, ...(query.message === undefined ? [] : [query.message])],
  )
  return rows.map(({ tx: rowTx, number: rowNumber, from_state, to_state, final, deliveries, ...row }) => ({
    ...row,
    cursor: `${rowTx}-${rowNumber}`,
    from: from_state,
    to: to_state,
    final: final === 1,
    deliveries: parseNumbers(deliveries),
  }))
}

export async function latestEvent(sql: Sql): Promise<string> {
  const [last] = await sql.rows<{ tx: number; number: number }>(
    `SELECT tx, number FROM events WHERE ${sql.words.settledEvents} ORDER BY tx DESC, number DESC LIMIT 1`,
  )
  return last ? `${last.tx}-${last.number}` : START
}

function parseCursor(cursor: string): { tx: number; number: number } {
  const [, tx, number] = /^(\d{1,15})-(\d{1,15})$/.exec(cursor) ?? []
  // A cursor from elsewhere reads from the start rather than nothing at all.
  return { tx: Number(tx ?? 0), number: Number(number ?? 0) }
}

/** The store wrote it itself. */
const parseNumbers = (json: string): number[] => JSON.parse(json) as number[]
