import type { Sql } from '../sql/sql.ts'
import type { Choice, Composition, Debit, Ending, StartedCall, StartRequest } from '../store.ts'
import { type HeldCandidate, leaveQueue } from './candidate.ts'
import { type PutContent, SeenContents } from './content-seen.ts'
import type { HeldLimits } from './limits.ts'
import { countTurns } from './member-turns.ts'
import { moveAll } from './moves.ts'
import { changeTo } from './settle.ts'
import { holdEach } from './standing.ts'
import type { AccountOfCall } from './start.ts'
import { type CallToWrite, writeCalls } from './write-call.ts'

interface Ground {
  readonly request: StartRequest
  readonly account: AccountOfCall
  readonly limits: HeldLimits
}

interface Batch {
  readonly calls: readonly StartedCall[]
  /** Candidates that ended instead of making a call. */
  readonly ended: number
  /** Present if a candidate has to wait, and with it all behind it. */
  readonly waitUntil?: number
}

/** Starts calls from candidates in their order, each kind of row by one statement however many calls there are. */
export async function startBatch(
  sql: Sql,
  ground: Ground,
  candidates: readonly HeldCandidate[],
): Promise<Batch> {
  const { request, account } = ground
  const { taken, ends: refused, waitUntil } = chooseEach(ground, candidates)
  const { toWrite, ends: dropped } = await composeEach(sql, ground, taken)
  const ends = [...refused, ...dropped]
  const sending = toWrite.map((call): End => ({ candidate: call.taken, ending: SENDING }))
  await moveMembers(sql, [...ends, ...sending], request.now)
  const calls = await writeCalls(sql, request, account, toWrite)
  if (request.memberLimits.length > 0 && calls.length > 0) {
    await countTurns(
      sql,
      calls.map(({ id }) => id),
      request.now,
    )
  }
  return { calls, ended: ends.length, ...(waitUntil === undefined ? {} : { waitUntil }) }
}

/** Members that leave the queue for a state. */
interface End {
  readonly candidate: HeldCandidate
  readonly ending: Ending
}

const SENDING: Ending = { state: 'sending', final: false }

interface Taken {
  readonly candidate: HeldCandidate
  readonly choice: Extract<Choice, { kind: 'take' }>
  readonly debited: readonly Debit[]
}

interface Chosen {
  readonly taken: readonly Taken[]
  readonly ends: readonly End[]
  readonly waitUntil?: number
}

/** How many go of each, and what that costs, until one has to wait. What does not go whole comes first the next time. */
function chooseEach({ request, limits }: Ground, candidates: readonly HeldCandidate[]): Chosen {
  const taken: Taken[] = []
  const ends: End[] = []
  for (const candidate of candidates) {
    const choice = request.choose(candidate, limits.allowances())
    if (choice.kind === 'wait') return { taken, ends, waitUntil: choice.until }
    if (choice.kind === 'end') {
      ends.push({ candidate, ending: choice })
      continue
    }
    const members = candidate.members.slice(0, choice.count)
    if (members.length === 0) throw new Error('A start took no members; it should have waited.')
    taken.push({ candidate: { ...candidate, members }, choice, debited: limits.debit(choice.debits) })
    if (members.length < candidate.members.length) break
  }
  return { taken, ends }
}

export type ComposedCall = Extract<Composition, { kind: 'call' }>

/** The bytes of each. A content counts as seen from the call on that carries it. */
async function composeEach(
  sql: Sql,
  { request, account, limits }: Ground,
  taken: readonly Taken[],
): Promise<{ toWrite: CallToWrite[]; ends: End[] }> {
  const toWrite: CallToWrite[] = []
  const ends: End[] = []
  if (taken.length === 0) return { toWrite, ends }
  const seen = await SeenContents.read(sql, account.app, taken.flatMap(contentsOf), request.seenSince)
  const ids = await nextCallNumbers(sql, taken.length)
  for (const [position, { candidate, choice, debited }] of taken.entries()) {
    const { number } = candidate.message
    const isSeen = (hash: string) => seen.has({ hash, number })
    const id = ids[position] ?? noNumber()
    const composition = request.compose(
      candidate,
      isSeen(choice.contentHash),
      id,
      (choice.alternatives ?? []).map(isSeen),
    )
    if (composition.kind === 'end') {
      limits.undo(choice.debits)
      ends.push({ candidate, ending: composition })
      continue
    }
    seen.put({ hash: composition.contentHash, number })
    toWrite.push({ id, taken: candidate, composition, debited })
  }
  await seen.remember(sql, account.app, request.now)
  return { toWrite, ends }
}

const contentsOf = ({ candidate, choice }: Taken): PutContent[] =>
  [choice.contentHash, ...(choice.alternatives ?? [])].map((hash) => ({
    hash,
    number: candidate.message.number,
  }))

async function nextCallNumbers(sql: Sql, count: number): Promise<number[]> {
  const rows = await sql.rows<{ value: number }>(sql.words.nextCalls('$1'), [count])
  const last = rows.at(-1)?.value ?? noNumber()
  if (rows.length === count) return rows.map(({ value }) => value)
  return Array.from({ length: count }, (_, position) => last - count + 1 + position)
}

function noNumber(): never {
  throw new Error('The store gives no numbers to calls.')
}

/** Out of the queue and into another state, both or none. */
async function moveMembers(sql: Sql, ends: readonly End[], now: number): Promise<void> {
  const keys = ends.flatMap(({ candidate }) => candidate.members.map(({ key }) => key))
  if (keys.length === 0) return
  await leaveQueue(sql, keys)
  const held = await holdEach(sql, keys)
  const moves = ends.map(({ candidate, ending }) => {
    const own = new Set(candidate.members.map(({ key }) => key.idx))
    const standing = (held.get(candidate.message.number) ?? []).filter(({ idx }) => own.has(idx))
    return { message: candidate.message, changes: standing.map((delivery) => changeTo(delivery, ending)) }
  })
  await moveAll(sql, moves, now)
}
