import type { Words } from '../sql/sql.ts'

export const sqliteWords: Words = {
  lock: '',
  lockFree: '',
  lockStill: '',
  lockShared: '',
  realNow: "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
  nextCalls: (count) => `UPDATE call_numbers SET value = value + ${count} RETURNING value`,
  settledEvents: 'true',
  list: (param) => `(SELECT value FROM json_each(${param}))`,
  records: (param, columns, alias) => {
    const fields = Object.keys(columns).map((name) => `json_extract(value, '$.${name}') AS ${name}`)
    return `(SELECT ${fields.join(', ')} FROM json_each(${param})) AS ${alias}`
  },
  // One process, one writer: nothing can come between.
  isConflict: () => false,
}
