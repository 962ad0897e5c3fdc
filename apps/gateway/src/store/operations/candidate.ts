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
 * The due members of one message, variant, part and group, beginning with the message whose turn it is: locked, and
 * past those that another start holds. An ordered account waits for them instead, because what comes after a held head
 * must not go first.
 */
export async function holdCandidate(
  sql: Sql,
  request: StartRequest,
): Promise<HeldCandidate | { readonly dueAt: number } | undefined> {
  // The head alone is not locked at first: another start might then get the rest of its batch, and need a call more.
  for (const lock of request.ordered ? [sql.words.lock] : ['', sql.words.lockFree]) {
    const head = await readHead(sql, request, lock)
    if (!head) return undefined
    if (head.not_before > request.now) return { dueAt: head.not_before }
    const together = await holdGroup(sql, request, head)
    if (together.length > 0) return candidateOf(sql, request, head, together)
  }
  return undefined
}

async function candidateOf(
  sql: Sql,
  request: StartRequest,
  head: PlaceRow,
  together: readonly PlaceRow[],
): Promise<HeldCandidate> {
  const message = await sendingMessage(sql, head.number)
  const idxs = together.map(({ idx }) => idx)
  return {
    message,
    variant: head.variant,
    bisect: head.bisect,
    growing: await isGrowing(sql, head.number, request.account),
    notBefore: Math.min(...together.map(({ not_before }) => not_before)),
    members: await readMembers(sql, message, idxs, head.part),
  }
}

async function readHead(sql: Sql, request: StartRequest, lock: string): Promise<PlaceRow | undefined> {
  const order = request.ordered ? 'number' : 'not_before, number'
  const due = request.ordered ? '' : 'AND not_before <= $4'
  const lane = [request.account, request.client, laneNumber(request.lane)]
  return rowOf<PlaceRow>(
    sql,
    `SELECT number, idx, variant, part, bisect, not_before FROM queued
     WHERE account = $1 AND client = $2 AND lane = $3 ${due}
     ORDER BY ${order}, variant, part, bisect, idx LIMIT 1 ${lock}`,
    request.ordered ? lane : [...lane, request.now],
  )
}

/** They lie together in the index, so that a line of other messages is not read for them. */
async function holdGroup(sql: Sql, request: StartRequest, head: PlaceRow): Promise<PlaceRow[]> {
  return sql.rows<PlaceRow>(
    `SELECT number, idx, variant, part, bisect, not_before FROM queued
     WHERE account = $1 AND client = $2 AND lane = $3 AND number = $4 AND variant = $5 AND part = $6 AND bisect = $7
       AND not_before <= $8
     ORDER BY idx LIMIT $9 ${request.ordered ? sql.words.lock : sql.words.lockFree}`,
    [
      request.account,
      request.client,
      laneNumber(request.lane),
      head.number,
      head.variant,
      head.part,
      head.bisect,
      request.now,
      request.maxMembers,
    ],
  )
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
