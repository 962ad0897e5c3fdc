import { formatRecipient } from '@hongyan/contract'
import type { OpenAccount } from '../accounts/directory.ts'
import type { Clock } from '../clock.ts'
import { type Answer, lookUp } from '../identities/look-up.ts'
import { drawsOf } from '../limits/draws.ts'
import { Pace } from '../limits/pace.ts'
import { DeliveryPlanner } from '../messages/new-deliveries.ts'
import { readContent, readOptions } from '../messages/options.ts'
import { lookUpKind } from '../messages/recipients.ts'
import type { Identity, LearnedIdentity, Resolution, Store, Unresolved } from '../store/store.ts'
import { failpoint } from './failpoint.ts'
import { inTurns } from './in-turns.ts'
import type { Lease } from './lease.ts'
import type { NextTurn } from './loop.ts'

export interface ResolveContext {
  readonly store: Pick<Store, 'unresolved' | 'recordIdentities' | 'message' | 'allowances' | 'debit'>
  readonly accounts: { get(name: string): OpenAccount | undefined }
  readonly clock: Pick<Clock, 'now'>
  readonly lease: Pick<Lease, 'epoch'>
}

/** Deliveries resolved in one turn. */
const PAGE = 200
/** A turn that fails leaves its deliveries to the next one after this; one that dies, at once. Unit: ms. */
const CLAIM_MS = 60_000
/** Look-ups of one corp under way at once. */
const CONCURRENT = 8
/** How long a found person is believed. A platform that calls the id invalid ends that early. Unit: ms. */
const HIT_MS = 24 * 3_600_000
/** How long a missing one is: people join, and mistyped numbers are mended. Unit: ms. */
const MISS_MS = 600_000

/** Finds out who the next recipients are on their platforms. Dying in between only means that they are asked for again. */
export async function resolveRecipients(context: ResolveContext): Promise<NextTurn> {
  const { store, clock, lease } = context
  const rows = await store.unresolved({
    now: clock.now(),
    limit: PAGE,
    claimMs: CLAIM_MS,
    epoch: lease.epoch,
  })
  if (rows.length === 0) return undefined
  const corps = [...Map.groupBy(rows, ({ corp }) => corp)]
  const waits = await Promise.all(corps.map(([corp, ofCorp]) => resolveCorp(corp, ofCorp, context)))
  failpoint('resolve.after_commit')
  return rows.length === PAGE ? 'now' : Math.min(...waits)
}

/** Answers when the first of those who have to wait is due; infinity if nobody has. */
async function resolveCorp(
  corp: string,
  rows: readonly Unresolved[],
  context: ResolveContext,
): Promise<number> {
  const { store, clock } = context
  const people = [...Map.groupBy(rows, ({ recipient }) => formatRecipient(recipient)).values()]
  const line = new WaitingLine()
  const answered: Answered[] = []
  await inTurns(people, CONCURRENT, async (ofPerson) => {
    answered.push(...(await answersFor(ofPerson, line, context)))
  })
  const now = clock.now()
  await store.recordIdentities({
    corp,
    now,
    found: answered.flatMap((one) => learned(one, now)),
    results: await Promise.all(answered.map((one) => resolution(one, context))),
  })
  return Math.min(...answered.map(({ answer }) => ('at' in answer ? answer.at : Number.POSITIVE_INFINITY)))
}

/** Those of one corp who cannot be asked for in this turn, once it is known that nobody else can. */
class WaitingLine {
  readonly #paces = new Map<string, Pace>()
  #laterAt: number | undefined

  /** When somebody has to wait unasked. */
  place(account: OpenAccount): number | undefined {
    return this.#laterAt ?? this.#paces.get(account.app)?.next(Number.NEGATIVE_INFINITY)
  }

  note(account: OpenAccount, answer: Answer): void {
    if (answer.kind === 'later') this.#laterAt = answer.at
    if (answer.kind !== 'paced' || this.#paces.has(account.app)) return
    const pace = new Pace(drawsOf(account, 'lookUp'))
    pace.next(answer.at)
    this.#paces.set(account.app, pace)
  }
}

/** Deliveries of a disabled account wait for it to be enabled again, or to expire. Unit: ms. */
const DISABLED_MS = 60_000

interface Answered {
  readonly row: Unresolved
  readonly answer: Answer | { readonly kind: 'no_account' }
  /** The platform has just said it; true for one delivery of the person only. */
  readonly isNew: boolean
}

/** One question for all deliveries of a person. If an app may not ask, the next app of the corp does. */
async function answersFor(
  rows: readonly Unresolved[],
  line: WaitingLine,
  context: ResolveContext,
): Promise<Answered[]> {
  const [row] = rows
  if (!row) return []
  if (row.identity) return sharedBy(rows, fromCache(row.identity), false)
  const account = context.accounts.get(row.account)
  const answer = await ask(row, account, line, context)
  if (answer.kind !== 'refused' && answer.kind !== 'no_account') return sharedBy(rows, answer, true)
  const ofApp = Map.groupBy(rows, ({ app }) => app === row.app)
  return [
    ...sharedBy(ofApp.get(true) ?? [], answer, false),
    ...(await answersFor(ofApp.get(false) ?? [], line, context)),
  ]
}

async function ask(
  row: Unresolved,
  account: OpenAccount | undefined,
  line: WaitingLine,
  context: ResolveContext,
): Promise<Answered['answer']> {
  const kind = lookUpKind(row.recipient)
  if (!account || !kind) return { kind: 'no_account' }
  if (!account.enabled) return { kind: 'later', at: context.clock.now() + DISABLED_MS }
  const at = line.place(account)
  if (at !== undefined) return { kind: 'later', at }
  const answer = await lookUp(account, kind, row.recipient.value, context)
  line.note(account, answer)
  return answer
}

const sharedBy = (rows: readonly Unresolved[], answer: Answered['answer'], isNew: boolean): Answered[] =>
  rows.map((row, index) => ({ row, answer, isNew: isNew && index === 0 }))

const fromCache = ({ platformId, because }: Identity): Answer =>
  platformId === null ? { kind: 'missing', because } : { kind: 'found', platformId }

function learned({ row, answer, isNew }: Answered, now: number): LearnedIdentity[] {
  if (!isNew) return []
  const { recipient } = row
  switch (answer.kind) {
    case 'found':
      return [{ recipient, platformId: answer.platformId, validUntil: now + HIT_MS }]
    case 'missing':
      return [{ recipient, platformId: null, because: answer.because, validUntil: now + MISS_MS }]
    default:
      return []
  }
}

async function resolution({ row, answer }: Answered, context: ResolveContext): Promise<Resolution> {
  const { key } = row
  switch (answer.kind) {
    case 'found': {
      const personKey = context.accounts.get(row.account)?.channel.personKey(answer.platformId) ?? null
      return { key, to: 'queued', platformId: answer.platformId, personKey }
    }
    case 'missing': {
      const next = await nextAccount(row, context)
      return { key, to: 'invalid', ...answer.because, ...(next && { next }) }
    }
    case 'later':
    case 'paced':
      return { key, to: 'resolving', dueAt: answer.at }
    case 'no_account':
      return { key, to: 'failed', code: 'account_removed' }
    case 'refused':
      return { key, to: 'failed', ...answer.because }
  }
}

/** With `route: first` a person whom one account does not know is the next account's. */
async function nextAccount(row: Unresolved, { store, accounts }: ResolveContext) {
  const options = readOptions(row.options)
  if (options.route !== 'first') return undefined
  const message = await store.message(row.message.id)
  if (!message?.content) return undefined
  const open = row.accounts.flatMap((name) => accounts.get(name) ?? [])
  const vars = row.vars === null ? undefined : JSON.parse(row.vars)
  const planner = new DeliveryPlanner(readContent(message.content), options, open)
  return planner.afterAccount(row.account, { recipient: row.recipient, vars })
}
