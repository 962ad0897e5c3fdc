import { rowOf, type Sql } from '../sql/sql.ts'
import type { Candidate, DeliveryKey, StartRequest } from '../store.ts'
import { laneNumber } from './lane.ts'
import { readMembers } from './members.ts'
import { sendingMessages } from './messages.ts'

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

/** No further call once a start has so many members: for so long somebody else's message has to wait. */
export const MOST_MEMBERS = 1000

/** The due members of one message, variant, part and group. */
interface Group {
  readonly head: PlaceRow
  readonly members: readonly PlaceRow[]
}

/**
 * What the next calls of a lane may carry, in the order of their turn: locked, and past what another start holds. An
 * ordered account waits for that instead, because what comes after a held head must not go first.
 */
export async function holdCandidates(
  sql: Sql,
  request: StartRequest,
  most: number,
): Promise<readonly HeldCandidate[] | { readonly dueAt: number }> {
  // The heads alone are not locked at first: another start might then get the rest of a batch, and need a call more.
  for (const lock of request.ordered ? [sql.words.lock] : ['', sql.words.lockFree]) {
    const heads = await readHeads(sql, request, most, lock)
    const [first] = heads
    if (!first) return []
    if (first.not_before > request.now) return { dueAt: first.not_before }
    const held = await holdGroups(sql, request, heads)
    if (held.length > 0) return candidatesOf(sql, request, held)
  }
  return []
}

async function holdGroups(sql: Sql, request: StartRequest, heads: readonly PlaceRow[]): Promise<Group[]> {
  const groups: Group[] = []
  let held = 0
  for (const head of heads) {
    if (held >= MOST_MEMBERS) break
    const members = await holdGroup(sql, request, head)
    held += members.length
    if (members.length > 0) groups.push({ head, members })
  }
  return groups
}

/** One place of each group, in the order of the line. */
async function readHeads(sql: Sql, request: StartRequest, most: number, lock: string): Promise<PlaceRow[]> {
  const order = request.ordered ? 'number' : 'not_before, number'
  const due = request.ordered ? '' : 'AND not_before <= $5'
  const lane = [request.account, request.client, laneNumber(request.lane), most]
  const places = await sql.rows<PlaceRow>(
    `SELECT number, idx, variant, part, bisect, not_before FROM queued
     WHERE account = $1 AND client = $2 AND lane = $3 ${due}
     ORDER BY ${order}, variant, part, bisect, idx LIMIT $4 ${lock}`,
    request.ordered ? lane : [...lane, request.now],
  )
  const heads = new Map<string, PlaceRow>()
  for (const place of places) {
    const group = [place.number, place.variant, place.part, place.bisect].join('|')
    if (!heads.has(group)) heads.set(group, place)
  }
  return [...heads.values()]
}

/**
 * They lie together in the index by number, so that a line of other messages is not read for them. The plus sign keeps
 * SQLite from taking the index by time instead, which holds the whole line.
 */
async function holdGroup(sql: Sql, request: StartRequest, head: PlaceRow): Promise<PlaceRow[]> {
  return sql.rows<PlaceRow>(
    `SELECT number, idx, variant, part, bisect, not_before FROM queued
     WHERE account = $1 AND client = $2 AND lane = $3 AND number = $4 AND variant = $5 AND part = $6 AND bisect = $7
       AND +not_before <= $8
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

async function candidatesOf(
  sql: Sql,
  { account }: StartRequest,
  groups: readonly Group[],
): Promise<HeldCandidate[]> {
  const numbers = [...new Set(groups.map(({ head }) => head.number))]
  const messages = await sendingMessages(sql, numbers)
  const growing = await growingOf(sql, numbers, account)
  const wanted = groups.flatMap(({ members }) =>
    members.map(({ number, idx, part }) => ({ day: messages.of(number).day, number, idx, part })),
  )
  const byMessage = Map.groupBy(await readMembers(sql, wanted), ({ key }) => key.number)
  const membersOf = ({ number }: PlaceRow, places: readonly PlaceRow[]) => {
    const idxs = new Set(places.map(({ idx }) => idx))
    return (byMessage.get(number) ?? []).filter(({ key }) => idxs.has(key.idx))
  }
  return groups.map(({ head, members }) => ({
    message: messages.of(head.number),
    variant: head.variant,
    bisect: head.bisect,
    growing: growing.has(head.number),
    notBefore: Math.min(...members.map(({ not_before }) => not_before)),
    members: membersOf(head, members),
  }))
}

/** The messages to which members may still come on this account. */
async function growingOf(sql: Sql, numbers: readonly number[], account: string): Promise<Set<number>> {
  const rows = await sql.rows<{ number: number }>(
    `SELECT r.number FROM ${sql.words.records('$1', { number: 'int' }, 'r')}
     WHERE EXISTS (SELECT 1 FROM later_chunks c WHERE c.number = r.number)
       OR EXISTS (SELECT 1 FROM unresolved u WHERE u.number = r.number AND u.account = $2)`,
    [JSON.stringify(numbers.map((number) => ({ number }))), account],
  )
  return new Set(rows.map(({ number }) => number))
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

export async function leaveQueue(
  sql: Sql,
  places: readonly Pick<DeliveryKey, 'number' | 'idx'>[],
): Promise<number> {
  const columns = { number: 'int', idx: 'int' } as const
  return sql.run(
    `DELETE FROM queued WHERE (number, idx) IN (SELECT r.number, r.idx FROM ${sql.words.records('$1', columns, 'r')})`,
    [JSON.stringify(places.map(({ number, idx }) => ({ number, idx })))],
  )
}
