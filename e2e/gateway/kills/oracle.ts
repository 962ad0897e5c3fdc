import type { Hongyan } from '@hongyan/client'
import { type DeliveryDetail, type DeliveryView, isReached, type MessageView } from '@hongyan/contract'
import { identicalRepeats, rebatched } from './bytes.ts'
import { inParallel, listOf } from './in-parallel.ts'
import type { Letter } from './letters.ts'
import { phonesOf } from './phones.ts'
import type { Request, SandboxProcess } from './sandbox.ts'

/** What the API says, held against what people have on their phones. */
export interface Verdict {
  /** Deliveries that were accepted. */
  readonly accepted: number
  /** Calls that left no usable answer. */
  readonly ambiguous: number
  /** Of these, the ones that were tried again. */
  readonly replayed: number
  /** Calls that the platforms have seen more than once, each time with the same bytes. */
  readonly identical: number
  /** The most copies that one person has of one message. */
  readonly largestInbox: number
  readonly unknown: number
  /** Ended as `poison`: interrupted so often that nobody tries again. */
  readonly poison: number
  /** Sentences; none if all is well. */
  readonly violations: readonly string[]
}

export interface Sent {
  readonly letter: Letter
  readonly id: string
}

/** A large list shares its calls, so a few of its deliveries tell of all attempts. Unit: deliveries of a message. */
const LOOKED_INTO = 60

/** Judges messages whose deliveries are all final, by the sends that the platforms have seen meanwhile. */
export async function judge(
  sent: readonly Sent[],
  api: Hongyan,
  sandbox: SandboxProcess,
  sends: readonly Request[],
): Promise<Verdict> {
  const verdicts = await inParallel(sent, (one) => judgeMessage(one, api, sandbox))
  const sum = (count: (verdict: MessageVerdict) => number) =>
    verdicts.reduce((all, one) => all + count(one), 0)
  return {
    accepted: sum(({ accepted }) => accepted),
    ambiguous: sum(({ ambiguous }) => ambiguous),
    replayed: sum(({ replayed }) => replayed),
    identical: identicalRepeats(sends),
    unknown: sum(({ unknown }) => unknown),
    poison: sum(({ poison }) => poison),
    largestInbox: Math.max(0, ...verdicts.map(({ largestInbox }) => largestInbox)),
    violations: [...verdicts.flatMap(({ violations }) => violations), ...rebatched(sends)],
  }
}

type MessageVerdict = Omit<Verdict, 'identical'>

async function judgeMessage(
  { letter, id }: Sent,
  api: Hongyan,
  sandbox: SandboxProcess,
): Promise<MessageVerdict> {
  const message = await api.messages.get(id)
  const deliveries = await listOf(api.messages.deliveries(id, { limit: 500 }))
  const every = Math.ceil(deliveries.length / LOOKED_INTO)
  const details = await inParallel(
    deliveries.filter((_, index) => index % every === 0),
    (delivery) => api.deliveries.get(delivery.id),
  )
  const doubtful = doubtfulCalls(details)
  const phones = phonesOf(sandbox, letter.text)
  const copies = await inParallel(deliveries, async (delivery) => (await phones(delivery)).length)
  return {
    accepted: deliveries.length,
    ambiguous: doubtful.size,
    replayed: [...doubtful.values()].filter((isReplayed) => isReplayed).length,
    unknown: deliveries.filter(({ state }) => state === 'unknown').length,
    poison: deliveries.filter(({ code }) => code === 'poison').length,
    largestInbox: copies.reduce((most, count) => Math.max(most, count), 0),
    violations: [
      ...conservation(letter, message, deliveries),
      ...deliveries.flatMap((delivery, index) => truthOf(delivery, copies[index] ?? 0, letter)),
    ],
  }
}

/** Calls with an ambiguous attempt, and whether the very same call was tried again. */
function doubtfulCalls(details: readonly DeliveryDetail[]): Map<string, boolean> {
  const calls = new Map<string, boolean>()
  for (const { attempts } of details) {
    for (const { call, outcome, late } of attempts) {
      // What comes late is evidence beside the outcome that stands.
      if (outcome !== 'ambiguous' || late) continue
      calls.set(
        call,
        attempts.some((other) => other.call === call && other.replay),
      )
    }
  }
  return calls
}

function conservation({ message }: Letter, view: MessageView, deliveries: readonly DeliveryView[]): string[] {
  const expected = expectedDeliveries(message)
  const counted = Object.values(view.counts).reduce((sum, count) => sum + count, 0)
  const said = `${view.id}: ${expected} accepted, ${deliveries.length} deliveries, counts ${JSON.stringify(view.counts)}`
  const isWhole = deliveries.length === expected && counted === expected && view.pending === 0
  const isOnce =
    new Set(deliveries.map(({ account, recipient }) => `${account} ${recipient}`)).size === expected
  return isWhole && isOnce ? [] : [said]
}

/** Each person on each account, but whoever is named by a platform only on that one's. */
function expectedDeliveries({ to, accounts }: Letter['message']): number {
  if (!to) return accounts.length
  const ofPlatform = to.filter((one) => String(one).startsWith('user:')).length
  return ofPlatform + (to.length - ofPlatform) * accounts.length
}

/**
 * On an undisturbed sandbox everybody is reached, once. The other honest words are `unknown`, where the sender chose
 * it, and `poison`, where the process died of it again and again.
 */
function truthOf(
  { id, account, recipient, state, code, final }: DeliveryView,
  copies: number,
  { message }: Letter,
) {
  const said = `${id} ${account} ${recipient}: ${state}${code === undefined ? '' : ` (${code})`}, ${copies} copies`
  if (!final || copies > 1) return [said]
  if (state === 'unknown') return message.onAmbiguous === 'at_most_once' ? [] : [said]
  if (code === 'poison') return []
  return isReached(state) && copies === 1 ? [] : [said]
}
