import type { ColumnWords } from './words.ts'

/** Which node's epoch holds what it is working on, so that it is free again as soon as that node is dead. */
export function claimColumns({ int }: ColumnWords): readonly string[] {
  return ['unresolved', 'follow_ups'].flatMap((table) => [
    `ALTER TABLE ${table} ADD COLUMN claimed_by ${int}`,
    `CREATE INDEX ${table}_claimed ON ${table} (claimed_by) WHERE claimed_by IS NOT NULL`,
  ])
}
