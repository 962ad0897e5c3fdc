import { insertAll, rowOf, type Sql } from '../sql/sql.ts'
import type { CallOperations } from '../store.ts'

/** A content that a message puts on an app, or may put on it. */
export interface PutContent {
  readonly hash: string
  readonly number: number
}

const COLUMNS = { hash: 'text', number: 'int' } as const

const textOf = ({ hash, number }: PutContent): string => `${hash}|${number}`

/** Which of these contents another message has put on the app since then; a later `put` counts at once. */
export class SeenContents {
  readonly #seen: ReadonlySet<string>
  readonly #put = new Map<string, Set<number>>()

  private constructor(seen: ReadonlySet<string>) {
    this.#seen = seen
  }

  static async read(
    sql: Sql,
    app: string,
    contents: readonly PutContent[],
    since: number,
  ): Promise<SeenContents> {
    const rows = await sql.rows<PutContent>(
      `SELECT r.hash, r.number FROM ${sql.words.records('$1', COLUMNS, 'r')} WHERE EXISTS (
         SELECT 1 FROM content_seen s WHERE s.app = $2 AND s.content_hash = r.hash AND s.number <> r.number AND s.at >= $3)`,
      [JSON.stringify(contents), app, since],
    )
    return new SeenContents(new Set(rows.map(textOf)))
  }

  has(content: PutContent): boolean {
    const { hash, number } = content
    return this.#seen.has(textOf(content)) || [...this.#numbers(hash)].some((other) => other !== number)
  }

  put({ hash, number }: PutContent): void {
    this.#put.set(hash, this.#numbers(hash).add(number))
  }

  /** Writes what was put. */
  async remember(sql: Sql, app: string, now: number): Promise<void> {
    const rows = [...this.#put].flatMap(([content_hash, numbers]) =>
      [...numbers].map((number) => ({ app, content_hash, number, at: now })),
    )
    rows.sort((one, other) => (one.content_hash < other.content_hash ? -1 : 1))
    await insertAll(
      sql,
      'content_seen',
      { app: 'text', content_hash: 'text', number: 'int', at: 'int' },
      rows,
      'ON CONFLICT (app, content_hash, number) DO UPDATE SET at = excluded.at',
    )
  }

  #numbers(hash: string): Set<number> {
    return this.#put.get(hash) ?? new Set()
  }
}

/** Looks at the calls of the other messages that carried this content, for one with the person among its members. */
export async function contentSentTo(
  sql: Sql,
  { app, contentHash, platformId, since, except }: Parameters<CallOperations['contentSentTo']>[0],
): Promise<boolean> {
  const call = await rowOf(
    sql,
    `SELECT 1 AS one FROM content_seen s
     JOIN calls c ON c.number = s.number AND c.app = s.app AND c.content_hash = s.content_hash
     JOIN call_members m ON m.call = c.id
     JOIN deliveries d ON d.day = c.day AND d.number = m.number AND d.idx = m.idx
     WHERE s.app = $1 AND s.content_hash = $2 AND s.number <> $3 AND s.at >= $4 AND d.platform_id = $5 LIMIT 1`,
    [app, contentHash, except.number, since, platformId],
  )
  return call !== undefined
}
