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
  const alike = Map.groupBy(changes, (change) => JSON.stringify(columnsOf(change)))
  for (const group of alike.values()) await writeAlike(sql, message, group, now)
  await addToCounts(
    sql,
    changes.map(({ to, final }) => ({ number: message.number, state: to, final })),
    changes.map(({ from, wasFinal }) => ({ number: message.number, state: from, final: wasFinal })),
  )
  await appendEvents(sql, stateEvents(message, changes), now)
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
async function writeAlike(
  sql: Sql,
  { day, number }: MessageRef,
  changes: readonly Change[],
  now: number,
): Promise<void> {
  const [first] = changes
  if (!first) return
  await sql.run(
    `UPDATE deliveries SET state = $4, final = $5, verified = CASE WHEN $6 = 1 THEN 1 ELSE verified END,
       code = $7, platform_code = $8, platform_text = $9, sent_at = coalesce($10, sent_at),
       read_at = coalesce(read_at, $11), tries = tries + $12, same_as = coalesce($13, same_as), changed_at = $14
     WHERE day = $1 AND number = $2 AND idx IN ${sql.words.list('$3', 'int')}`,
    [day, number, JSON.stringify(changes.map(({ idx }) => idx)), ...columnsOf(first), now],
  )
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
