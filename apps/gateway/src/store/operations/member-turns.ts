import { dayOf, startOfDay } from '../../clock.ts'
import type { Sql } from '../sql/sql.ts'
import type { Candidate, MemberLimit, StartRequest } from '../store.ts'
import type { HeldCandidate } from './candidate.ts'
import { moveDeliveries } from './moves.ts'

/**
 * Sends those of a candidate on who have had as many messages of the app as the platform lets one member have, and
 * answers the others. They queue until their turn comes; nobody behind them waits for it.
 */
export async function holdBackFull(
  sql: Sql,
  request: StartRequest,
  app: string,
  candidate: HeldCandidate,
): Promise<HeldCandidate> {
  if (request.memberLimits.length === 0) return candidate
  const full = await fullMembers(sql, request, app, candidate)
  if (full.size === 0) return candidate
  const { message, members } = candidate
  const held = members.filter(({ key }) => full.has(key.idx))
  await sql.run(
    `UPDATE queued AS q SET not_before = r.until FROM ${sql.words.records('$2', { idx: 'int', until: 'int' }, 'r')}
     WHERE q.number = $1 AND q.idx = r.idx`,
    [message.number, JSON.stringify([...full].map(([idx, until]) => ({ idx, until })))],
  )
  await moveDeliveries(
    sql,
    message,
    held.map(({ key }) => ({
      idx: key.idx,
      account: request.account,
      from: 'queued',
      wasFinal: false,
      to: 'queued',
      final: false,
      code: 'person_limit',
    })),
    request.now,
  )
  return { ...candidate, members: members.filter(({ key }) => !full.has(key.idx)) }
}

/** Whose turn has not come, and when it does. The oldest message that fills a limit is the one that has to fall out of it. */
async function fullMembers(
  sql: Sql,
  { memberLimits, now }: StartRequest,
  app: string,
  { message, members }: Candidate,
): Promise<Map<number, number>> {
  const full = new Map<number, number>()
  for (const limit of memberLimits) {
    const rows = await sql.rows<{ idx: number; filled_at: number | null }>(
      `SELECT d.idx, (SELECT t.at FROM member_turns t WHERE t.app = $1 AND t.person_key = d.person_key AND t.at > $2
          ORDER BY t.at DESC LIMIT 1 OFFSET $3) AS filled_at
       FROM deliveries d WHERE d.day = $4 AND d.number = $5 AND d.person_key IS NOT NULL
         AND d.idx IN ${sql.words.list('$6', 'int')}`,
      [
        app,
        countedAfter(limit, now),
        limit.limit - 1,
        message.day,
        message.number,
        JSON.stringify(members.map(({ key }) => key.idx)),
      ],
    )
    for (const { idx, filled_at } of rows) {
      if (filled_at === null) continue
      full.set(idx, Math.max(full.get(idx) ?? 0, freeAt(limit, filled_at, now)))
    }
  }
  return full
}

const countedAfter = (limit: MemberLimit, now: number): number =>
  'windowMs' in limit ? now - limit.windowMs : startOfDay(dayOf(now)) - 1

const freeAt = (limit: MemberLimit, filledAt: number, now: number): number =>
  'windowMs' in limit ? filledAt + limit.windowMs : startOfDay(dayOf(now) + 1)

const MEMBERS_OF_CALL = `FROM call_members m JOIN calls c ON c.id = m.call
  JOIN deliveries d ON d.day = c.day AND d.number = m.number AND d.idx = m.idx
  WHERE m.call = $1 AND d.person_key IS NOT NULL`

/** Each attempt may be the one that the platform counts. */
export async function countTurns(sql: Sql, call: number, now: number): Promise<void> {
  await sql.run(
    `INSERT INTO member_turns (app, person_key, at, call)
     SELECT c.app, d.person_key, $2, c.id ${MEMBERS_OF_CALL} ON CONFLICT DO NOTHING`,
    [call, now],
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
