import type { Sql } from '../sql/sql.ts'
import type { DeliveryKey, Member } from '../store.ts'
import { type PersonColumns, storedRecipient } from './people.ts'
import { KEY_COLUMNS } from './standing.ts'

interface MemberRow extends PersonColumns {
  readonly number: number
  readonly idx: number
  readonly platform_id: string | null
  readonly vars: string | null
  readonly parts: number
  readonly tries: number
}

/** Deliveries, of any messages, and the part that a call carries of each; in the order in which they are given. */
export async function readMembers(
  sql: Sql,
  wanted: readonly (DeliveryKey & { readonly part: number })[],
): Promise<Member[]> {
  const rows = await sql.rows<MemberRow>(
    `SELECT d.number, d.idx, d.platform_id, d.vars, d.parts, d.tries, p.kind, p.platform, p.value
     FROM ${sql.words.records('$1', KEY_COLUMNS, 'r')} CROSS JOIN deliveries d LEFT JOIN people p ON p.id = d.person
     WHERE d.day = r.day AND d.number = r.number AND d.idx = r.idx`,
    [JSON.stringify(wanted.map(({ day, number, idx }) => ({ day, number, idx })))],
  )
  const found = new Map(rows.map((row) => [`${row.number}.${row.idx}`, row]))
  return wanted.flatMap(({ part, ...key }) => {
    const row = found.get(`${key.number}.${key.idx}`)
    return row ? [memberOf(key, row, part)] : []
  })
}

function memberOf({ day, number, idx }: DeliveryKey, row: MemberRow, part: number): Member {
  return {
    key: { day, number, idx },
    platformId: row.platform_id,
    recipient: storedRecipient(row),
    vars: row.vars,
    part,
    parts: row.parts,
    tries: row.tries,
  }
}
