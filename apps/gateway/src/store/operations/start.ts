import { rowOf, type Sql } from '../sql/sql.ts'
import type { Composition, Ending, Started, StartedCall, StartRequest } from '../store.ts'
import { type HeldCandidate, holdCandidate, holdDeliveries, leaveQueue, nextDue } from './candidate.ts'
import { contentSeen, rememberContent } from './content-seen.ts'
import { HeldLimits } from './limits.ts'
import { countTurns, holdBackFull } from './member-turns.ts'
import { moveDeliveries } from './moves.ts'
import { isOwnEpochAlive } from './nodes.ts'
import { writeCall } from './write-call.ts'

/** Candidates that end or wait take no call; after so many of them others have their turn first. */
const MOST_PASSED_OVER = 50

/** Plan, claim and intent. Everything here is undone together or on disk together. */
export async function start(sql: Sql, request: StartRequest): Promise<Started> {
  if (!(await isOwnEpochAlive(sql, request.epoch))) return { calls: [] }
  const account = await accountOf(sql, request)
  if (!account) return { calls: [] }
  const limits = await HeldLimits.hold(sql, request.limits, request.now)
  const calls: StartedCall[] = []
  let waitUntil: number | undefined
  let passedOver = 0
  while (calls.length < (request.ordered ? 1 : request.maxCalls)) {
    if (passedOver >= MOST_PASSED_OVER) {
      waitUntil = request.now
      break
    }
    if (request.ordered && (await hasOpenCall(sql, request.account))) break
    const candidate = await holdCandidate(sql, request)
    if (!candidate) {
      waitUntil = await nextDue(sql, request)
      break
    }
    if ('dueAt' in candidate) {
      waitUntil = candidate.dueAt
      break
    }
    const ready = await holdBackFull(sql, request, account.app, candidate)
    const step: Step =
      ready.members.length === 0
        ? { kind: 'passed_over' }
        : await startOne(sql, request, account, limits, ready)
    if (step.kind === 'wait') {
      waitUntil = step.until
      break
    }
    if (step.kind === 'call') calls.push(step.call)
    else passedOver++
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

type Step =
  | { readonly kind: 'call'; readonly call: StartedCall }
  | { readonly kind: 'passed_over' }
  | { readonly kind: 'wait'; readonly until: number }

async function startOne(
  sql: Sql,
  request: StartRequest,
  account: AccountOfCall,
  limits: HeldLimits,
  candidate: HeldCandidate,
): Promise<Step> {
  const choice = request.choose(candidate, limits.allowances())
  if (choice.kind === 'wait') return choice
  if (choice.kind === 'end') {
    await endMembers(sql, candidate, choice, request.now)
    return { kind: 'passed_over' }
  }
  const taken = { ...candidate, members: candidate.members.slice(0, choice.count) }
  if (taken.members.length === 0) throw new Error('A start took no members; it should have waited.')
  const seen = await contentSeen(
    sql,
    account.app,
    choice.contentHash,
    candidate.message.number,
    request.seenSince,
  )
  const id = await nextCallNumber(sql)
  const alternativesSeen: boolean[] = []
  for (const alternative of choice.alternatives ?? [])
    alternativesSeen.push(
      await contentSeen(sql, account.app, alternative, candidate.message.number, request.seenSince),
    )
  const composition = request.compose(taken, seen, id, alternativesSeen)
  if (composition.kind === 'end') {
    await endMembers(sql, taken, composition, request.now)
    return { kind: 'passed_over' }
  }
  const debited = limits.debit(choice.debits)
  await rememberContent(sql, account.app, composition.contentHash, candidate.message.number, request.now)
  await moveMembers(sql, taken, { state: 'sending', final: false }, request.now)
  const call = await writeCall(sql, { request, account, id, taken, composition, debited })
  if (request.memberLimits.length > 0) await countTurns(sql, id, request.now)
  return { kind: 'call', call }
}

export type ComposedCall = Extract<Composition, { kind: 'call' }>

async function nextCallNumber(sql: Sql): Promise<number> {
  const row = await rowOf<{ value: number }>(sql, sql.words.nextCall)
  if (!row) throw new Error('The store gives no numbers to calls.')
  return row.value
}

const endMembers = (sql: Sql, candidate: HeldCandidate, ending: Ending, now: number): Promise<void> =>
  moveMembers(sql, candidate, ending, now)

/** Out of the queue and into another state, both or none. */
async function moveMembers(sql: Sql, candidate: HeldCandidate, to: Ending, now: number): Promise<void> {
  const { message, members } = candidate
  const idxs = members.map(({ key }) => key.idx)
  await leaveQueue(sql, message, idxs)
  const { state, final, ...because } = pickEnding(to)
  const standing = await holdDeliveries(sql, message, idxs)
  await moveDeliveries(
    sql,
    message,
    standing.map((delivery) => ({
      ...because,
      idx: delivery.idx,
      account: delivery.account,
      from: delivery.state,
      wasFinal: delivery.final,
      to: state,
      final,
    })),
    now,
  )
}

export const pickEnding = ({ state, final, code, platformCode, platformText }: Ending): Ending => ({
  state,
  final,
  ...(code === undefined ? {} : { code }),
  ...(platformCode === undefined ? {} : { platformCode }),
  ...(platformText === undefined ? {} : { platformText }),
})
