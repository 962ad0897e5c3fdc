import { formatRecipient } from '@hongyan/contract'
import type { OpenAccount } from '../accounts/directory.ts'
import type { Clock } from '../clock.ts'
import { type Answer, lookUp } from '../identities/look-up.ts'
import { DeliveryPlanner } from '../messages/new-deliveries.ts'
import { readContent, readOptions } from '../messages/options.ts'
import { lookUpKind } from '../messages/recipients.ts'
import type { NamedRecipient, Resolution, Store, Unresolved } from '../store/store.ts'
import { failpoint } from './failpoint.ts'
import { inTurns } from './in-turns.ts'
import type { NextTurn } from './loop.ts'

export interface ResolveContext {
  readonly store: Pick<Store, 'unresolved' | 'recordIdentities' | 'message' | 'debit' | 'refund'>
  readonly accounts: { get(name: string): OpenAccount | undefined }
  readonly clock: Pick<Clock, 'now'>
}

/** Deliveries resolved in one turn. */
const PAGE = 200
/** A turn that dies leaves its deliveries to the next one after this. Unit: ms. */
const CLAIM_MS = 60_000
/** Look-ups of one corp under way at once. */
const CONCURRENT = 8
/** How long a found person is believed. A platform that calls the id invalid ends that early. Unit: ms. */
const HIT_MS = 24 * 3_600_000
/** How long a missing one is: people join, and mistyped numbers are mended. Unit: ms. */
const MISS_MS = 600_000

/** Finds out who the next recipients are on their platforms. Dying in between only means that they are asked for again. */
export async function resolveRecipients(context: ResolveContext): Promise<NextTurn> {
  const { store, clock } = context
  const rows = await store.unresolved({ now: clock.now(), limit: PAGE, claimMs: CLAIM_MS })
  if (rows.length === 0) return undefined
  const corps = Map.groupBy(rows, ({ corp }) => corp)
  await Promise.all([...corps].map(([corp, ofCorp]) => resolveCorp(corp, ofCorp, context)))
  failpoint('resolve.after_commit')
  return 'now'
}

async function resolveCorp(
  corp: string,
  rows: readonly Unresolved[],
  context: ResolveContext,
): Promise<void> {
  const people = [...Map.groupBy(rows, ({ recipient }) => formatRecipient(recipient)).values()]
  let laterAt: number | undefined
  await inTurns(people, CONCURRENT, async (ofPerson) => {
    // Once the platform wants to be left alone, the others wait as long, unasked.
    const answers = await answersFor(ofPerson, laterAt, context)
    for (const { answer, isNew } of answers) if (isNew && answer.kind === 'later') laterAt = answer.at
    await record(corp, answers, context)
  })
}

/** Deliveries of a disabled account wait for it to be enabled again, or to expire. Unit: ms. */
const DISABLED_MS = 60_000

interface Answered {
  readonly row: Unresolved
  readonly answer: Answer | { readonly kind: 'no_account' }
  readonly isNew: boolean
}

/** One question for all deliveries of a person. If an app may not ask, the next app of the corp does. */
async function answersFor(
  rows: readonly Unresolved[],
  laterAt: number | undefined,
  context: ResolveContext,
): Promise<Answered[]> {
  const [row] = rows
  if (!row) return []
  const all = (answer: Answered['answer'], isNew: boolean) => rows.map((one) => ({ row: one, answer, isNew }))
  if (row.identity) return all(fromCache(row.identity.platformId), false)
  if (laterAt !== undefined) return all({ kind: 'later', at: laterAt }, false)
  const account = context.accounts.get(row.account)
  const kind = lookUpKind(row.recipient)
  if (account && !account.enabled) return all({ kind: 'later', at: context.clock.now() + DISABLED_MS }, false)
  const answer: Answered['answer'] =
    account && kind ? await lookUp(account, kind, row.recipient.value, context) : { kind: 'no_account' }
  if (answer.kind !== 'refused' && answer.kind !== 'no_account') return all(answer, true)
  const sameApp = rows.filter(({ app }) => app === row.app).map((one) => ({ row: one, answer, isNew: false }))
  const others = rows.filter(({ app }) => app !== row.app)
  return [...sameApp, ...(await answersFor(others, laterAt, context))]
}

const fromCache = (platformId: string | null): Answer =>
  platformId === null ? { kind: 'missing' } : { kind: 'found', platformId }

async function record(corp: string, answers: readonly Answered[], context: ResolveContext): Promise<void> {
  const now = context.clock.now()
  await context.store.recordIdentities({
    corp,
    now,
    found: answers.flatMap((one) => learned(one, now)).slice(0, 1),
    results: await Promise.all(answers.map((one) => resolution(one, context))),
  })
}

function learned({ row, answer, isNew }: Answered, now: number): Learned[] {
  if (!isNew) return []
  const { recipient } = row
  if (answer.kind === 'found') return [{ recipient, platformId: answer.platformId, validUntil: now + HIT_MS }]
  if (answer.kind === 'missing') return [{ recipient, platformId: null, validUntil: now + MISS_MS }]
  return []
}

interface Learned {
  readonly recipient: NamedRecipient
  readonly platformId: string | null
  readonly validUntil: number
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
      return { key, to: 'invalid', code: 'unknown_person', ...(next && { next }) }
    }
    case 'later':
      return { key, to: 'resolving', dueAt: answer.at }
    case 'no_account':
      return { key, to: 'failed', code: 'account_removed' }
    case 'refused': {
      const { code, platformCode, platformText } = answer.finding
      return {
        key,
        to: 'failed',
        code,
        ...(platformCode !== undefined && { platformCode }),
        ...(platformText !== undefined && { platformText }),
      }
    }
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
