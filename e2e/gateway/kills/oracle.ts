import type { Hongyan } from '@hongyan/client'
import { type DeliveryDetail, type DeliveryView, isReached, type MessageView } from '@hongyan/contract'
import { inParallel, listOf } from './in-parallel.ts'
import type { Letter } from './kills.ts'
import {
  type Copy,
  type Person,
  type Platform,
  type Request,
  type SandboxProcess,
  SENDING,
} from './sandbox.ts'

/** What the API says, held against what people have on their phones. */
export interface Verdict {
  /** Attempts that left no usable answer. */
  readonly ambiguous: number
  /** Of these, the ones that were repeated with the same bytes. */
  readonly replayed: number
  /** The most copies that one person has of one message. */
  readonly largestInbox: number
  readonly unknown: number
  /** Sentences; none if all is well. */
  readonly violations: readonly string[]
}

interface Sent {
  readonly letter: Letter
  readonly id: string
}

/** A large list shares its calls, so a few of its deliveries tell of all attempts. Unit: deliveries of a message. */
const LOOKED_INTO = 60

/** Judges messages whose deliveries are all final. */
export async function judge(sent: readonly Sent[], api: Hongyan, sandbox: SandboxProcess): Promise<Verdict> {
  const requests = (
    await Promise.all(Object.values(SENDING).map(({ path }) => sandbox.requests(path)))
  ).flat()
  const verdicts = await inParallel(sent, (one) => judgeMessage(one, requests, api, sandbox))
  const sum = (count: (verdict: Verdict) => number) => verdicts.reduce((all, one) => all + count(one), 0)
  return {
    ambiguous: sum(({ ambiguous }) => ambiguous),
    replayed: sum(({ replayed }) => replayed),
    unknown: sum(({ unknown }) => unknown),
    largestInbox: Math.max(0, ...verdicts.map(({ largestInbox }) => largestInbox)),
    violations: verdicts.flatMap(({ violations }) => violations),
  }
}

async function judgeMessage(
  { letter, id }: Sent,
  requests: readonly Request[],
  api: Hongyan,
  sandbox: SandboxProcess,
): Promise<Verdict> {
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
    ambiguous: doubtful.size,
    replayed: [...doubtful.values()].filter((isReplayed) => isReplayed).length,
    unknown: deliveries.filter(({ state }) => state === 'unknown').length,
    largestInbox: Math.max(0, ...copies),
    violations: [
      ...conservation(letter, message, deliveries),
      ...deliveries.flatMap((delivery, index) => truthOf(delivery, copies[index] ?? 0, letter)),
      ...rebatched(requests.filter(({ body }) => JSON.stringify(body).includes(letter.text))),
    ],
  }
}

/** Calls with an ambiguous attempt, and whether the very same call was tried again. */
function doubtfulCalls(details: readonly DeliveryDetail[]): Map<string, boolean> {
  const calls = new Map<string, boolean>()
  for (const { attempts } of details) {
    for (const { call, outcome } of attempts) {
      if (outcome !== 'ambiguous') continue
      calls.set(
        call,
        attempts.some((other) => other.call === call && other.replay),
      )
    }
  }
  return calls
}

function conservation({ message }: Letter, view: MessageView, deliveries: readonly DeliveryView[]): string[] {
  const expected = (message.to?.length ?? 1) * message.accounts.length
  const counted = Object.values(view.counts).reduce((sum, count) => sum + count, 0)
  const said = `${view.id}: ${expected} accepted, ${deliveries.length} deliveries, counts ${JSON.stringify(view.counts)}`
  const isWhole = deliveries.length === expected && counted === expected && view.pending === 0
  const isOnce =
    new Set(deliveries.map(({ account, recipient }) => `${account} ${recipient}`)).size === expected
  return isWhole && isOnce ? [] : [said]
}

/** On an undisturbed sandbox everybody is reached, once; the one other honest word is `unknown`, where the sender chose it. */
function truthOf(
  { id, account, recipient, state, code, final }: DeliveryView,
  copies: number,
  { message }: Letter,
) {
  const said = `${id} ${account} ${recipient}: ${state}${code === undefined ? '' : ` (${code})`}, ${copies} copies`
  if (!final || copies > 1) return [said]
  if (state === 'unknown') return message.onAmbiguous === 'at_most_once' ? [] : [said]
  return isReached(state) && copies === 1 ? [] : [said]
}

/** Whoever is named in two requests is named in equal ones: a replay repeats bytes, members included. */
function rebatched(requests: readonly Request[]): string[] {
  const bodies = new Map<string, string>()
  const problems: string[] = []
  for (const { path, body } of requests) {
    const bytes = `${path} ${JSON.stringify(body)}`
    for (const person of peopleIn(path, body)) {
      const before = bodies.get(`${path} ${person}`)
      if (before !== undefined && before !== bytes)
        problems.push(`${person} is in two calls: ${before} / ${bytes}`)
      bodies.set(`${path} ${person}`, bytes)
    }
  }
  return problems
}

function peopleIn(path: string, body: unknown): string[] {
  const { people, between } = path === SENDING.wecom.path ? SENDING.wecom : SENDING.dingtalk
  const named = typeof body === 'object' && body !== null ? Object.entries(body) : []
  return named.flatMap(([name, value]) => (name === people ? String(value).toLowerCase().split(between) : []))
}

/** Reads the copies of one text that the person of a delivery has. */
export function phonesOf(sandbox: SandboxProcess, text: string): (delivery: DeliveryView) => Promise<Copy[]> {
  const byMobile = new Map(sandbox.people.map((person) => [person.mobile, person]))
  return async ({ channel, recipient }) => {
    const platform = channel.startsWith('wecom') ? 'wecom' : 'dingtalk'
    const userid = useridOf(recipient ?? '', platform, byMobile)
    const inbox = await sandbox.inbox(platform, userid)
    return inbox.filter(({ message }) => JSON.stringify(message).includes(text))
  }
}

function useridOf(recipient: string, platform: Platform, byMobile: ReadonlyMap<string, Person>): string {
  if (!recipient.startsWith('mobile:')) return recipient.split(':').at(-1) ?? ''
  const userid = byMobile.get(recipient.slice('mobile:'.length))?.[platform]?.userid
  if (userid === undefined) throw new Error(`Nobody has ${recipient}.`)
  return userid
}
