import { rowOf, type Sql } from '../sql/sql.ts'
import type { LaterChunk, MessageOperations } from '../store.ts'
import { laneName } from './lane.ts'
import { destinationOf } from './messages.ts'
import { addDeliveries } from './new-deliveries.ts'

export async function laterChunk(sql: Sql): Promise<LaterChunk | undefined> {
  const row = await rowOf<{
    id: string
    day: number
    number: number
    seq: number
    recipients: string
    deliveries: number
    client: string
    lane: number
    content: string
    options: string
    accounts: string
    expires_at: number | null
  }>(
    sql,
    `SELECT m.id, m.day, m.number, l.seq, l.recipients, m.deliveries, m.client, m.lane, c.content, m.options, m.accounts, m.expires_at
     FROM later_chunks l JOIN messages m ON m.number = l.number JOIN contents c ON c.number = l.number
     ORDER BY l.number, l.seq LIMIT 1`,
  )
  if (!row) return undefined
  return {
    message: { id: row.id, day: row.day, number: row.number },
    seq: row.seq,
    recipients: row.recipients,
    nextIdx: row.deliveries + 1,
    client: row.client,
    lane: laneName(row.lane),
    content: row.content,
    options: row.options,
    accounts: JSON.parse(row.accounts) as string[],
    expiresAt: row.expires_at,
  }
}

export async function appendRecipients(
  sql: Sql,
  { message, seq, deliveries, now }: Parameters<MessageOperations['appendRecipients']>[0],
): Promise<boolean> {
  const destination = await destinationOf(sql, message.number, 'lock')
  const taken = await sql.run('DELETE FROM later_chunks WHERE number = $1 AND seq = $2', [
    message.number,
    seq,
  ])
  if (!destination || taken === 0) return false
  await sql.run('UPDATE messages SET deliveries = $2 WHERE number = $1', [
    message.number,
    Math.max(destination.deliveries, ...deliveries.map(({ idx }) => idx)),
  ])
  await addDeliveries(sql, [{ message: destination, isNew: false, deliveries }], now)
  return true
}
