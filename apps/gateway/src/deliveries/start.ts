import { createHash } from 'node:crypto'
import { REASONS } from '@hongyan/contract'
import type { OpenAccount } from '../accounts/directory.ts'
import type { Part } from '../channels/channel.ts'
import type { Addressees } from '../channels/session.ts'
import { afford } from '../limits/afford.ts'
import { type Draw, drawsOf } from '../limits/draws.ts'
import { memberLimitsOf } from '../limits/member-limits.ts'
import type { MediaAnswer, MediaShelf } from '../media/shelf.ts'
import { afterBusyMinutes } from '../messages/busy-minutes.ts'
import { renderFor } from '../messages/new-deliveries.ts'
import { type MessageOptions, readContent, readOptions } from '../messages/options.ts'
import type {
  Allowance,
  Candidate,
  Choice,
  Composition,
  Ending,
  LaneOfWork,
  Started,
  StartRequest,
  Store,
} from '../store/store.ts'
import { replayUntil } from './ambiguity.ts'
import { endingOf } from './because.ts'
import type { CallOptions } from './call-options.ts'
import { failpoint } from './failpoint.ts'
import { firstUnseen, marked, type Seen, seenSince } from './repeats.ts'

export interface StartInput {
  readonly account: OpenAccount
  readonly lane: LaneOfWork
  readonly epoch: number
  readonly now: number
  readonly maxCalls: number
  readonly media: Pick<MediaShelf, 'ask'>
}

/**
 * Plan, claim and intent of the next calls of a lane in one short transaction. Until it is on disk only queued members
 * exist, which anybody may still cancel; from then on members and bytes are fixed, and a process that dies leaves an
 * intent that tells which call may have gone out.
 */
export async function startCalls(input: StartInput, store: Pick<Store, 'start'>): Promise<Started> {
  const started = await store.start(startRequest(input))
  if (started.calls.length > 0) failpoint('start.after_commit')
  return started
}

function startRequest({ account, lane, epoch, now, maxCalls, media }: StartInput): StartRequest {
  const draws = drawsOf(account, 'send')
  return {
    account: account.name,
    client: lane.client,
    lane: lane.lane,
    epoch,
    now,
    limits: draws.map(({ spec }) => spec),
    memberLimits: memberLimitsOf(account),
    ordered: account.channel.ordered,
    maxCalls,
    maxMembers: mostMembers(account),
    seenSince: seenSince(account.channel.repeats, now),
    choose: (candidate, allowances) =>
      refusingBugs(() => choose(candidate, allowances, { account, draws, now, media })),
    compose: (candidate, content, call, marks) =>
      refusingBugs(() => compose(candidate, { content, marks }, call, { account, now, media })),
  }
}

interface Ground {
  readonly account: OpenAccount
  readonly media: Pick<MediaShelf, 'ask'>
  readonly now: number
}

/** How many of the candidate's members may go now, and what that costs. */
function choose(
  candidate: Candidate,
  allowances: readonly Allowance[],
  { account, draws, now, media }: Ground & { readonly draws: readonly Draw[] },
): Choice {
  const { message, members } = candidate
  if (message.expiresAt !== null && message.expiresAt <= now) return { kind: 'end', ...EXPIRED }
  const quietFrom = afterBusyMinutes(account.channel.busyMinutes, message.lane, now)
  if (quietFrom > now) return { kind: 'wait', until: quietFrom }
  const options = readOptions(message.options)
  const file = fileOf(candidate, account, media)
  if (file?.kind === 'wait') return file
  if (file?.kind === 'refused') return { kind: 'end', ...endingOf(file.finding) }
  const part = partOf(candidate, account, options, file)
  if (!part) return { kind: 'end', ...CONTENT_REJECTED }
  const kind = kindOf(candidate)
  const recipients = Math.min(members.length, capacityFor(part, kind, account))
  if (recipients === 0) return { kind: 'end', ...CONTENT_REJECTED }
  const fullFrom = fullBatchFrom(candidate, capacityFor(part, kind, account), now)
  if (fullFrom > now) return { kind: 'wait', until: fullFrom }
  const affordable = afford(draws, allowances, { lane: message.lane, kind, recipients, now })
  if (affordable.kind === 'wait') return affordable
  return {
    kind: 'take',
    count: affordable.recipients,
    contentHash: sameness(part),
    alternatives: options.onRepeat === 'distinguish' ? marked(part, account.channel, now).map(sameness) : [],
    debits: affordable.debits,
  }
}

/** Looked at again after this, whether the message still grows. Unit: ms. */
const GROWING_PAUSE_MS = 200
/** Looking people up takes about this long each (20 a second on DingTalk), and is not waited for any longer. Unit: ms. */
const LOOK_UP_MS = 100

/**
 * A batch that is not full waits while its message still grows: people are looked up and long lists expanded bit by
 * bit, and each bit by itself would cost a call. What is urgent never waits, and nothing waits for a stuck look-up.
 */
function fullBatchFrom({ message, members, growing }: Candidate, capacity: number, now: number): number {
  if (!growing || message.lane === 'urgent' || members.length >= capacity) return now
  const patience = message.acceptedAt + LEAST_PATIENCE_MS + message.recipients * LOOK_UP_MS
  return now < patience ? now + GROWING_PAUSE_MS : now
}

/** Even a single person may need a fresh token and a slow answer first. Unit: ms. */
const LEAST_PATIENCE_MS = 2000

/** The exact bytes. A repeat that is meant is marked or sent without the platform's check, as its sender chose. */
function compose(
  candidate: Candidate,
  seen: Seen,
  call: number,
  { account, now, media }: Ground,
): Composition {
  const options = readOptions(candidate.message.options)
  const file = fileOf(candidate, account, media)
  if (file && file.kind !== 'ready') throw new Error('A file was there when its call was chosen and is gone.')
  const plain = partOf(candidate, account, options, file)
  if (!plain) return { kind: 'end', ...CONTENT_REJECTED }
  if (seen.content && options.onRepeat === 'suppress') return { kind: 'end', ...REPEAT_SUPPRESSED }
  const part =
    seen.content && options.onRepeat === 'distinguish'
      ? firstUnseen(plain, seen.marks, account.channel, now)
      : plain
  // A picture has no place for a mark.
  const isMarked = part.sameness !== plain.sameness
  const repeatsOther = seen.content && !isMarked
  const { body, replay } = account.session.prepare({
    part,
    to: addressees(candidate),
    callId: `${candidate.message.id}.${call}`,
    deduplicate: !repeatsOther,
  })
  const callOptions: CallOptions = { replay }
  return {
    kind: 'call',
    body,
    bodyHash: hash(body),
    contentHash: sameness(part),
    options: JSON.stringify(callOptions),
    replayUntil: replayUntil(replay, now),
  }
}

/** The file of a message at the platform; undefined if it carries none. */
function fileOf(
  { message }: Candidate,
  account: OpenAccount,
  media: Pick<MediaShelf, 'ask'>,
): MediaAnswer | undefined {
  const content = readContent(message.content)
  return 'media' in content ? media.ask(account, content.media) : undefined
}

/** All members share one variant, hence the values of the first one. */
function partOf(
  { message, members }: Candidate,
  account: OpenAccount,
  options: MessageOptions,
  file: Extract<MediaAnswer, { kind: 'ready' }> | undefined,
): Part | undefined {
  const [first] = members
  if (!first) return undefined
  const vars = first.vars === null ? undefined : JSON.parse(first.vars)
  const rendering = renderFor(account, readContent(message.content), options, vars, () => file?.handle ?? '')
  return rendering.kind === 'rendered' ? rendering.parts[first.part - 1] : undefined
}

type AddressKind = Addressees['kind']
const ADDRESS_KINDS: ReadonlySet<string> = new Set<AddressKind>([
  'user',
  'dept',
  'tag',
  'chat',
  'everyone',
  'fixed',
])
const isAddressKind = (kind: string): kind is AddressKind => ADDRESS_KINDS.has(kind)

/** The variant begins with the kind of address, since a call can name one kind only. */
export function kindOf({ variant }: Pick<Candidate, 'variant'>): AddressKind {
  const [kind = ''] = variant.split('/', 1)
  if (!isAddressKind(kind)) throw new Error(`variant ${variant} names no kind of address`)
  return kind
}

function addressees(candidate: Candidate): Addressees {
  const kind = kindOf(candidate)
  if (kind === 'everyone' || kind === 'fixed') return { kind }
  return { kind, ids: candidate.members.flatMap(({ platformId }) => platformId ?? []) }
}

const mostMembers = ({ channel }: OpenAccount): number =>
  channel.recipients === 'fixed' ? 1 : Math.max(1, ...Object.values(channel.recipients))

const capacityFor = (part: Part, kind: AddressKind, { channel }: OpenAccount): number =>
  kind === 'fixed' ? 1 : channel.capacity(part, kind)

const sameness = (part: Part): string => hash(part.sameness)

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

const ended = (code: 'expired' | 'content_rejected' | 'repeat_suppressed'): Ending => ({
  state: REASONS[code].state,
  code,
  final: true,
})
const EXPIRED = ended('expired')
const CONTENT_REJECTED = ended('content_rejected')
const REPEAT_SUPPRESSED = ended('repeat_suppressed')

/** One message that cannot be rendered or prepared must not stop all that stand behind it in the line. */
function refusingBugs<Result>(decide: () => Result): Result | ({ readonly kind: 'end' } & Ending) {
  try {
    return decide()
  } catch (error) {
    return { kind: 'end', ...CONTENT_REJECTED, platformText: String(error).slice(0, 500) }
  }
}
