/** What a statement may be given. Booleans are kept as 0 and 1, instants as Unix milliseconds. */
export type Value = string | number | Uint8Array | null

/** How a column travels inside a JSON parameter. */
export type Kind = 'int' | 'real' | 'text'
export type Columns = Readonly<Record<string, Kind>>

/** One transaction, or one reading connection. Statements number their parameters `$1`, `$2`, in both databases. */
export interface Sql {
  readonly words: Words
  /** The caller names the row's type beside the columns it selects. */
  rows<Row extends object>(text: string, params?: readonly Value[]): Promise<Row[]>
  /** Answers how many rows were changed. */
  run(text: string, params?: readonly Value[]): Promise<number>
  /** Somebody may have something to do once this is committed. */
  wake(): void
}

/** The few words in which the two databases differ. */
export interface Words {
  /** A row lock, waiting for others; in SQLite the whole transaction holds the only lock. */
  readonly lock: string
  /** A row lock that passes over what others hold. */
  readonly lockFree: string
  /** Keeps a row as it is, while others may do the same. */
  readonly lockStill: string
  /** Keeps others from taking `lock`, but not from changing what is no key. */
  readonly lockShared: string
  /** The store's own real time in Unix milliseconds. */
  readonly realNow: string
  /** Holds for events that no running transaction can come before. */
  readonly settledEvents: string
  /** The next numbers of calls, of which a parameter says how many: a row for each, or one row with the last of a block. */
  nextCalls(param: string): string
  /** A subselect of the JSON array in a parameter. */
  list(param: string, kind: Kind): string
  /** A table of the JSON array of objects in a parameter. */
  records(param: string, columns: Columns, alias: string): string
  /** Thrown again by the engine after it has run the transaction anew too often. */
  isConflict(error: unknown): boolean
}

/** A transaction that met another one and has to be run again. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
}

/** What a database offers to the operations. */
export interface Engine {
  /** Runs `work` in a transaction, again if it met another one; resolves once it is on disk. */
  write<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>
  read<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>
  onChange(listener: () => void): () => void
  close(): Promise<void>
}

/** The only row, or none. */
export async function rowOf<Row extends object>(
  sql: Sql,
  text: string,
  params?: readonly Value[],
): Promise<Row | undefined> {
  const [row] = await sql.rows<Row>(text, params)
  return row
}

/** Inserts any number of rows by one statement and one parameter. */
export async function insertAll(
  sql: Sql,
  table: string,
  columns: Columns,
  rows: readonly Readonly<Record<string, string | number | null>>[],
  ending = '',
): Promise<number> {
  if (rows.length === 0) return 0
  const names = Object.keys(columns).join(', ')
  // `WHERE true` keeps SQLite from reading ON CONFLICT as a join's ON.
  const text = `INSERT INTO ${table} (${names}) SELECT ${names} FROM ${sql.words.records('$1', columns, 'r')} WHERE true ${ending}`
  return sql.run(text, [JSON.stringify(rows)])
}
