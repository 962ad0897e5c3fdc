import { rowOf, type Sql } from '../sql/sql.ts'
import type { PersonRow, StoredRecipient } from '../store.ts'
import { destinationOf } from './messages.ts'
import { moveDeliveries } from './moves.ts'
import { type PersonColumns, storedRecipient } from './people.ts'
import { changeTo } from './settle.ts'
import { holdDeliveries } from './standing.ts'

export async function person(sql: Sql, wanted: StoredRecipient): Promise<PersonRow | undefined> {
  const row = await rowOf<PersonColumns & { id: number }>(
    sql,
    'SELECT id, kind, platform, value FROM people WHERE kind = $1 AND platform = $2 AND value = $3',
    [wanted.kind, wanted.platform ?? '', wanted.value],
  )
  const recipient = row && storedRecipient(row)
  if (!row || !recipient) return undefined
  const identities = await sql.rows<PersonRow['identities'][number]>(
    'SELECT corp, platform_id AS "platformId", valid_until AS "validUntil" FROM identities WHERE person = $1 ORDER BY corp',
    [row.id],
  )
  return { id: row.id, recipient, identities }
}

/** The value goes; deliveries and what the platform said of them stay. Who is still being looked up is looked up no more. */
export async function erasePerson(sql: Sql, id: number, now: number): Promise<boolean> {
  const erased = await sql.run('UPDATE people SET value = NULL WHERE id = $1 AND value IS NOT NULL', [id])
  if (erased === 0) return false
  await sql.run('DELETE FROM identities WHERE person = $1', [id])
  const waiting = await sql.rows<{ number: number; idx: number }>(
    `SELECT u.number, u.idx FROM deliveries d JOIN unresolved u ON u.number = d.number AND u.idx = d.idx WHERE d.person = $1`,
    [id],
  )
  for (const { number, idx } of waiting) {
    const message = await destinationOf(sql, number, 'still')
    if (
      !message ||
      (await sql.run('DELETE FROM unresolved WHERE number = $1 AND idx = $2', [number, idx])) === 0
    )
      continue
    const standing = await holdDeliveries(sql, message, [idx])
    const changes = standing.map((delivery) => changeTo(delivery, { state: 'cancelled', final: true }))
    await moveDeliveries(sql, message, changes, now)
  }
  return true
}
