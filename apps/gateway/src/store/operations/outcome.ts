import { rowOf, type Sql } from '../sql/sql.ts'
import type { OutcomeInput } from '../store.ts'
import { dropIdentities } from './identities.ts'
import { blockScope, refundDebits } from './limits.ts'
import { giveTurnsBack } from './member-turns.ts'
import { destinationOf } from './messages.ts'
import { moveDeliveries } from './moves.ts'
import { type HeldCall, settle } from './settle.ts'
import { holdDeliveries } from './standing.ts'
import { memberIdxs, parseDebits } from './started-calls.ts'

/**
 * How an attempt ended. The row of the open call is the fence: whoever is no longer its epoch and attempt finds nothing
 * to change, and leaves only the evidence.
 */
export async function recordOutcome(sql: Sql, input: OutcomeInput): Promise<'recorded' | 'late'> {
  const held = await holdCall(sql, input)
  await appendOutcome(sql, input, held === undefined)
  for (const { until, ...key } of input.blocks ?? []) await blockScope(sql, key, until, input.now)
  if (!held) {
    await settleUnknown(sql, input)
    return 'late'
  }
  const { settlement } = input
  if (settlement.kind === 'dissolve' && settlement.refund) await refundDebits(sql, held.debited)
  if (settlement.kind === 'dissolve') await giveTurnsBack(sql, input.call)
  await settle(sql, held, settlement, input.now)
  if (input.dropIdentities) await dropIdentities(sql, held.corp, input.dropIdentities)
  if (settlement.kind === 'keep') await keepCall(sql, input, settlement.replayAt)
  else await sql.run('DELETE FROM open_calls WHERE call = $1', [input.call])
  sql.wake()
  return 'recorded'
}

async function holdCall(sql: Sql, { call, epoch, attempt }: OutcomeInput): Promise<HeldCall | undefined> {
  const open = await rowOf<{ debited: string; not_before: number }>(
    sql,
    `SELECT debited, not_before FROM open_calls
     WHERE call = $1 AND epoch = $2 AND attempt = $3 AND replay_at IS NULL ${sql.words.lock}`,
    [call, epoch, attempt],
  )
  if (!open) return undefined
  const facts = await rowOf<{ number: number; corp: string; part: number }>(
    sql,
    'SELECT number, corp, part FROM calls WHERE id = $1',
    [call],
  )
  // A recall or cancel of the message waits for this, or this for it: the one sees what the other has done.
  const message = facts && (await destinationOf(sql, facts.number, 'still'))
  if (!facts || !message) throw new Error(`Call ${call} is open but has no message.`)
  const deliveries = await holdDeliveries(sql, message, await memberIdxs(sql, call))
  return {
    call,
    corp: facts.corp,
    part: facts.part,
    place: open.not_before,
    debited: parseDebits(open.debited),
    message,
    deliveries,
  }
}

async function appendOutcome(sql: Sql, input: OutcomeInput, isLate: boolean): Promise<void> {
  const { evidence } = input
  await sql.run(
    `INSERT INTO outcomes (call, attempt, epoch, at, outcome, code, platform_code, platform_text, receipt, http_status, request_id, duration_ms, rescue, late)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      input.call,
      input.attempt,
      input.epoch,
      input.now,
      evidence.outcome,
      evidence.code ?? null,
      evidence.platformCode ?? null,
      evidence.platformText ?? null,
      evidence.receipt ?? null,
      evidence.httpStatus ?? null,
      evidence.requestId ?? null,
      evidence.durationMs ?? null,
      Number(input.rescue ?? false),
      Number(isLate),
    ],
  )
}

async function keepCall(sql: Sql, { call, rescue }: OutcomeInput, replayAt: number): Promise<void> {
  await sql.run('UPDATE open_calls SET replay_at = $2, rescues = rescues + $3 WHERE call = $1', [
    call,
    replayAt,
    Number(rescue ?? false),
  ])
}

/** An acceptance that comes late still tells what became of those nobody knew anything of. */
async function settleUnknown(sql: Sql, { call, settlement, now }: OutcomeInput): Promise<void> {
  if (settlement.kind !== 'finish') return
  const isOpen = await rowOf(sql, 'SELECT 1 AS one FROM open_calls WHERE call = $1', [call])
  const facts = await rowOf<{ number: number }>(sql, 'SELECT number FROM calls WHERE id = $1', [call])
  if (isOpen || !facts) return
  const message = await destinationOf(sql, facts.number, 'still')
  if (!message) return
  const standing = await holdDeliveries(sql, message, await memberIdxs(sql, call))
  const excepted = new Set(settlement.exceptions.map(({ idx }) => idx))
  const unknown = standing.filter(({ idx, state }) => state === 'unknown' && !excepted.has(idx))
  if (unknown.length === 0) return
  await sql.run(
    'UPDATE calls SET receipt = coalesce(receipt, $2), sent_at = coalesce(sent_at, $3) WHERE id = $1',
    [call, settlement.receipt ?? null, now],
  )
  await moveDeliveries(
    sql,
    message,
    unknown.map((delivery) => ({
      idx: delivery.idx,
      account: delivery.account,
      from: delivery.state,
      wasFinal: delivery.final,
      to: 'sent',
      final: true,
      sentAt: now,
    })),
    now,
  )
}
