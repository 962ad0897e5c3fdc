import type { Recall, State } from '@hongyan/contract'
import type { Sql } from '../sql/sql.ts'
import type { Because, DeliveryKey } from '../store.ts'
import { type BecauseColumns, becauseOf } from './because.ts'

/** A delivery as moves need it. */
export interface Standing {
  readonly idx: number
  readonly account: string
  readonly state: State
  readonly final: boolean
  readonly recall: Recall
  readonly variant: string
  readonly parts: number
  /** Why it is in this state. */
  readonly because: Because
}

interface StandingRow extends Omit<Standing, 'final' | 'because'>, BecauseColumns {
  readonly number: number
  readonly final: number
}

/** Locked: what is decided on them is decided on what they are. In the order of their index. */
export async function holdDeliveries(
  sql: Sql,
  { day, number }: { readonly day: number; readonly number: number },
  idxs: readonly number[],
): Promise<Standing[]> {
  const held = await holdEach(
    sql,
    idxs.map((idx) => ({ day, number, idx })),
  )
  return held.get(number) ?? []
}

/** Of any number of messages, by the message's number; locked in one order, so that two holders cannot wait crosswise. */
export async function holdEach(
  sql: Sql,
  keys: readonly DeliveryKey[],
): Promise<ReadonlyMap<number, Standing[]>> {
  if (keys.length === 0) return new Map()
  const rows = await sql.rows<StandingRow>(
    `SELECT d.number, d.idx, d.account, d.state, d.final, d.recall, d.variant, d.parts, d.code, d.platform_code, d.platform_text
     FROM ${sql.words.records('$1', KEY_COLUMNS, 'r')} CROSS JOIN deliveries d
     WHERE d.day = r.day AND d.number = r.number AND d.idx = r.idx
     ORDER BY d.number, d.idx ${sql.words.lock && `${sql.words.lock} OF d`}`,
    [JSON.stringify(keys)],
  )
  const held = new Map<number, Standing[]>()
  for (const { number, final, idx, account, state, recall, variant, parts, ...because } of rows) {
    const ofMessage = held.get(number) ?? []
    held.set(number, ofMessage)
    const standing = { idx, account, state, final: final === 1, recall, variant, parts }
    ofMessage.push({ ...standing, because: becauseOf(because) })
  }
  return held
}

/** With the whole key, so that each delivery is found by it: else SQLite reads the message's deliveries and tries each. */
export const KEY_COLUMNS = { day: 'int', number: 'int', idx: 'int' } as const
