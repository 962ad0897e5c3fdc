import { DatabaseError } from 'pg'
import { Conflict, type Kind, type Words } from '../sql/sql.ts'

const TYPES: Readonly<Record<Kind, string>> = { int: 'bigint', real: 'double precision', text: 'text' }

/** serialization_failure, deadlock_detected, and the unique indexes by which two transactions may meet. */
const CONFLICTS: ReadonlySet<string> = new Set(['40001', '40P01', '23505'])

export const postgresWords: Words = {
  lock: 'FOR UPDATE',
  lockFree: 'FOR UPDATE SKIP LOCKED',
  lockStill: 'FOR SHARE',
  lockShared: 'FOR KEY SHARE',
  realNow: 'CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)',
  nextCalls: (count) =>
    `SELECT nextval('call_numbers') AS value FROM generate_series(1, CAST(${count} AS int))`,
  settledEvents: 'tx < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)',
  list: (param, kind) =>
    `(SELECT CAST(value AS ${TYPES[kind]}) FROM json_array_elements_text(CAST(${param} AS json)) AS value)`,
  records: (param, columns, alias) => {
    const fields = Object.entries(columns).map(([name, kind]) => `${name} ${TYPES[kind]}`)
    return `json_to_recordset(CAST(${param} AS json)) AS ${alias}(${fields.join(', ')})`
  },
  isConflict: (error) =>
    error instanceof Conflict || (error instanceof DatabaseError && CONFLICTS.has(error.code ?? '')),
}
