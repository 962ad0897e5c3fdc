import { rowOf, type Sql } from '../sql/sql.ts'
import type { SendingMessage } from '../store.ts'
import { laneName } from './lane.ts'
import type { Destination } from './new-deliveries.ts'

export interface StoredDestination extends Destination {
  readonly deliveries: number
  readonly cancelledAt: number | null
  readonly recallAt: number | null
  readonly acceptedAt: number
}

/** `lock` where the message changes, `still` where something is decided by whether it is cancelled or recalled. */
export async function destinationOf(
  sql: Sql,
  number: number,
  hold: 'lock' | 'still' | 'read',
): Promise<StoredDestination | undefined> {
  const row = await rowOf<{
    id: string
    day: number
    client: string
    lane: number
    expires_at: number | null
    deliveries: number
    cancelled_at: number | null
    recall_at: number | null
    accepted_at: number
  }>(
    sql,
    `SELECT id, day, client, lane, expires_at, deliveries, cancelled_at, recall_at, accepted_at
     FROM messages WHERE number = $1 ${{ lock: sql.words.lock, still: sql.words.lockStill, read: '' }[hold]}`,
    [number],
  )
  return (
    row && {
      id: row.id,
      day: row.day,
      number,
      client: row.client,
      lane: row.lane,
      expiresAt: row.expires_at,
      deliveries: row.deliveries,
      cancelledAt: row.cancelled_at,
      recallAt: row.recall_at,
      acceptedAt: row.accepted_at,
    }
  )
}

interface SendingRow {
  readonly number: number
  readonly id: string
  readonly day: number
  readonly client: string
  readonly lane: number
  readonly content: string | null
  readonly options: string
  readonly accounts: string
  readonly accepted_at: number
  readonly expires_at: number | null
  readonly recipients: number
}

/** The message as a start or a report needs it. */
export async function sendingMessage(sql: Sql, number: number): Promise<SendingMessage> {
  return (await sendingMessages(sql, [number])).of(number)
}

export async function sendingMessages(
  sql: Sql,
  numbers: readonly number[],
): Promise<{ of(number: number): SendingMessage }> {
  const rows = await sql.rows<SendingRow>(
    `SELECT m.number, m.id, m.day, m.client, m.lane, c.content, m.options, m.accounts, m.accepted_at, m.expires_at, m.recipients
     FROM messages m LEFT JOIN contents c ON c.number = m.number WHERE m.number IN ${sql.words.list('$1', 'int')}`,
    [JSON.stringify(numbers)],
  )
  const messages = new Map(rows.map((row) => [row.number, messageOf(row)]))
  return {
    of(number) {
      const message = messages.get(number)
      if (!message) throw new Error(`There is no message ${number}.`)
      return message
    },
  }
}

const messageOf = (row: SendingRow): SendingMessage => ({
  id: row.id,
  day: row.day,
  number: row.number,
  client: row.client,
  lane: laneName(row.lane),
  content: row.content ?? 'null',
  options: row.options,
  // The store wrote it from a list of names.
  accounts: JSON.parse(row.accounts) as string[],
  acceptedAt: row.accepted_at,
  expiresAt: row.expires_at,
  recipients: row.recipients,
})
