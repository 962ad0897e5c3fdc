import { insertAll, type Sql } from '../sql/sql.ts'
import type { Allowance, Debit, Debits, LimitKey, LimitOperations, LimitSpec, LimitUse } from '../store.ts'
import { periodOf, startOfNextPeriod } from './period.ts'

/** A bucket that nothing has been taken from, however large its capacity. */
const FULL = 1e15

interface LimitRow {
  readonly owner_kind: LimitKey['owner']['kind']
  readonly owner_id: string
  readonly scope: string
  readonly period: string
  readonly amount: number
  readonly updated_at: number
  readonly blocked_until: number | null
}

const KEY_COLUMNS = { owner_kind: 'text', owner_id: 'text', scope: 'text', period: 'text' } as const

/** Limits under their lock, until the transaction ends: what they allow cannot be taken by anybody else. */
export class HeldLimits {
  readonly #sql: Sql
  readonly #specs: readonly LimitSpec[]
  readonly #rows: ReadonlyMap<string, LimitRow>
  readonly #now: number
  readonly #available: number[]
  readonly #debited: number[]

  private constructor(
    sql: Sql,
    specs: readonly LimitSpec[],
    rows: ReadonlyMap<string, LimitRow>,
    now: number,
  ) {
    this.#sql = sql
    this.#specs = specs
    this.#rows = rows
    this.#now = now
    this.#available = specs.map((spec) => availableOf(spec, rows.get(rowText(spec, now)), now))
    this.#debited = specs.map(() => 0)
  }

  /** Rows are locked in the order of their key, so that two holders cannot wait crosswise. */
  static async hold(sql: Sql, specs: readonly LimitSpec[], now: number): Promise<HeldLimits> {
    const keys = specs.flatMap((spec) => keysOf(spec, now))
    const distinct = [...new Map(keys.map((key) => [keyText(key), key])).values()]
    let rows = await readRows(sql, distinct, sql.words.lock)
    const missing = distinct.filter((key) => !rows.has(keyText(key)))
    if (missing.length > 0) {
      await insertNewRows(sql, missing, now)
      rows = await readRows(sql, distinct, sql.words.lock)
    }
    return new HeldLimits(sql, specs, rows, now)
  }

  static async read(sql: Sql, specs: readonly LimitSpec[], now: number): Promise<readonly Allowance[]> {
    const keys = specs.flatMap((spec) => keysOf(spec, now))
    return new HeldLimits(sql, specs, await readRows(sql, keys, ''), now).allowances()
  }

  allowances(): readonly Allowance[] {
    return this.#specs.map((spec, position) => {
      const until = this.#rows.get(rateText(spec))?.blocked_until ?? null
      const isBlocked = until !== null && until > this.#now
      return {
        spec,
        available: isBlocked ? 0 : (this.#available[position] ?? 0),
        blockedUntil: isBlocked ? until : null,
      }
    })
  }

  /** Whether one of them has nothing left for anybody whom it concerns. */
  isSpent(): boolean {
    return this.allowances().some(({ available }) => available < 1)
  }

  /** When all amounts could be debited; `now` if they can be. Infinity for what exceeds a bucket or an allowance. */
  availableAt(amounts: Debits): number {
    const times = this.allowances().map(({ spec, available, blockedUntil }, position) => {
      const amount = amounts[position] ?? 0
      if (amount === 0) return this.#now
      const full = 'period' in spec ? spec.allowance : spec.capacity
      if (amount > full) return Number.POSITIVE_INFINITY
      const from = blockedUntil ?? this.#now
      if (amount <= available) return from
      if (blockedUntil !== null) return blockedUntil
      if ('period' in spec) return startOfNextPeriod(spec.period, this.#now)
      return this.#now + Math.ceil((amount - available) / spec.refillPerMs)
    })
    return Math.max(this.#now, ...times)
  }

  /** The caller has looked at the allowances; more than they are is a fault of his, and nothing is written. */
  debit(amounts: Debits): Debit[] {
    if (this.availableAt(amounts) > this.#now) throw new Error('A limit was debited beyond what it allows.')
    return this.#specs.flatMap((spec, position) => {
      const amount = amounts[position] ?? 0
      this.#available[position] = (this.#available[position] ?? 0) - amount
      this.#debited[position] = (this.#debited[position] ?? 0) + amount
      if (amount === 0) return []
      const { owner, scope } = spec
      return { owner, scope, amount, period: 'period' in spec ? periodOf(spec.period, this.#now) : null }
    })
  }

  /** Takes a debit back before it is written. */
  undo(amounts: Debits): void {
    for (const [position, amount] of amounts.entries()) {
      this.#available[position] = (this.#available[position] ?? 0) + amount
      this.#debited[position] = (this.#debited[position] ?? 0) - amount
    }
  }

  /** Writes what was debited. Called once, before the transaction ends. */
  async write(): Promise<void> {
    const changed = this.#specs.flatMap((spec, position) => {
      if (!this.#debited[position]) return []
      const row = this.#rows.get(rowText(spec, this.#now))
      const amount =
        'period' in spec
          ? (row?.amount ?? 0) + (this.#debited[position] ?? 0)
          : (this.#available[position] ?? 0)
      return { ...rowKey(spec, this.#now), amount }
    })
    if (changed.length === 0) return
    await this.#sql.run(
      // A clock that is behind must not lengthen the time over which the bucket has refilled.
      `UPDATE limits AS l SET amount = r.amount, updated_at = CASE WHEN l.updated_at > $2 THEN l.updated_at ELSE $2 END
       FROM ${this.#sql.words.records('$1', { ...KEY_COLUMNS, amount: 'real' }, 'r')}
       WHERE l.owner_kind = r.owner_kind AND l.owner_id = r.owner_id AND l.scope = r.scope AND l.period = r.period`,
      [JSON.stringify(changed), this.#now],
    )
  }
}

/** Tokens that have come since the last debit; a time before it brings none. */
function availableOf(spec: LimitSpec, row: LimitRow | undefined, now: number): number {
  if ('period' in spec) return Math.max(0, spec.allowance - (row?.amount ?? 0))
  if (!row) return spec.capacity
  const elapsedMs = Math.max(0, now - row.updated_at)
  return Math.min(spec.capacity, row.amount + elapsedMs * spec.refillPerMs)
}

type RowKey = Pick<LimitRow, 'owner_kind' | 'owner_id' | 'scope' | 'period'>

/** A quota has a row for its period, and one that may be blocked. */
const keysOf = (spec: LimitSpec, now: number): RowKey[] =>
  'period' in spec ? [rowKey(spec, now), { ...rowKey(spec, now), period: '' }] : [rowKey(spec, now)]

const rowKey = (spec: LimitSpec, now: number): RowKey => ({
  owner_kind: spec.owner.kind,
  owner_id: spec.owner.id,
  scope: spec.scope,
  period: 'period' in spec ? periodOf(spec.period, now) : '',
})

const keyText = ({ owner_kind, owner_id, scope, period }: RowKey): string =>
  [owner_kind, owner_id, scope, period].join('|')
const rowText = (spec: LimitSpec, now: number): string => keyText(rowKey(spec, now))
const rateText = ({ owner, scope }: LimitKey): string => [owner.kind, owner.id, scope, ''].join('|')

async function readRows(sql: Sql, keys: readonly RowKey[], lock: string): Promise<Map<string, LimitRow>> {
  if (keys.length === 0) return new Map()
  const rows = await sql.rows<LimitRow>(
    `SELECT l.owner_kind, l.owner_id, l.scope, l.period, l.amount, l.updated_at, l.blocked_until
     FROM ${sql.words.records('$1', KEY_COLUMNS, 'r')}
     JOIN limits l ON l.owner_kind = r.owner_kind AND l.owner_id = r.owner_id AND l.scope = r.scope AND l.period = r.period
     ORDER BY l.owner_kind, l.owner_id, l.scope, l.period ${lock && `${lock} OF l`}`,
    [JSON.stringify(keys)],
  )
  return new Map(rows.map((row) => [keyText(row), row]))
}

async function insertNewRows(sql: Sql, keys: readonly RowKey[], now: number): Promise<void> {
  const rows = keys.map((key) => ({ ...key, amount: key.period === '' ? FULL : 0, updated_at: now }))
  rows.sort((a, b) => (keyText(a) < keyText(b) ? -1 : 1))
  const columns = { ...KEY_COLUMNS, amount: 'real', updated_at: 'int' } as const
  await insertAll(sql, 'limits', columns, rows, 'ON CONFLICT DO NOTHING')
}

export async function debit(
  sql: Sql,
  { limits, amounts, now }: Parameters<LimitOperations['debit']>[0],
): ReturnType<LimitOperations['debit']> {
  const held = await HeldLimits.hold(sql, limits, now)
  const waitUntil = held.availableAt(amounts)
  if (waitUntil > now) return { granted: false, waitUntil }
  held.debit(amounts)
  await held.write()
  return { granted: true }
}

/** Gives back to the rows that were debited; a bucket that is thereby more than full is cut when it is next read. */
export async function refundDebits(sql: Sql, debited: readonly Debit[]): Promise<void> {
  const rows = debited.map(({ owner, scope, period, amount }) => ({
    owner_kind: owner.kind,
    owner_id: owner.id,
    scope,
    period: period ?? '',
    amount: period === null ? amount : -amount,
  }))
  if (rows.length === 0) return
  await readRows(sql, rows, sql.words.lock)
  await sql.run(
    `UPDATE limits AS l SET amount = CASE WHEN l.amount + r.amount < 0 THEN 0 ELSE l.amount + r.amount END
     FROM ${sql.words.records('$1', { ...KEY_COLUMNS, amount: 'real' }, 'r')}
     WHERE l.owner_kind = r.owner_kind AND l.owner_id = r.owner_id AND l.scope = r.scope AND l.period = r.period`,
    [JSON.stringify(rows)],
  )
  sql.wake()
}

export function refund(
  sql: Sql,
  { limits, amounts, now }: Parameters<LimitOperations['refund']>[0],
): Promise<void> {
  const debited = limits.flatMap((spec, position) => {
    const amount = amounts[position] ?? 0
    const period = 'period' in spec ? periodOf(spec.period, now) : null
    return amount === 0 ? [] : { owner: spec.owner, scope: spec.scope, amount, period }
  })
  return refundDebits(sql, debited)
}

export async function blockScope(
  sql: Sql,
  { owner, scope }: LimitKey,
  until: number,
  now: number,
): Promise<void> {
  await sql.run(
    `INSERT INTO limits (owner_kind, owner_id, scope, period, amount, updated_at, blocked_until)
     VALUES ($1, $2, $3, '', $4, $5, $6)
     ON CONFLICT (owner_kind, owner_id, scope, period) DO UPDATE SET blocked_until =
       CASE WHEN limits.blocked_until > excluded.blocked_until THEN limits.blocked_until ELSE excluded.blocked_until END`,
    [owner.kind, owner.id, scope, FULL, now, until],
  )
}

export async function limitUse(sql: Sql, now: number): Promise<LimitUse[]> {
  const rows = await sql.rows<LimitRow>(
    `SELECT owner_kind, owner_id, scope, period, amount, updated_at, blocked_until FROM limits
     WHERE period IN ('', $1, $2) ORDER BY owner_kind, owner_id, scope, period`,
    [periodOf('day', now), periodOf('month', now)],
  )
  return rows.map((row) => ({
    owner: { kind: row.owner_kind, id: row.owner_id },
    scope: row.scope,
    period: row.period || null,
    amount: row.amount,
    updatedAt: row.updated_at,
    blockedUntil: row.blocked_until !== null && row.blocked_until > now ? row.blocked_until : null,
  }))
}
