import { insertAll, type Sql } from '../sql/sql.ts'
import type { Debit, StartedCall, StartRequest } from '../store.ts'
import type { HeldCandidate } from './candidate.ts'
import { laneNumber } from './lane.ts'
import type { AccountOfCall, ComposedCall } from './start.ts'

export interface CallToWrite {
  readonly request: StartRequest
  readonly account: AccountOfCall
  readonly id: number
  readonly taken: HeldCandidate
  readonly composition: ComposedCall
  readonly debited: readonly Debit[]
}

/** The call with its members and bytes, and the first attempt as an intent. */
export async function writeCall(sql: Sql, toWrite: CallToWrite): Promise<StartedCall> {
  const { request, account, id, taken, composition, debited } = toWrite
  const { message, members, variant, bisect } = taken
  const part = members[0]?.part ?? 1
  await sql.run(
    `INSERT INTO calls (id, day, number, account, app, corp, channel, variant, bisect, part, members, content_hash, body_hash, options, started_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      id,
      message.day,
      message.number,
      request.account,
      account.app,
      account.corp,
      account.channel,
      variant,
      bisect,
      part,
      members.length,
      composition.contentHash,
      composition.bodyHash,
      composition.options,
      request.now,
    ],
  )
  await sql.run('INSERT INTO call_bodies (call, day, body) VALUES ($1, $2, $3)', [
    id,
    message.day,
    composition.body,
  ])
  await insertAll(
    sql,
    'call_members',
    { call: 'int', number: 'int', idx: 'int' },
    members.map(({ key }) => ({ call: id, number: key.number, idx: key.idx })),
  )
  await sql.run(
    `INSERT INTO open_calls (call, account, client, lane, ordered, epoch, attempt, replay_until, first_attempt_at, not_before, debited)
     VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10)`,
    [
      id,
      request.account,
      request.client,
      laneNumber(request.lane),
      Number(request.ordered),
      request.epoch,
      composition.replayUntil,
      request.now,
      taken.notBefore,
      JSON.stringify(debited),
    ],
  )
  await writeAttempt(sql, id, 1, request.epoch, request.now)
  return {
    id,
    account: request.account,
    ...account,
    message,
    variant,
    bisect,
    members,
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

/** Before the socket is touched: after a crash this row is what says that something may have left. */
export async function writeAttempt(
  sql: Sql,
  call: number,
  attempt: number,
  epoch: number,
  now: number,
): Promise<void> {
  await sql.run('INSERT INTO attempts (call, attempt, epoch, started_at) VALUES ($1, $2, $3, $4)', [
    call,
    attempt,
    epoch,
    now,
  ])
}
