import type { Sql } from '../sql/sql.ts'
import type { Debit, Ending, Settlement } from '../store.ts'
import type { StoredDestination } from './messages.ts'
import { type Change, moveDeliveries } from './moves.ts'
import { enqueue } from './new-deliveries.ts'
import type { Standing } from './standing.ts'

/** An open call under its lock, with its message and members under theirs. */
export interface HeldCall {
  readonly call: number
  readonly corp: string
  readonly part: number
  /** Where its members stood in the line. */
  readonly place: number
  readonly debited: readonly Debit[]
  readonly message: StoredDestination
  readonly deliveries: readonly Standing[]
}

export async function settle(sql: Sql, held: HeldCall, settlement: Settlement, now: number): Promise<void> {
  switch (settlement.kind) {
    case 'finish':
      return finish(sql, held, settlement, now)
    case 'dissolve':
      return dissolve(sql, held, settlement, now)
    case 'end':
      return moveDeliveries(
        sql,
        held.message,
        held.deliveries.map((delivery) => changeTo(delivery, settlement)),
        now,
      )
    case 'keep':
      return
  }
}

type SettlementOf<Kind extends Settlement['kind']> = Extract<Settlement, { kind: Kind }>

async function finish(
  sql: Sql,
  held: HeldCall,
  settlement: SettlementOf<'finish'>,
  now: number,
): Promise<void> {
  const exceptions = new Map(settlement.exceptions.map((exception) => [exception.idx, exception]))
  const accepted = held.deliveries.filter(({ idx }) => !exceptions.has(idx))
  const more = accepted.filter(({ parts }) => held.part < parts)
  const isCancelled = held.message.cancelledAt !== null
  await sql.run('UPDATE calls SET sent_at = $2, receipt = $3 WHERE id = $1', [
    held.call,
    now,
    settlement.receipt ?? null,
  ])
  const continues = new Set(isCancelled ? [] : more.map(({ idx }) => idx))
  await moveDeliveries(
    sql,
    held.message,
    held.deliveries.map((delivery) => {
      const exception = exceptions.get(delivery.idx)
      if (exception) return changeTo(delivery, exception)
      if (continues.has(delivery.idx))
        return { ...changeTo(delivery, { state: 'queued', final: false }), sentAt: now }
      return { ...changeTo(delivery, { state: 'sent', final: settlement.final }), sentAt: now }
    }),
    now,
  )
  await enqueue(
    sql,
    more
      .filter(({ idx }) => continues.has(idx))
      .map((delivery) => ({
        message: held.message,
        idx: delivery.idx,
        account: delivery.account,
        variant: delivery.variant,
        part: held.part + 1,
        bisect: '',
        notBefore: held.place,
      })),
  )
  if (settlement.reportAt !== undefined) await followUp(sql, held, 'report', settlement.reportAt)
  if (accepted.some(({ recall }) => recall === 'requested')) await followUp(sql, held, 'recall', now)
}

async function followUp(sql: Sql, held: HeldCall, kind: 'report' | 'recall', dueAt: number): Promise<void> {
  await sql.run(
    `INSERT INTO follow_ups (call, kind, number, due_at) VALUES ($1, $2, $3, $4) ON CONFLICT (call, kind) DO NOTHING`,
    [held.call, kind, held.message.number, dueAt],
  )
}

async function dissolve(
  sql: Sql,
  held: HeldCall,
  settlement: SettlementOf<'dissolve'>,
  now: number,
): Promise<void> {
  const ends = new Map((settlement.ends ?? []).map((end) => [end.idx, end]))
  const { charge } = settlement
  await moveDeliveries(
    sql,
    held.message,
    held.deliveries.map((delivery) => {
      const end = ends.get(delivery.idx)
      return { ...changeTo(delivery, end ?? { state: 'queued', final: false }), charge }
    }),
    now,
  )
  const back = held.deliveries.filter(({ idx }) => !ends.has(idx))
  if (held.message.cancelledAt !== null) {
    const cancelled: Ending = { state: 'cancelled', final: true }
    const queued = back.map((delivery): Standing => ({ ...delivery, state: 'queued', final: false }))
    return moveDeliveries(
      sql,
      held.message,
      queued.map((delivery) => changeTo(delivery, cancelled)),
      now,
    )
  }
  const groups = settlement.groups.flatMap((group) => group.members.map((idx) => [idx, group] as const))
  const groupOf = new Map(groups)
  await enqueue(
    sql,
    back.map((delivery) => {
      const group = groupOf.get(delivery.idx)
      if (!group)
        throw new Error(`Call ${held.call} was dissolved without a place for its member ${delivery.idx}.`)
      return {
        message: held.message,
        idx: delivery.idx,
        account: delivery.account,
        variant: delivery.variant,
        part: held.part,
        bisect: group.bisect,
        notBefore: group.notBefore ?? held.place,
      }
    }),
  )
}

export const changeTo = (delivery: Standing, ending: Ending): Change => {
  const { state, final, ...because } = pickEnding(ending)
  return {
    ...because,
    idx: delivery.idx,
    account: delivery.account,
    from: delivery.state,
    wasFinal: delivery.final,
    to: state,
    final,
  }
}

const pickEnding = ({ state, final, code, platformCode, platformText }: Ending): Ending => ({
  state,
  final,
  ...(code === undefined ? {} : { code }),
  ...(platformCode === undefined ? {} : { platformCode }),
  ...(platformText === undefined ? {} : { platformText }),
})
