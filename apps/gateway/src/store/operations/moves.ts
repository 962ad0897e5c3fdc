import { mayMove, type Recall, type State } from '@hongyan/contract'
import { insertAll, type Sql } from '../sql/sql.ts'
import type { Because, MessageRef } from '../store.ts'
import { appendEvents, type NewEvent } from './events.ts'

/** A message as events name it. */
export interface MessageOfEvents extends MessageRef {
  readonly client: string
}

/** A delivery on its way to another state. */
export interface Change extends Because {
  readonly idx: number
  readonly account: string
  readonly from: State
  readonly wasFinal: boolean
  readonly to: State
  readonly final: boolean
  readonly verified?: boolean
  readonly sentAt?: number
  readonly readAt?: number
  readonly charge?: boolean
  readonly sameAs?: number
}

/** A delivery that has just been created, or that moves: what counters need of it. */
export interface Counted {
  readonly number: number
  readonly state: State
  readonly final: boolean
}

/** With the whole key, so that each delivery is found by it: else SQLite reads the message's deliveries and tries each. */
const CHANGE_COLUMNS = {
  day: 'int',
  number: 'int',
  idx: 'int',
  to_state: 'text',
  final: 'int',
  verified: 'int',
  code: 'text',
  platform_code: 'text',
  platform_text: 'text',
  sent_at: 'int',
  read_at: 'int',
  charge: 'int',
  same_as: 'int',
} as const

/** Writes the new states with their counters and events. Deliveries that only stay are written without an event. */
export async function moveDeliveries(
  sql: Sql,
  message: MessageOfEvents,
  changes: readonly Change[],
  now: number,
): Promise<void> {
  if (changes.length === 0) return
  for (const { idx, from, to } of changes) {
    if (from !== to && !mayMove(from, to))
      throw new Error(`Delivery ${message.id}.${idx} cannot go from ${from} to ${to}.`)
  }
  await sql.run(
    `UPDATE deliveries AS d SET state = r.to_state, final = r.final, verified = CASE WHEN r.verified = 1 THEN 1 ELSE d.verified END,
       code = r.code, platform_code = r.platform_code, platform_text = r.platform_text, changed_at = $2,
       sent_at = coalesce(r.sent_at, d.sent_at), read_at = coalesce(d.read_at, r.read_at),
       tries = d.tries + r.charge, same_as = coalesce(r.same_as, d.same_as)
     FROM ${sql.words.records('$1', CHANGE_COLUMNS, 'r')}
     WHERE d.day = r.day AND d.number = r.number AND d.idx = r.idx`,
    [JSON.stringify(changes.map((change) => changeRow(message, change))), now],
  )
  await addToCounts(
    sql,
    changes.map(({ to, final }) => ({ number: message.number, state: to, final })),
    changes.map(({ from, wasFinal }) => ({ number: message.number, state: from, final: wasFinal })),
  )
  await appendEvents(sql, stateEvents(message, changes), now)
}

function changeRow({ day, number }: MessageRef, change: Change) {
  return {
    day,
    number,
    idx: change.idx,
    to_state: change.to,
    final: Number(change.final),
    verified: Number(change.verified ?? false),
    code: change.code ?? null,
    platform_code: change.platformCode ?? null,
    platform_text: change.platformText ?? null,
    sent_at: change.sentAt ?? null,
    read_at: change.readAt ?? null,
    charge: Number(change.charge ?? false),
    same_as: change.sameAs ?? null,
  }
}

/** One event for all that moved alike. */
function stateEvents(message: MessageOfEvents, changes: readonly Change[]): NewEvent[] {
  const groups = new Map<string, NewEvent & { deliveries: number[] }>()
  for (const { account, from, to, wasFinal, final, code, idx } of changes) {
    if (from === to && wasFinal === final) continue
    const key = [account, from, to, final, code].join('|')
    const group = groups.get(key)
    if (group) group.deliveries.push(idx)
    else
      groups.set(key, {
        message,
        type: 'delivery.state',
        account,
        from,
        to,
        final,
        code: code ?? null,
        deliveries: [idx],
        recipients: null,
      })
  }
  return [...groups.values()]
}

/** Adds the one and takes off the other. Rows are touched in one order, so that two transactions cannot wait crosswise. */
export async function addToCounts(
  sql: Sql,
  added: readonly Counted[],
  removed: readonly Counted[] = [],
): Promise<void> {
  const deltas = new Map<string, { number: number; state: State; final: number; n: number }>()
  const add = ({ number, state, final }: Counted, n: number) => {
    const key = `${number}|${state}|${final}`
    const delta = deltas.get(key) ?? { number, state, final: Number(final), n: 0 }
    delta.n += n
    deltas.set(key, delta)
  }
  for (const counted of added) add(counted, 1)
  for (const counted of removed) add(counted, -1)
  const rows = [...deltas.entries()].filter(([, { n }]) => n !== 0).sort(([a], [b]) => (a < b ? -1 : 1))
  await insertAll(
    sql,
    'message_counts',
    { number: 'int', state: 'text', final: 'int', n: 'int' },
    rows.map(([, delta]) => delta),
    'ON CONFLICT (number, state, final) DO UPDATE SET n = message_counts.n + excluded.n',
  )
}

/** Sets how far taking back has come, beside the state. */
export async function moveRecalls(
  sql: Sql,
  message: MessageOfEvents,
  changes: readonly { readonly idx: number; readonly account: string; readonly recall: Recall }[],
  now: number,
): Promise<void> {
  if (changes.length === 0) return
  await sql.run(
    `UPDATE deliveries AS d SET recall = r.recall, changed_at = $2
     FROM ${sql.words.records('$1', { day: 'int', number: 'int', idx: 'int', recall: 'text' }, 'r')}
     WHERE d.day = r.day AND d.number = r.number AND d.idx = r.idx`,
    [JSON.stringify(changes.map((change) => ({ ...change, day: message.day, number: message.number }))), now],
  )
  const groups = new Map<string, NewEvent & { deliveries: number[] }>()
  for (const { idx, account, recall } of changes) {
    const key = `${account}|${recall}`
    const group = groups.get(key)
    if (group) group.deliveries.push(idx)
    else
      groups.set(key, {
        message,
        type: 'delivery.recall',
        account,
        from: null,
        to: recall,
        final: false,
        code: null,
        deliveries: [idx],
        recipients: null,
      })
  }
  await appendEvents(sql, [...groups.values()], now)
}
