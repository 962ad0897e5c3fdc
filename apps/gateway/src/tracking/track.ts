import type { OpenAccount } from '../accounts/directory.ts'
import type { PersonReport } from '../channels/session.ts'
import type { Clock } from '../clock.ts'
import { becauseOf } from '../deliveries/because.ts'
import { failpoint } from '../deliveries/failpoint.ts'
import { inTurns } from '../deliveries/in-turns.ts'
import type { Lease } from '../deliveries/lease.ts'
import type { NextTurn } from '../deliveries/loop.ts'
import { seenSince } from '../deliveries/repeats.ts'
import { drawsOf } from '../limits/draws.ts'
import { Paces } from '../limits/pace.ts'
import { readOptions } from '../messages/options.ts'
import type { DueReport, Store, Move as StoredMove } from '../store/store.ts'
import { type Move, REPEATED, readFindings, type Tracked } from './findings.ts'
import { nextReadsAt, nextResultAt } from './schedule.ts'
import { decideVerification, drawOf, type MonthBudget } from './verification.ts'

export interface TrackContext {
  readonly store: Pick<Store, 'dueReports' | 'recordReport' | 'debit' | 'allowances' | 'contentSentTo'>
  readonly accounts: { get(name: string): OpenAccount | undefined }
  readonly clock: Pick<Clock, 'now'>
  readonly lease: Pick<Lease, 'epoch'>
}

/** Calls reported on in one turn. */
const PAGE = 20
/** A turn that fails leaves its calls to the next one after this; one that dies, at once. Unit: ms. */
const CLAIM_MS = 60_000
const CONCURRENT = 4
/** Who was dropped by a limit of a minute is sent again after it. Unit: ms. */
const DROPPED_PAUSE_MS = 60_000
/** A message is not sent again to those dropped once it is as old as this. Unit: ms. */
const RESEND_WITHIN_MS = 24 * 3_600_000

type Recorded = Parameters<Store['recordReport']>[0]
type Findings = Omit<Recorded, 'call' | 'now'>

/** Asks what became of the people of the next calls. A report lost with its process is asked for again. */
export async function trackCalls(context: TrackContext): Promise<NextTurn> {
  const { store, clock, lease } = context
  const due = await store.dueReports({
    now: clock.now(),
    limit: PAGE,
    claimMs: CLAIM_MS,
    epoch: lease.epoch,
  })
  const paces = new Paces()
  const nexts: number[] = []
  await inTurns(due, CONCURRENT, async (call) => {
    const findings = await reportOn(call, context, paces)
    failpoint('report.before_record')
    await store.recordReport({ ...findings, call: call.call, now: clock.now() })
    if (findings.next !== undefined) nexts.push(findings.next)
  })
  if (due.length === PAGE) return 'now'
  return nexts.length > 0 ? Math.min(...nexts) : undefined
}

async function reportOn(call: DueReport, context: TrackContext, paces: Paces): Promise<Findings> {
  const account = context.accounts.get(call.account)
  const rule = account?.channel.report
  if (!account || !rule || call.receipt === null) return CLOSED
  if (!call.members.some(({ newest }) => newest)) return CLOSED
  const now = context.clock.now()
  if (now >= call.sentAt + rule.windowMs) return CLOSED
  if (!(await isWorthAsking(call, account, context))) return CLOSED
  const draws = drawsOf(account, 'report')
  const amounts = draws.map((draw) => draw.amount('user', call.members.length))
  const granted = await context.store.debit({ limits: draws.map(({ spec }) => spec), amounts, now })
  if (!granted.granted) return { ...CLOSED, next: paces.of(account, draws).next(granted.waitUntil) }
  const report = await account.session.report(call.receipt)
  switch (report.kind) {
    case 'refused':
      return { ...CLOSED, polled: true }
    case 'later':
      return afterNoAnswer(call, report.retryAfterMs, now)
    case 'findings':
      return afterFindings(call, account, report.people, rule.windowMs, context)
  }
}

/** Nothing more is asked: who is `sent` stays so, unverified. */
const CLOSED: Findings = { moves: [], verified: [], polled: false }

/** A question costs a call of the month even if there is no answer yet, so these count too. */
function afterNoAnswer(call: DueReport, retryAfterMs: number | undefined, now: number): Findings {
  const at = nextResultAt(call.polls + 1, call.wanted, now)
  const next = at === undefined ? undefined : Math.max(at, now + (retryAfterMs ?? 0))
  return { moves: [], verified: [], polled: true, ...(next !== undefined && { next }) }
}

async function afterFindings(
  call: DueReport,
  account: OpenAccount,
  people: readonly PersonReport[],
  windowMs: number,
  { store, clock }: TrackContext,
): Promise<Findings> {
  const now = clock.now()
  const keyed = people.map((person) => ({
    ...person,
    personKey: account.channel.personKey(person.platformId),
  }))
  const tracked = trackedOf(call, account)
  const named = new Set(keyed.map(({ personKey }) => personKey))
  const verified = tracked.filter(({ personKey }) => named.has(personKey)).map(({ index }) => index)
  const isIncomplete = tracked.some(({ state, personKey }) => state === 'sent' && !named.has(personKey))
  const againAt = isIncomplete ? nextResultAt(call.polls + 1, call.wanted, now) : undefined
  const wasAmbiguous = call.attempts > 1
  const moves = readFindings(tracked, keyed, {
    wasAmbiguous,
    hadFromOther: wasAmbiguous ? await hadFromOther(call, account, keyed, store) : NOBODY,
    exclusive: account.exclusive,
    resultIsComplete: againAt === undefined,
  }).filter(({ to }) => !PROVES_ALL_PARTS.has(to) || carriesLastPart(call))
  const unread = tracked.some(({ index, state }) => stateAfter(index, state, moves) === 'delivered')
  const { reads } = readOptions(call.message.options)
  const readsAt = unread ? nextReadsAt(reads, call.wanted, { sentAt: call.sentAt, windowMs }, now) : undefined
  const next = againAt ?? readsAt
  return {
    moves: moves.map((move) => stored(call, move, now)),
    verified,
    dropIdentities: people.flatMap(({ state, platformId }) => (state === 'invalid' ? platformId : [])),
    polled: true,
    ...(next !== undefined && { next }),
  }
}

const NOBODY: ReadonlySet<string> = new Set()

/** Whom the platform calls repeated, and to whom another message did bring this content that day, before or after. */
async function hadFromOther(
  call: DueReport,
  { channel }: OpenAccount,
  people: readonly (PersonReport & { readonly personKey: string })[],
  store: TrackContext['store'],
): Promise<ReadonlySet<string>> {
  const { app, contentHash, message } = call
  const since = seenSince(channel.repeats, call.sentAt)
  const had = new Set<string>()
  for (const person of people) {
    if (person.state !== 'forbidden' || person.finding.code !== REPEATED) continue
    const { platformId, personKey } = person
    if (await store.contentSentTo({ app, contentHash, platformId, since, except: message }))
      had.add(personKey)
  }
  return had
}

/** A delivery in parts is as good as its weakest: an earlier part can spoil it, only the last one can confirm it. */
const PROVES_ALL_PARTS: ReadonlySet<string> = new Set(['delivered', 'read'])
const carriesLastPart = ({ members }: DueReport): boolean =>
  members.every(({ part, parts }) => part === parts)

/**
 * People only; an audience is in no list. Who was dropped and sent to again is the later call's: this one's report goes
 * on naming them as dropped.
 */
function trackedOf(call: DueReport, { channel }: OpenAccount): Tracked[] {
  return call.members.flatMap(({ key, platformId, recipient, state, newest }) =>
    platformId === null || !newest
      ? []
      : [{ index: key.idx, state, personKey: channel.personKey(platformId), recipient }],
  )
}

const stateAfter = (index: number, state: Tracked['state'], moves: readonly Move[]): Tracked['state'] =>
  moves.find((move) => move.index === index)?.to ?? state

function stored(call: DueReport, move: Move, now: number): StoredMove {
  const { day, number, acceptedAt, expiresAt } = call.message
  const base = {
    key: { day, number, idx: move.index },
    from: move.from,
    ...(move.finding && becauseOf(move.finding)),
    ...(move.code !== undefined && { code: move.code }),
  }
  if (move.to === 'queued') {
    const requeueAt = now + DROPPED_PAUSE_MS
    const lastAt = Math.min(expiresAt ?? Number.POSITIVE_INFINITY, acceptedAt + RESEND_WITHIN_MS)
    if (requeueAt < lastAt) return { ...base, to: 'queued', final: false, requeueAt }
    return { ...base, to: 'forbidden', final: true }
  }
  const isRead = move.to === 'read'
  return { ...base, to: move.to, final: move.to !== 'delivered', ...(isRead && { readAt: now }) }
}

/** Whether this call is worth one of the month's; `full` and `none` were the sender's own decision. */
async function isWorthAsking(call: DueReport, account: OpenAccount, context: TrackContext): Promise<boolean> {
  const decision = decideVerification({
    verify: readOptions(call.message.options).verify,
    lane: call.message.lane,
    budget: await monthBudget(account, context),
    draw: drawOf(call.call),
  })
  return decision === 'ask'
}

async function monthBudget(
  account: OpenAccount,
  { store, clock }: TrackContext,
): Promise<MonthBudget | null> {
  const months = drawsOf(account, 'report').flatMap(({ spec }) =>
    'period' in spec && spec.period === 'month' ? [spec] : [],
  )
  const [spec] = months
  if (!spec) return null
  const [allowance] = await store.allowances([spec], clock.now())
  return { limit: spec.allowance, used: spec.allowance - (allowance?.available ?? spec.allowance) }
}
