import type { ColumnWords } from './words.ts'

/** What may still be sent, by owner and scope: a bucket for each rate, a count for each period of an allowance. */
export function limitTables({ int, real, strict }: ColumnWords): readonly string[] {
  return [
    `CREATE TABLE limits (
      owner_kind text NOT NULL,
      owner_id text NOT NULL,
      scope text NOT NULL,
      period text NOT NULL,
      amount ${real} NOT NULL,
      updated_at ${int} NOT NULL,
      blocked_until ${int},
      PRIMARY KEY (owner_kind, owner_id, scope, period)
    ) ${strict}`,
  ]
}
