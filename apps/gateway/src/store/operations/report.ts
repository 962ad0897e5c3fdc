import { rowOf, type Sql } from '../sql/sql.ts'
import type { Move, ReportOperations } from '../store.ts'
import { dropIdentities } from './identities.ts'
import { destinationOf } from './messages.ts'
import { type Change, moveDeliveries } from './moves.ts'
import { enqueue } from './new-deliveries.ts'
import { newestMemberIdxs } from './newest-call.ts'
import { changeTo } from './settle.ts'
import { holdDeliveries, type Standing } from './standing.ts'

/** What a platform tells later. Each move is made only from the state it was decided on. */
export async function recordReport(
  sql: Sql,
  input: Parameters<ReportOperations['recordReport']>[0],
): Promise<void> {
  const call = await rowOf<{ number: number; part: number; corp: string }>(
    sql,
    'SELECT number, part, corp FROM calls WHERE id = $1',
    [input.call],
  )
  const message = call && (await destinationOf(sql, call.number, 'still'))
  if (!message) return
  const standing = await holdDeliveries(sql, message, await newestMemberIdxs(sql, input.call))
  const moves = new Map(input.moves.map((move) => [move.key.idx, move]))
  const verified = new Set(input.verified)
  const isOver = input.next === undefined
  const changes = standing.flatMap((delivery) =>
    changeOf(delivery, moves.get(delivery.idx), verified.has(delivery.idx), isOver),
  )
  await moveDeliveries(sql, message, changes, input.now)
  await dropIdentities(sql, call.corp, input.dropIdentities ?? [])
  const again = standing.filter(({ idx, state }) => {
    const move = moves.get(idx)
    return move?.to === 'queued' && move.from === state
  })
  if (message.cancelledAt === null) {
    await enqueue(
      sql,
      again.map(({ idx, account, variant }) => ({
        message,
        idx,
        account,
        variant,
        part: call.part,
        bisect: '',
        notBefore: moves.get(idx)?.requeueAt ?? input.now,
      })),
    )
  } else {
    const queued = again.map((delivery): Standing => ({ ...delivery, state: 'queued', final: false }))
    await moveDeliveries(
      sql,
      message,
      queued.map((delivery) => changeTo(delivery, { state: 'cancelled', final: true })),
      input.now,
    )
  }
  if (input.next === undefined) {
    await sql.run("DELETE FROM follow_ups WHERE call = $1 AND kind = 'report'", [input.call])
    return
  }
  await sql.run(
    `INSERT INTO follow_ups (call, kind, number, due_at, tries) VALUES ($1, 'report', $2, $3, $4)
     ON CONFLICT (call, kind) DO UPDATE SET due_at = excluded.due_at, claimed_by = NULL, tries = follow_ups.tries + excluded.tries`,
    [input.call, call.number, input.next, Number(input.polled)],
  )
}

/** None if nothing changes; with the end of tracking whatever was `sent` or `delivered` stays it for good. */
function changeOf(
  delivery: Standing,
  move: Move | undefined,
  isVerified: boolean,
  isOver: boolean,
): Change | readonly [] {
  if (move && move.from === delivery.state) {
    const change = changeTo(delivery, {
      ...move,
      state: move.to,
      final: move.final || (isOver && isTracked(move.to)),
    })
    return { ...change, verified: isVerified, ...(move.readAt === undefined ? {} : { readAt: move.readAt }) }
  }
  const ends = isOver && !delivery.final && isTracked(delivery.state)
  if (!ends && !isVerified) return []
  return { ...staying(delivery, delivery.final || ends), verified: isVerified }
}

const isTracked = (state: Standing['state']): boolean =>
  state === 'sent' || state === 'delivered' || state === 'read' || state === 'unknown'

const staying = (delivery: Standing, final: boolean): Change => ({
  ...changeTo(delivery, { ...delivery.because, state: delivery.state, final }),
})
