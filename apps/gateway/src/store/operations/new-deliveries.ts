import type { State } from '@hongyan/contract'
import { insertAll, type Sql } from '../sql/sql.ts'
import type { Ending, NewDelivery } from '../store.ts'
import { appendEvents, type NewEvent } from './events.ts'
import { addToCounts, type MessageOfEvents } from './moves.ts'
import { peopleNumbers, personText } from './people.ts'

/** Where the deliveries of a message are put. */
export interface Destination extends MessageOfEvents {
  readonly lane: number
  readonly expiresAt: number | null
}

export interface Batch {
  readonly message: Destination
  /** It has no deliveries yet. */
  readonly isNew: boolean
  readonly deliveries: readonly NewDelivery[]
}

/** Creates deliveries with their places in the queues, their counters and events, for any number of messages at once. */
export async function addDeliveries(sql: Sql, batches: readonly Batch[], now: number): Promise<void> {
  const people = await peopleNumbers(
    sql,
    batches.flatMap(({ deliveries }) => deliveries.flatMap(({ recipient }) => recipient ?? [])),
  )
  const rows: Row[] = []
  for (const { message, isNew, deliveries } of batches) {
    const reached = isNew ? new Map() : await reachedAlready(sql, message.number, deliveries)
    for (const delivery of suppressRepeats(deliveries, reached))
      rows.push({ message, delivery, ...stateOf(delivery) })
  }
  await insertAll(
    sql,
    'deliveries',
    DELIVERY_COLUMNS,
    rows.map(({ message, delivery, state, final, because }) => ({
      day: message.day,
      number: message.number,
      idx: delivery.idx,
      account: delivery.account,
      person: delivery.recipient ? (people.get(personText(delivery.recipient)) ?? null) : null,
      vars: delivery.vars,
      variant: delivery.variant,
      parts: delivery.parts,
      platform_id: delivery.platformId,
      person_key: delivery.sameAs === undefined ? delivery.personKey : null,
      state,
      final: Number(final),
      code: because.code ?? null,
      platform_code: because.platformCode ?? null,
      platform_text: because.platformText ?? null,
      same_as: delivery.sameAs ?? null,
      follows: delivery.after ?? null,
      created_at: now,
      changed_at: now,
    })),
  )
  await enqueue(
    sql,
    rows
      .filter(({ state }) => state === 'queued')
      .map(({ message, delivery }) => ({
        message,
        idx: delivery.idx,
        account: delivery.account,
        variant: delivery.variant,
        part: 1,
        bisect: '',
        notBefore: delivery.notBefore ?? now,
      })),
  )
  await insertAll(
    sql,
    'unresolved',
    { number: 'int', idx: 'int', day: 'int', account: 'text', lane: 'int', due_at: 'int', expires_at: 'int' },
    rows
      .filter(({ state }) => state === 'resolving')
      .map(({ message, delivery }) => ({
        number: message.number,
        idx: delivery.idx,
        day: message.day,
        account: delivery.account,
        lane: message.lane,
        due_at: delivery.notBefore ?? now,
        expires_at: message.expiresAt,
      })),
  )
  await addToCounts(
    sql,
    rows.map(({ message, state, final }) => ({ number: message.number, state, final })),
  )
  await appendEvents(sql, createdEvents(rows), now)
  if (rows.length > 0) sql.wake()
}

const DELIVERY_COLUMNS = {
  day: 'int',
  number: 'int',
  idx: 'int',
  account: 'text',
  person: 'int',
  vars: 'text',
  variant: 'text',
  parts: 'int',
  platform_id: 'text',
  person_key: 'text',
  state: 'text',
  final: 'int',
  code: 'text',
  platform_code: 'text',
  platform_text: 'text',
  same_as: 'int',
  follows: 'int',
  created_at: 'int',
  changed_at: 'int',
} as const

type Settled = NewDelivery & { readonly sameAs?: number }

interface Row {
  readonly message: Destination
  readonly delivery: Settled
  readonly state: State
  readonly final: boolean
  readonly because: Partial<Ending>
}

/** Who is in the message on this account already gets it once. */
function suppressRepeats(deliveries: readonly NewDelivery[], reached: Map<string, number>): Settled[] {
  return deliveries.map((delivery) => {
    if (delivery.personKey === null) return delivery
    const place = reachText(delivery.account, delivery.personKey)
    const sameAs = reached.get(place)
    if (sameAs === undefined) {
      reached.set(place, delivery.idx)
      return delivery
    }
    return { ...delivery, state: { state: 'suppressed', final: true, code: 'same_person' }, sameAs }
  })
}

export const reachText = (account: string, personKey: string): string => `${account}|${personKey}`

/** The delivery by which the message reaches each person on each account. */
export async function reachedAlready(
  sql: Sql,
  number: number,
  wanted: readonly { readonly account: string; readonly personKey: string | null }[],
): Promise<Map<string, number>> {
  const keys = wanted.flatMap(({ account, personKey }) =>
    personKey === null ? [] : { account, key: personKey },
  )
  if (keys.length === 0) return new Map()
  const rows = await sql.rows<{ account: string; person_key: string; idx: number }>(
    // CROSS JOIN: SQLite then keeps the order, and looks each key up instead of reading the message for each.
    `SELECT d.account, d.person_key, d.idx FROM ${sql.words.records('$2', { account: 'text', key: 'text' }, 'r')}
     CROSS JOIN deliveries d WHERE d.number = $1 AND d.account = r.account AND d.person_key = r.key`,
    [number, JSON.stringify(keys)],
  )
  return new Map(rows.map((row) => [reachText(row.account, row.person_key), row.idx]))
}

function stateOf({ state }: NewDelivery): Pick<Row, 'state' | 'final' | 'because'> {
  if (state === 'queued' || state === 'resolving') return { state, final: false, because: {} }
  return { state: state.state, final: state.final, because: state }
}

function createdEvents(rows: readonly Row[]): NewEvent[] {
  const groups = new Map<string, NewEvent & { deliveries: number[] }>()
  for (const { message, delivery, state, final, because } of rows) {
    const { account, idx } = delivery
    const code = because.code ?? null
    const key = `${message.number}|${account}|${state}|${code}`
    const group = groups.get(key)
    if (group) group.deliveries.push(idx)
    else
      groups.set(key, {
        message,
        type: 'delivery.state',
        account,
        from: null,
        to: state,
        final,
        code,
        deliveries: [idx],
        recipients: null,
      })
  }
  return [...groups.values()]
}

export interface Place {
  readonly message: Destination
  readonly idx: number
  readonly account: string
  readonly variant: string
  readonly part: number
  readonly bisect: string
  readonly notBefore: number
}

export async function enqueue(sql: Sql, places: readonly Place[]): Promise<void> {
  await insertAll(
    sql,
    'queued',
    {
      number: 'int',
      idx: 'int',
      day: 'int',
      account: 'text',
      client: 'text',
      lane: 'int',
      not_before: 'int',
      variant: 'text',
      part: 'int',
      bisect: 'text',
      expires_at: 'int',
    },
    places.map(({ message, idx, account, variant, part, bisect, notBefore }) => ({
      number: message.number,
      idx,
      day: message.day,
      account,
      client: message.client,
      lane: message.lane,
      not_before: notBefore,
      variant,
      part,
      bisect,
      expires_at: message.expiresAt,
    })),
  )
  if (places.length > 0) sql.wake()
}
