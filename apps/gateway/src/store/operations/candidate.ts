import type { Recall, State } from '@hongyan/contract'
import { rowOf, type Sql } from '../sql/sql.ts'
import type { Because, Candidate, Member, StartRequest } from '../store.ts'
import { type BecauseColumns, becauseOf } from './because.ts'
import { laneNumber } from './lane.ts'
import { sendingMessage } from './messages.ts'
import { type PersonColumns, storedRecipient } from './people.ts'

/** What one call may carry together, locked for this transaction. */
export interface HeldCandidate extends Candidate {
  readonly bisect: string
  /** The earliest place in the line among them. */
  readonly notBefore: number
}

interface PlaceRow {
  readonly number: number
  readonly idx: number
  readonly variant: string
  readonly part: number
  readonly bisect: string
  readonly not_before: number
}

/**
 * The oldest due members of one message, variant, part and group. `skipLocked` passes over what another start holds;
 * an ordered account waits instead, because what comes after a held head must not go first.
 */
export async function holdCandidate(
  sql: Sql,
  request: StartRequest,
): Promise<HeldCandidate | { readonly dueAt: number } | undefined> {
  const order = request.ordered
    ? 'number, variant, part, bisect, idx'
    : 'not_before, number, variant, part, bisect, idx'
  const lane = [request.account, request.client, laneNumber(request.lane)]
  const due = request.ordered ? '' : 'AND not_before <= $5'
  const rows = await sql.rows<PlaceRow>(
    `SELECT number, idx, variant, part, bisect, not_before FROM queued
     WHERE account = $1 AND client = $2 AND lane = $3 ${due}
     ORDER BY ${order} LIMIT $4 ${request.ordered ? sql.words.lock : sql.words.lockFree}`,
    request.ordered ? [...lane, request.maxMembers] : [...lane, request.maxMembers, request.now],
  )
  const [head] = rows
  if (!head) return undefined
  if (head.not_before > request.now) return { dueAt: head.not_before }
  const together = rows.filter(
    (row) =>
      row.number === head.number &&
      row.variant === head.variant &&
      row.part === head.part &&
      row.bisect === head.bisect &&
      row.not_before <= request.now,
  )
  const message = await sendingMessage(sql, head.number)
  return {
    message,
    variant: head.variant,
    bisect: head.bisect,
    growing: await isGrowing(sql, head.number, request.account),
    notBefore: Math.min(...together.map(({ not_before }) => not_before)),
    members: await readMembers(
      sql,
      message,
      together.map(({ idx }) => idx),
      head.part,
    ),
  }
}

async function isGrowing(sql: Sql, number: number, account: string): Promise<boolean> {
  const growth = await rowOf(
    sql,
    `SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM later_chunks WHERE number = $1)
       OR EXISTS (SELECT 1 FROM unresolved WHERE number = $1 AND account = $2)`,
    [number, account],
  )
  return growth !== undefined
}

/** When the next member of the lane comes due. */
export async function nextDue(sql: Sql, request: StartRequest): Promise<number | undefined> {
  const row = await rowOf<{ not_before: number }>(
    sql,
    `SELECT not_before FROM queued WHERE account = $1 AND client = $2 AND lane = $3 AND not_before > $4
     ORDER BY not_before LIMIT 1`,
    [request.account, request.client, laneNumber(request.lane), request.now],
  )
  return row?.not_before
}

interface MemberRow extends PersonColumns {
  readonly idx: number
  readonly platform_id: string | null
  readonly vars: string | null
  readonly parts: number
  readonly tries: number
}

export async function readMembers(
  sql: Sql,
  message: { readonly day: number; readonly number: number },
  idxs: readonly number[],
  part: number,
): Promise<Member[]> {
  const rows = await sql.rows<MemberRow>(
    `SELECT d.idx, d.platform_id, d.vars, d.parts, d.tries, p.kind, p.platform, p.value
     FROM deliveries d LEFT JOIN people p ON p.id = d.person
     WHERE d.day = $1 AND d.number = $2 AND d.idx IN ${sql.words.list('$3', 'int')} ORDER BY d.idx`,
    [message.day, message.number, JSON.stringify(idxs)],
  )
  return rows.map((row) => ({
    key: { day: message.day, number: message.number, idx: row.idx },
    platformId: row.platform_id,
    recipient: storedRecipient(row),
    vars: row.vars,
    part,
    parts: row.parts,
    tries: row.tries,
  }))
}

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

/** Locked: what is decided on them is decided on what they are. */
export async function holdDeliveries(
  sql: Sql,
  message: { readonly day: number; readonly number: number },
  idxs: readonly number[],
): Promise<Standing[]> {
  if (idxs.length === 0) return []
  const rows = await sql.rows<Omit<Standing, 'final' | 'because'> & BecauseColumns & { final: number }>(
    `SELECT idx, account, state, final, recall, variant, parts, code, platform_code, platform_text FROM deliveries
     WHERE day = $1 AND number = $2 AND idx IN ${sql.words.list('$3', 'int')} ORDER BY idx ${sql.words.lock}`,
    [message.day, message.number, JSON.stringify(idxs)],
  )
  return rows.map(({ idx, account, state, final, recall, variant, parts, ...because }) => ({
    idx,
    account,
    state,
    final: final === 1,
    recall,
    variant,
    parts,
    because: becauseOf(because),
  }))
}

export async function leaveQueue(
  sql: Sql,
  message: { readonly number: number },
  idxs: readonly number[],
): Promise<number> {
  return sql.run(`DELETE FROM queued WHERE number = $1 AND idx IN ${sql.words.list('$2', 'int')}`, [
    message.number,
    JSON.stringify(idxs),
  ])
}
