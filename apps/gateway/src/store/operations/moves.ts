import { mayMove, type Recall, type State } from '@hongyan/contract'
import { insertAll, type Sql } from '../sql/sql.ts'
import type { Because, MessageRef } from '../store.ts'
import { appendEvents, type NewEvent } from './events.ts'
import { KEY_COLUMNS } from './standing.ts'

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

/** What changes in one message. */
export interface Move {
  readonly message: MessageOfEvents
  readonly changes: readonly Change[]
}

/** Writes the new states with their counters and events. Deliveries that only stay are written without an event. */
export function moveDeliveries(
  sql: Sql,
  message: MessageOfEvents,
  changes: readonly Change[],
  now: number,
): Promise<void> {
  return moveAll(sql, [{ message, changes }], now)
}

/** The same for any number of messages at once. No delivery may be among them twice. */
export async function moveAll(sql: Sql, all: readonly Move[], now: number): Promise<void> {
  const moves = all.filter(({ changes }) => changes.length > 0)
  if (moves.length === 0) return
  for (const move of moves) refuseIllegal(move)
  const single = moves.flatMap(({ message, changes }) => changes.map((change) => ({ message, change })))
  const alike = Map.groupBy(single, ({ change }) => JSON.stringify(columnsOf(change)))
  for (const group of alike.values()) await writeAlike(sql, group, now)
  await addToCounts(
    sql,
    single.map(({ message: { number }, change: { to, final } }) => ({ number, state: to, final })),
    single.map(({ message: { number }, change: { from, wasFinal } }) => ({
      number,
      state: from,
      final: wasFinal,
    })),
  )
  await appendEvents(sql, moves.flatMap(stateEvents), now)
}

function refuseIllegal({ message, changes }: Move): void {
  for (const { idx, from, to } of changes) {
    if (from !== to && !mayMove(from, to))
      throw new Error(`Delivery ${message.id}.${idx} cannot go from ${from} to ${to}.`)
  }
}

interface SingleMove {
  readonly message: MessageRef
  readonly change: Change
}

/** What of a change is written, in the order of the statement's parameters. */
const columnsOf = (change: Change): (string | number | null)[] => [
  change.to,
  Number(change.final),
  Number(change.verified ?? false),
  change.code ?? null,
  change.platformCode ?? null,
  change.platformText ?? null,
  change.sentAt ?? null,
  change.readAt ?? null,
  Number(change.charge ?? false),
  change.sameAs ?? null,
]

/** Nearly always all members of a call change alike; each row by itself would cost eight times as much. */
async function writeAlike(sql: Sql, moves: readonly SingleMove[], now: number): Promise<void> {
  const [first] = moves
  if (!first) return
  const { day, number } = first.message
  const ofOne = moves.every(({ message }) => message.number === number)
  const which = ofOne
    ? `day = $12 AND number = $13 AND idx IN ${sql.words.list('$14', 'int')}`
    : `(day, number, idx) IN (SELECT r.day, r.number, r.idx FROM ${sql.words.records('$12', KEY_COLUMNS, 'r')})`
  const keys = moves.map(({ message, change }) => ({
    day: message.day,
    number: message.number,
    idx: change.idx,
  }))
  await sql.run(
    `UPDATE deliveries SET state = $1, final = $2, verified = CASE WHEN $3 = 1 THEN 1 ELSE verified END,
       code = $4, platform_code = $5, platform_text = $6, sent_at = coalesce($7, sent_at),
       read_at = coalesce(read_at, $8), tries = tries + $9, same_as = coalesce($10, same_as), changed_at = $11
     WHERE ${which}`,
    [
      ...columnsOf(first.change),
      now,
      ...(ofOne ? [day, number, JSON.stringify(keys.map(({ idx }) => idx))] : [JSON.stringify(keys)]),
    ],
  )
}

/** One event for all that moved alike. */
function stateEvents({ message, changes }: Move): NewEvent[] {
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
