import type { OpenAccount } from '../accounts/directory.ts'
import type { Finding, Outcome, PersonException } from '../channels/session.ts'
import { explainInvalid } from '../identities/in-range.ts'
import { drawsOf } from '../limits/draws.ts'
import { readOptions } from '../messages/options.ts'
import type { LimitKey, Member, Settlement, StartedCall } from '../store/store.ts'
import { firstReportAt } from '../tracking/schedule.ts'
import { mayReplay } from './ambiguity.ts'
import { retryAt, triesAreSpent } from './backoff.ts'
import { endingOf } from './because.ts'
import { bisect } from './bisect.ts'
import { readCallOptions } from './call-options.ts'

/** What becomes of a call after an attempt. */
export interface Settled {
  readonly settlement: Settlement
  readonly blocks: readonly (LimitKey & { readonly until: number })[]
  /** Ids that the platform called invalid: who they were is forgotten. */
  readonly dropIdentities: readonly string[]
}

export interface SettleContext {
  readonly account: OpenAccount
  readonly now: number
  /** From 0 to 1. */
  readonly random: number
}

/** How long a throttled call waits where the platform does not say. Unit: ms. */
const THROTTLED_PAUSE_MS = 10_000
/** An at_least_once call that the platform never answers is given up after so many attempts. */
const MAX_ATTEMPTS = 20

/** Decides by the outcome alone: the same call and outcome always settle alike. */
export function settle(call: StartedCall, outcome: Outcome, context: SettleContext): Settled {
  // An earlier attempt of these bytes may have been executed. What a replay is told is then no proof that nobody got it.
  const mayBeOut = call.attempt > 1 || call.rescues > 0
  switch (outcome.kind) {
    case 'accepted':
      return accepted(call, outcome, context)
    case 'ambiguous':
      return plain(undecided(call, outcome.finding, context))
    case 'rejected':
      if (mayBeOut) return plain(unknown(outcome.finding))
      return rejected(call, outcome, context)
    case 'throttled': {
      const blocks = blocksOf(outcome, context)
      if (mayBeOut) return { ...plain(undecided(call, outcome.finding, context)), blocks }
      return { ...plain(throttled(call, outcome, context, blocks.length > 0)), blocks }
    }
    case 'not_sent':
      return plain(
        mayBeOut ? undecided(call, outcome.finding, context) : notSent(call, outcome.finding, context),
      )
  }
}

function accepted(
  call: StartedCall,
  { receipt, exceptions }: Extract<Outcome, { kind: 'accepted' }>,
  context: SettleContext,
): Settled {
  const reportAt = receipt === null ? undefined : firstReportAt(call, context.account.channel, context.now)
  return {
    settlement: {
      kind: 'finish',
      ...(receipt !== null && { receipt }),
      final: reportAt === undefined,
      exceptions: endingsOf(call, exceptions, context.account),
      ...(reportAt !== undefined && { reportAt }),
    },
    blocks: [],
    dropIdentities: invalidIds(exceptions),
  }
}

/** Provably not executed, and repeating will not help those whom it is about. */
function rejected(
  call: StartedCall,
  { finding, blames, exceptions }: Extract<Outcome, { kind: 'rejected' }>,
  { account }: SettleContext,
): Settled {
  if (blames !== 'recipients') return plain({ kind: 'end', ...endingOf(finding) })
  const ends = endingsOf(call, exceptions, account, finding)
  const ended = new Set(ends.map(({ idx }) => idx))
  const others = call.members.map(({ key }) => key.idx).filter((idx) => !ended.has(idx))
  if (ends.length === 0 && others.length === 1) {
    const [member] = call.members
    const ending = endingOf(explainInvalid(finding, member?.recipient ?? null))
    return { ...plain({ kind: 'end', ...ending }), dropIdentities: idsOf(call.members) }
  }
  const suspects = ends.length > 0 ? [{ tag: call.bisect, members: others }] : bisect(others, call.bisect)
  const groups = suspects.filter(({ members }) => members.length > 0)
  const dissolved: Settlement = {
    kind: 'dissolve',
    groups: groups.map(({ tag, members }) => ({ members, bisect: tag, notBefore: null })),
    ends,
    charge: false,
    refund: false,
  }
  return { settlement: dissolved, blocks: [], dropIdentities: invalidIds(exceptions) }
}

/** Its tries are not charged: the platform only said "not now". A block holds the whole line back, so order is kept. */
function throttled(
  call: StartedCall,
  { retryAfterMs }: Extract<Outcome, { kind: 'throttled' }>,
  { now }: SettleContext,
  isBlocked: boolean,
): Settlement {
  const notBefore = isBlocked ? null : now + (retryAfterMs ?? THROTTLED_PAUSE_MS)
  return { kind: 'dissolve', groups: [whole(call, notBefore)], charge: false, refund: false }
}

function blocksOf(
  { scopes, retryAfterMs }: Extract<Outcome, { kind: 'throttled' }>,
  { account, now }: SettleContext,
): Settled['blocks'] {
  const until = now + (retryAfterMs ?? THROTTLED_PAUSE_MS)
  return drawsOf(account, 'send')
    .filter(({ spec }) => scopes.length === 0 || scopes.includes(spec.scope))
    .map(({ spec: { owner, scope } }) => ({ owner, scope, until }))
}

function notSent(call: StartedCall, finding: Finding, { now, random }: SettleContext): Settlement {
  const tries = Math.max(...call.members.map((member) => member.tries))
  if (triesAreSpent(tries)) return { kind: 'end', ...endingOf({ ...finding, code: 'retries_exhausted' }) }
  return { kind: 'dissolve', groups: [whole(call, retryAt(tries, now, random))], charge: true, refund: true }
}

/** Nobody knows whether it went out: the same bytes again, or `unknown`. */
function undecided(call: StartedCall, finding: Finding, { now, random }: SettleContext): Settlement {
  const replayAt = retryAt(call.attempt - 1, now, random)
  const ambiguous = {
    policy: readOptions(call.message.options).onAmbiguous,
    replay: readCallOptions(call.options).replay,
    firstAttemptAt: call.firstAttemptAt,
    expiresAt: call.message.expiresAt,
  }
  if (call.attempt < MAX_ATTEMPTS && mayReplay(ambiguous, replayAt)) return { kind: 'keep', replayAt }
  return unknown(finding)
}

const unknown = (finding: Finding): Settlement => ({
  kind: 'end',
  ...endingOf(finding),
  state: 'unknown',
  code: 'no_answer',
})

const plain = (settlement: Settlement): Settled => ({ settlement, blocks: [], dropIdentities: [] })

const whole = (call: StartedCall, notBefore: number | null) => ({
  members: call.members.map(({ key }) => key.idx),
  bisect: call.bisect,
  notBefore,
})

/** `whole`: what the platform said of the call stands for those of whom it said no more than that they are meant. */
function endingsOf(
  call: StartedCall,
  exceptions: readonly PersonException[],
  { channel }: OpenAccount,
  whole?: Finding,
) {
  const byKey = new Map(exceptions.map((one) => [channel.personKey(one.platformId), one]))
  return call.members.flatMap(({ key, platformId, recipient }) => {
    const exception = platformId === null ? undefined : byKey.get(channel.personKey(platformId))
    if (!exception) return []
    const finding = explainInvalid({ ...whole, ...exception.finding }, recipient)
    return [{ ...endingOf(finding), idx: key.idx, state: exception.state }]
  })
}

const invalidIds = (exceptions: readonly PersonException[]): string[] =>
  exceptions.filter(({ state }) => state === 'invalid').map(({ platformId }) => platformId)

const idsOf = (members: readonly Member[]): string[] => members.flatMap(({ platformId }) => platformId ?? [])
