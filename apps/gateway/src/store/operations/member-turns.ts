import { dayOf, startOfDay } from '../../clock.ts'
import type { Sql } from '../sql/sql.ts'
import type { Member, MemberLimit, StartRequest } from '../store.ts'
import type { HeldCandidate } from './candidate.ts'
import { moveAll } from './moves.ts'
import { KEY_COLUMNS } from './standing.ts'

/**
 * Sends those on who have had as many messages of the app as the platform lets one member have, and answers what is
 * left of the candidates. They queue until their turn comes; nobody behind them waits for it.
 */
export async function holdBackFull(
  sql: Sql,
  request: StartRequest,
  app: string,
  candidates: readonly HeldCandidate[],
): Promise<readonly HeldCandidate[]> {
  if (request.memberLimits.length === 0) return candidates
  const full = await fullMembers(sql, request, app, candidates)
  if (full.size === 0) return candidates
  await sql.run(
    `UPDATE queued AS q SET not_before = r.until
     FROM ${sql.words.records('$1', { number: 'int', idx: 'int', until: 'int' }, 'r')}
     WHERE q.number = r.number AND q.idx = r.idx`,
    [JSON.stringify([...full.values()])],
  )
  const isFull = ({ key }: Member) => full.has(keyText(key))
  const moves = candidates.map(({ message, members }) => ({
    message,
    changes: members.filter(isFull).map(({ key }) => ({
      idx: key.idx,
      account: request.account,
      from: 'queued' as const,
      wasFinal: false,
      to: 'queued' as const,
      final: false,
      code: 'person_limit' as const,
    })),
  }))
  await moveAll(sql, moves, request.now)
  return candidates.map((candidate) => ({
    ...candidate,
    members: candidate.members.filter((member) => !isFull(member)),
  }))
}

interface FullMember {
  readonly number: number
  readonly idx: number
  readonly until: number
}

type Place = Pick<FullMember, 'number' | 'idx'>

const keyText = ({ number, idx }: Place): string => `${number}.${idx}`

/** Whose turn has not come, and when it does. The oldest message that fills a limit is the one that has to fall out of it. */
async function fullMembers(
  sql: Sql,
  { memberLimits, now }: StartRequest,
  app: string,
  candidates: readonly HeldCandidate[],
): Promise<Map<string, FullMember>> {
  const keys = JSON.stringify(candidates.flatMap(({ members }) => members.map(({ key }) => key)))
  const full = new Map<string, FullMember>()
  for (const limit of memberLimits) {
    const rows = await sql.rows<Place & { readonly filled_at: number | null }>(
      `SELECT d.number, d.idx, (SELECT t.at FROM member_turns t WHERE t.app = $1 AND t.person_key = d.person_key AND t.at > $2
          ORDER BY t.at DESC LIMIT 1 OFFSET $3) AS filled_at
       FROM ${sql.words.records('$4', KEY_COLUMNS, 'r')} CROSS JOIN deliveries d
       WHERE d.day = r.day AND d.number = r.number AND d.idx = r.idx AND d.person_key IS NOT NULL`,
      [app, countedAfter(limit, now), limit.limit - 1, keys],
    )
    for (const { number, idx, filled_at } of rows) {
      if (filled_at === null) continue
      const known = full.get(keyText({ number, idx }))?.until ?? 0
      const until = Math.max(known, freeAt(limit, filled_at, now))
      full.set(keyText({ number, idx }), { number, idx, until })
    }
  }
  return full
}

/**
 * Those before the first one that names a person again. What a person has had is counted in the store, so calls to one
 * person are planned one after the other.
 */
export function untilPersonAgain(
  request: StartRequest,
  candidates: readonly HeldCandidate[],
): readonly HeldCandidate[] {
  if (request.memberLimits.length === 0) return candidates
  const named = new Set<string>()
  const again = candidates.findIndex(({ members }) => {
    // Without regard to case, as WeCom compares: elsewhere two persons are at worst planned apart.
    const people = members.flatMap(({ platformId }) => platformId?.toLowerCase() ?? [])
    const isAgain = people.some((person) => named.has(person))
    for (const person of people) named.add(person)
    return isAgain
  })
  return again < 0 ? candidates : candidates.slice(0, again)
}

const countedAfter = (limit: MemberLimit, now: number): number =>
  'windowMs' in limit ? now - limit.windowMs : startOfDay(dayOf(now)) - 1

const freeAt = (limit: MemberLimit, filledAt: number, now: number): number =>
  'windowMs' in limit ? filledAt + limit.windowMs : startOfDay(dayOf(now) + 1)

const MEMBERS_OF_CALLS = `FROM call_members m JOIN calls c ON c.id = m.call
  JOIN deliveries d ON d.day = c.day AND d.number = m.number AND d.idx = m.idx
  WHERE d.person_key IS NOT NULL AND m.call IN`

/** Each attempt may be the one that the platform counts. */
export async function countTurns(sql: Sql, calls: readonly number[], now: number): Promise<void> {
  await sql.run(
    `INSERT INTO member_turns (app, person_key, at, call)
     SELECT c.app, d.person_key, $2, c.id ${MEMBERS_OF_CALLS} ${sql.words.list('$1', 'int')} ON CONFLICT DO NOTHING`,
    [JSON.stringify(calls), now],
  )
}

/** The call provably reached nobody, so that nobody's turn is spent. */
export async function giveTurnsBack(sql: Sql, call: number): Promise<void> {
  await sql.run(
    `DELETE FROM member_turns WHERE (app, person_key, at, call) IN (
       SELECT c.app, d.person_key, t.started_at, c.id
       FROM attempts t JOIN call_members m ON m.call = t.call JOIN calls c ON c.id = m.call
       JOIN deliveries d ON d.day = c.day AND d.number = m.number AND d.idx = m.idx
       WHERE t.call = $1 AND d.person_key IS NOT NULL)`,
    [call],
  )
}
