import { insertAll, type Sql } from '../sql/sql.ts'
import type { NamedRecipient, StoredRecipient } from '../store.ts'

export interface PersonColumns {
  readonly kind: StoredRecipient['kind'] | null
  readonly platform: string | null
  readonly value: string | null
}

const COLUMNS = { kind: 'text', platform: 'text', value: 'text' } as const

export const personText = ({ kind, platform, value }: NamedRecipient): string =>
  `${kind}|${platform ?? ''}|${value}`

/** The number of each person, by `personText`; new ones are added in one order, so that two adders cannot wait crosswise. */
export async function peopleNumbers(
  sql: Sql,
  recipients: readonly NamedRecipient[],
): Promise<ReadonlyMap<string, number>> {
  const rows = new Map(recipients.map((one) => [personText(one), personKey(one)] as const))
  const known = await readPeople(sql, [...rows.values()])
  const missing = [...rows].filter(([text]) => !known.has(text)).sort(([a], [b]) => (a < b ? -1 : 1))
  if (missing.length === 0) return known
  const added = missing.map(([, person]) => person)
  await insertAll(sql, 'people', COLUMNS, added, 'ON CONFLICT DO NOTHING')
  return new Map([...known, ...(await readPeople(sql, added))])
}

/** The number of each person who is known, and has not been erased meanwhile. */
export const knownPeople = (
  sql: Sql,
  recipients: readonly NamedRecipient[],
): Promise<ReadonlyMap<string, number>> => readPeople(sql, recipients.map(personKey))

const personKey = ({ kind, platform, value }: NamedRecipient): PersonKey => ({
  kind,
  platform: platform ?? '',
  value,
})

type PersonKey = Readonly<Record<'kind' | 'platform' | 'value', string>>

async function readPeople(sql: Sql, people: readonly PersonKey[]): Promise<Map<string, number>> {
  if (people.length === 0) return new Map()
  const found = await sql.rows<PersonKey & { id: number }>(
    `SELECT p.id, p.kind, p.platform, p.value FROM ${sql.words.records('$1', COLUMNS, 'r')}
     JOIN people p ON p.kind = r.kind AND p.platform = r.platform AND p.value = r.value`,
    [JSON.stringify(people)],
  )
  return new Map(found.map(({ id, kind, platform, value }) => [`${kind}|${platform}|${value}`, id]))
}

/** As the contract writes a recipient; null for a fixed address. */
export function storedRecipient({ kind, platform, value }: PersonColumns): StoredRecipient | null {
  return kind && { kind, platform: platform || null, value }
}
