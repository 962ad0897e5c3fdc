import { insertAll, type Sql } from '../sql/sql.ts'
import type { Debit, StartedCall, StartRequest } from '../store.ts'
import type { HeldCandidate } from './candidate.ts'
import { laneNumber } from './lane.ts'
import type { AccountOfCall } from './start.ts'
import type { ComposedCall } from './start-batch.ts'

export interface CallToWrite {
  readonly id: number
  readonly taken: HeldCandidate
  readonly composition: ComposedCall
  readonly debited: readonly Debit[]
}

/** The calls with their members and bytes, and the first attempt of each as an intent. */
export async function writeCalls(
  sql: Sql,
  request: StartRequest,
  account: AccountOfCall,
  toWrite: readonly CallToWrite[],
): Promise<StartedCall[]> {
  const calls = toWrite.map((each) => startedCallOf(request, account, each))
  await insertAll(sql, 'calls', CALL_COLUMNS, calls.map(callRow))
  await insertAll(
    sql,
    'call_bodies',
    { call: 'int', day: 'int', body: 'text' },
    calls.map(({ id, message, body }) => ({ call: id, day: message.day, body })),
  )
  await insertAll(
    sql,
    'call_members',
    { call: 'int', number: 'int', idx: 'int' },
    calls.flatMap(({ id, members }) =>
      members.map(({ key }) => ({ call: id, number: key.number, idx: key.idx })),
    ),
  )
  await insertAll(
    sql,
    'open_calls',
    OPEN_CALL_COLUMNS,
    toWrite.map((each) => openCallRow(request, each)),
  )
  await writeAttempts(
    sql,
    calls.map(({ id, attempt }) => ({ call: id, attempt })),
    request,
  )
  return calls
}

function startedCallOf(
  request: StartRequest,
  account: AccountOfCall,
  { id, taken, composition, debited }: CallToWrite,
): StartedCall {
  return {
    id,
    account: request.account,
    ...account,
    message: taken.message,
    variant: taken.variant,
    bisect: taken.bisect,
    members: taken.members,
    body: composition.body,
    bodyHash: composition.bodyHash,
    contentHash: composition.contentHash,
    options: composition.options,
    epoch: request.epoch,
    attempt: 1,
    startedAt: request.now,
    firstAttemptAt: request.now,
    rescues: 0,
    replayUntil: composition.replayUntil,
    debited,
  }
}

const CALL_COLUMNS = {
  id: 'int',
  day: 'int',
  number: 'int',
  account: 'text',
  app: 'text',
  corp: 'text',
  channel: 'text',
  variant: 'text',
  bisect: 'text',
  part: 'int',
  members: 'int',
  content_hash: 'text',
  body_hash: 'text',
  options: 'text',
  started_at: 'int',
} as const

const callRow = (call: StartedCall) => ({
  id: call.id,
  day: call.message.day,
  number: call.message.number,
  account: call.account,
  app: call.app,
  corp: call.corp,
  channel: call.channel,
  variant: call.variant,
  bisect: call.bisect,
  part: call.members[0]?.part ?? 1,
  members: call.members.length,
  content_hash: call.contentHash,
  body_hash: call.bodyHash,
  options: call.options,
  started_at: call.startedAt,
})

const OPEN_CALL_COLUMNS = {
  call: 'int',
  account: 'text',
  client: 'text',
  lane: 'int',
  ordered: 'int',
  epoch: 'int',
  attempt: 'int',
  replay_until: 'int',
  first_attempt_at: 'int',
  not_before: 'int',
  debited: 'text',
} as const

const openCallRow = (request: StartRequest, { id, taken, composition, debited }: CallToWrite) => ({
  call: id,
  account: request.account,
  client: request.client,
  lane: laneNumber(request.lane),
  ordered: Number(request.ordered),
  epoch: request.epoch,
  attempt: 1,
  replay_until: composition.replayUntil,
  first_attempt_at: request.now,
  not_before: taken.notBefore,
  debited: JSON.stringify(debited),
})

/** Before the socket is touched: after a crash these rows are what says that something may have left. */
export async function writeAttempts(
  sql: Sql,
  attempts: readonly { readonly call: number; readonly attempt: number }[],
  { epoch, now }: { readonly epoch: number; readonly now: number },
): Promise<void> {
  await insertAll(
    sql,
    'attempts',
    { call: 'int', attempt: 'int', epoch: 'int', started_at: 'int' },
    attempts.map(({ call, attempt }) => ({ call, attempt, epoch, started_at: now })),
  )
}
