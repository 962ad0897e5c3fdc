import { Conflict, insertAll, type Sql } from '../sql/sql.ts'
import type { Accepted, AcceptInput, MessageRef, NewMessage } from '../store.ts'
import { appendEvents } from './events.ts'
import { laneNumber } from './lane.ts'
import { addDeliveries } from './new-deliveries.ts'
import { searchable } from './search.ts'

/**
 * Takes in a group of messages by one transaction. No two of them may have the same idempotency key. The answers are
 * in the order of the inputs.
 */
export async function acceptGroup(sql: Sql, inputs: readonly AcceptInput[]): Promise<Accepted[]> {
  const known = await knownKeys(sql, inputs)
  const fresh = inputs.filter(({ message }) => !known.has(keyText(message)))
  const numbers = await insertMessages(sql, fresh)
  await insertKeys(sql, fresh, numbers)
  return inputs.map(({ message }) => {
    const first = known.get(keyText(message))
    if (first) {
      const kind = first.requestHash === message.requestHash ? 'repeated' : 'key_reused'
      return { kind, message: first.message, recipients: first.recipients }
    }
    return { kind: 'accepted', message: numbers.ref(message), recipients: message.recipients }
  })
}

/** Without a key every message is one of its own. */
export const keyText = ({ client, idempotencyKey, id }: NewMessage): string =>
  idempotencyKey === null ? `message|${id}` : `key|${client}|${idempotencyKey}`

interface FirstUse {
  readonly message: MessageRef
  readonly requestHash: string
  readonly recipients: number
}

async function knownKeys(sql: Sql, inputs: readonly AcceptInput[]): Promise<ReadonlyMap<string, FirstUse>> {
  const keys = inputs.flatMap(({ message }) =>
    message.idempotencyKey === null ? [] : { client: message.client, name: message.idempotencyKey },
  )
  if (keys.length === 0) return new Map()
  const rows = await sql.rows<{
    client: string
    name: string
    request_hash: string
    number: number
    message: string
    day: number
    recipients: number
  }>(
    `SELECT i.client, i.name, i.request_hash, i.number, i.message, i.day, i.recipients
     FROM ${sql.words.records('$1', { client: 'text', name: 'text' }, 'r')}
     JOIN idempotency i ON i.client = r.client AND i.name = r.name`,
    [JSON.stringify(keys)],
  )
  return new Map(
    rows.map((row) => [
      `key|${row.client}|${row.name}`,
      {
        message: { id: row.message, day: row.day, number: row.number },
        requestHash: row.request_hash,
        recipients: row.recipients,
      },
    ]),
  )
}

interface Numbers {
  ref(message: NewMessage): MessageRef
}

async function insertMessages(sql: Sql, inputs: readonly AcceptInput[]): Promise<Numbers> {
  const numbers = new Map<string, number>()
  const ref = ({ id, day }: NewMessage): MessageRef => {
    const number = numbers.get(id)
    if (number === undefined) throw new Error(`Message ${id} was given no number.`)
    return { id, day, number }
  }
  const [first] = inputs
  if (!first) return { ref }
  const names = Object.keys(MESSAGE_COLUMNS).join(', ')
  const rows = await sql.rows<{ id: string; number: number }>(
    `INSERT INTO messages (${names}) SELECT ${names} FROM ${sql.words.records('$1', MESSAGE_COLUMNS, 'r')} WHERE true
     RETURNING id, number`,
    [JSON.stringify(inputs.map(messageRow))],
  )
  for (const { id, number } of rows) numbers.set(id, number)
  await insertAll(
    sql,
    'contents',
    { number: 'int', day: 'int', content: 'text' },
    inputs.map(({ message }) => ({ ...ref(message), content: message.content })),
  )
  await insertAll(
    sql,
    'message_accounts',
    { account: 'text', number: 'int' },
    inputs.flatMap(({ message }) =>
      [...new Set(message.accounts)].map((account) => ({ account, number: ref(message).number })),
    ),
  )
  for (const { message, later } of inputs) await keepForLater(sql, ref(message).number, later)
  await appendEvents(
    sql,
    inputs.map(({ message }) => ({
      ...ACCEPTED_EVENT,
      message: { ...ref(message), client: message.client },
      recipients: message.recipients,
    })),
    first.message.now,
  )
  await addDeliveries(
    sql,
    inputs.map(({ message, deliveries }) => ({
      message: {
        ...ref(message),
        client: message.client,
        lane: laneNumber(message.lane),
        expiresAt: message.expiresAt,
      },
      isNew: true,
      deliveries,
    })),
    first.message.now,
  )
  return { ref }
}

const ACCEPTED_EVENT = {
  type: 'message.accepted',
  account: null,
  from: null,
  to: null,
  final: false,
  code: null,
  deliveries: [],
} as const

const MESSAGE_COLUMNS = {
  id: 'text',
  day: 'int',
  client: 'text',
  api_key: 'text',
  lane: 'int',
  accounts: 'text',
  options: 'text',
  search_text: 'text',
  accepted_at: 'int',
  expires_at: 'int',
  recipients: 'int',
  deliveries: 'int',
} as const

function messageRow({ message, deliveries }: AcceptInput) {
  return {
    id: message.id,
    day: message.day,
    client: message.client,
    api_key: message.apiKey,
    lane: laneNumber(message.lane),
    accounts: JSON.stringify(message.accounts),
    options: message.options,
    search_text: searchable(message.searchText),
    accepted_at: message.now,
    expires_at: message.expiresAt,
    recipients: message.recipients,
    deliveries: Math.max(0, ...deliveries.map(({ idx }) => idx)),
  }
}

/** Another node may have used a key since it was looked for: then all is undone and the group looks again. */
async function insertKeys(sql: Sql, inputs: readonly AcceptInput[], numbers: Numbers): Promise<void> {
  const rows = inputs.flatMap(({ message }) => {
    if (message.idempotencyKey === null) return []
    const { number, id, day } = numbers.ref(message)
    const key = { client: message.client, name: message.idempotencyKey, request_hash: message.requestHash }
    return { ...key, number, message: id, day, recipients: message.recipients, at: message.now }
  })
  rows.sort((a, b) => (a.client + a.name < b.client + b.name ? -1 : 1))
  const columns = {
    client: 'text',
    name: 'text',
    request_hash: 'text',
    number: 'int',
    message: 'text',
    day: 'int',
    recipients: 'int',
    at: 'int',
  } as const
  const inserted = await insertAll(sql, 'idempotency', columns, rows, 'ON CONFLICT DO NOTHING')
  if (inserted < rows.length) throw new Conflict('Another node has accepted a message under the same key.')
}

/** One by one and as they are: megabytes inside one JSON parameter would be escaped and parsed again, row by row. */
async function keepForLater(sql: Sql, number: number, chunks: readonly string[]): Promise<void> {
  for (const [seq, recipients] of chunks.entries()) {
    await sql.run('INSERT INTO later_chunks (number, seq, recipients) VALUES ($1, $2, $3)', [
      number,
      seq,
      recipients,
    ])
  }
}
