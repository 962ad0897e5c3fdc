import { rowOf, type Sql } from '../sql/sql.ts'
import type { Started, StartedCall, StartRequest } from '../store.ts'
import { holdCandidates, MOST_MEMBERS, nextDue } from './candidate.ts'
import { HeldLimits } from './limits.ts'
import { holdBackFull, untilPersonAgain } from './member-turns.ts'
import { isOwnEpochAlive } from './nodes.ts'
import { startBatch } from './start-batch.ts'

/** Candidates that end or wait take no call; after so many of them others have their turn first. */
const MOST_PASSED_OVER = 50

/** Plan, claim and intent. Everything here is undone together or on disk together. */
export async function start(sql: Sql, request: StartRequest): Promise<Started> {
  if (!(await isOwnEpochAlive(sql, request.epoch))) return { calls: [] }
  const account = await accountOf(sql, request)
  if (!account) return { calls: [] }
  const limits = await HeldLimits.hold(sql, request.limits, request.now)
  const most = request.ordered ? 1 : request.maxCalls
  const calls: StartedCall[] = []
  let waitUntil: number | undefined
  let passedOver = 0
  let members = 0
  while (calls.length < most && waitUntil === undefined) {
    if (passedOver >= MOST_PASSED_OVER || members >= MOST_MEMBERS) {
      waitUntil = request.now
      break
    }
    if (request.ordered && (await hasOpenCall(sql, request.account))) break
    // Where a limit is spent the first most likely waits, and with it all behind it: they need not be read for that.
    const wanted = limits.isSpent() ? 1 : most - calls.length
    const found = await holdCandidates(sql, request, wanted)
    if ('dueAt' in found) {
      waitUntil = found.dueAt
      break
    }
    if (found.length === 0) {
      waitUntil = await nextDue(sql, request)
      break
    }
    const candidates = untilPersonAgain(request, found)
    const ready = await holdBackFull(sql, request, account.app, candidates)
    const batch = await startBatch(
      sql,
      { request, account, limits },
      ready.filter(({ members }) => members.length > 0),
    )
    calls.push(...batch.calls)
    for (const call of batch.calls) members += call.members.length
    passedOver += batch.ended + ready.filter(({ members }) => members.length === 0).length
    waitUntil = batch.waitUntil
  }
  await limits.write()
  return { calls, ...(waitUntil === undefined ? {} : { waitUntil }) }
}

export interface AccountOfCall {
  readonly app: string
  readonly corp: string
  readonly channel: string
}

/** A disabled account starts nothing. Where members are counted, one start of an app waits for the other. */
async function accountOf(
  sql: Sql,
  { account, memberLimits }: StartRequest,
): Promise<AccountOfCall | undefined> {
  const lock = memberLimits.length > 0 && sql.words.lock ? `${sql.words.lock} OF p` : ''
  return rowOf(
    sql,
    `SELECT a.app, p.corp, a.channel FROM accounts a JOIN apps p ON p.name = a.app
     WHERE a.name = $1 AND a.enabled = 1 ${lock}`,
    [account],
  )
}

async function hasOpenCall(sql: Sql, account: string): Promise<boolean> {
  const open = await rowOf(sql, 'SELECT 1 AS one FROM open_calls WHERE account = $1 AND ordered = 1', [
    account,
  ])
  return open !== undefined
}
