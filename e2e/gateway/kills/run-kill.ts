import { setTimeout as pause } from 'node:timers/promises'
import { type Hongyan, UnreachableError } from '@hongyan/client'
import type { AmbiguityPolicy, MessageView } from '@hongyan/contract'
import { addAccounts, type GatewayProcess, type Place, startGateway } from './house.ts'
import { listOf } from './in-parallel.ts'
import { type Kill, type Letter, lettersOf } from './kills.ts'
import { judge, phonesOf, type Verdict } from './oracle.ts'
import type { Ending } from './program.ts'
import { type SandboxProcess, SENDING, TOKEN_PATHS } from './sandbox.ts'

export interface KillRun {
  readonly place: Place
  readonly sandbox: SandboxProcess
  /** Part of every text, so that no two runs send the same. */
  readonly mark: string
  readonly onAmbiguous: Extract<AmbiguityPolicy, 'dedupe' | 'at_most_once'>
}

export interface KillReport extends Verdict {
  /** How often the process said that it had come to the failpoint. */
  readonly hits: number
  readonly signal: NodeJS.Signals | null
  /** Send calls that the platforms had executed when the process died. */
  readonly executedBefore: number
  /** Token requests of the platform that made most. */
  readonly tokenRequests: number
}

/** How often a process that works is looked at. Unit: real ms. */
const LOOK_EVERY_MS = 40
/** Long enough for a busy machine; beyond it something hangs. Unit: real ms. */
const PATIENCE_MS = 60_000
/** Reports come due a minute after sending, and what a dead process had claimed is free again as late. Unit: business ms. */
const HALF_A_MINUTE_MS = 31_000

/** Kills one process at its point and lets the next one finish; answers what people and API say in the end. */
export async function runKill(kill: Kill, run: KillRun): Promise<KillReport> {
  const { sandbox, place, mark, onAmbiguous } = run
  await sandbox.goToMorning()
  const letters = lettersOf(kill, mark, sandbox.people, onAmbiguous)
  const tokensBefore = await tokenRequests(sandbox)
  if (kill.answerAfterMs !== undefined) {
    for (const { path } of Object.values(SENDING)) await sandbox.answerAfter(path, kill.answerAfterMs)
  }

  const victim = await startGateway(place, sandbox, kill.failpoint)
  await addAccounts(victim, sandbox)
  const answers = await Promise.all(letters.map((letter) => post(victim.api, letter)))
  const ending = await provoke(kill, victim, answers, sandbox)
  const executedBefore = (await sendsOf(letters, sandbox)).length
  await sandbox.answerAtOnce()

  const survivor = await startGateway(place, sandbox)
  const ids = await Promise.all(letters.map((letter) => postAgain(survivor.api, letter)))
  await settle(survivor.api, ids, sandbox)
  if (kill.leadBy === 'recall') await finishRecall(survivor.api, ids, sandbox)
  const sent = letters.map((letter, index) => ({ letter, id: ids[index] ?? '' }))
  const verdict = await judge(sent, survivor.api, sandbox)
  const strays = await strayMessages(survivor.api, letters, answers, ids)
  const notRecalled = kill.leadBy === 'recall' ? await keptCopies(survivor.api, sent, sandbox) : []
  await survivor.kill('SIGKILL')
  return {
    ...verdict,
    violations: [...verdict.violations, ...strays, ...notRecalled],
    hits: hitsOf(ending, kill),
    signal: ending.signal,
    executedBefore,
    tokenRequests: mostSince(tokensBefore, await tokenRequests(sandbox)),
  }
}

/** The id, or undefined if the process died over it. */
const post = (api: Hongyan, { message, key }: Letter): Promise<string | undefined> =>
  api.messages.send(message, { idempotencyKey: key }).then(
    ({ id }) => id,
    (error: unknown) => {
      if (error instanceof UnreachableError) return undefined
      throw error
    },
  )

/** What every caller does who had no answer: the same key again. */
const postAgain = async (api: Hongyan, { message, key }: Letter): Promise<string> =>
  (await api.messages.send(message, { idempotencyKey: key })).id

/** Does what leads to the failpoint, until the process is dead. */
async function provoke(
  { leadBy, point }: Kill,
  victim: GatewayProcess,
  answers: readonly (string | undefined)[],
  sandbox: SandboxProcess,
): Promise<Ending> {
  const ids = answers.filter((id) => id !== undefined)
  if (leadBy === 'recall') {
    await settle(victim.api, ids, sandbox)
    for (const id of ids) await victim.api.messages.recall(id)
  }
  await until(`${point} is reached`, async () => {
    if (leadBy === 'report' && !victim.hasEnded()) await sandbox.advance(HALF_A_MINUTE_MS)
    return victim.hasEnded()
  })
  return victim.ended
}

/** Lets business time pass until every delivery is final, as the API tells. */
async function settle(api: Hongyan, ids: readonly string[], sandbox: SandboxProcess): Promise<void> {
  let open = [...ids]
  let views: readonly MessageView[] = []
  const countsOf = () => views.map(({ counts, pending }) => JSON.stringify({ ...counts, pending })).join(' ')
  const isFinal = async () => {
    views = await Promise.all(open.map((id) => api.messages.get(id)))
    open = views.filter(({ pending }) => pending > 0).map(({ id }) => id)
    const isOnItsWay = views.some(({ counts }) => (counts.queued ?? 0) + (counts.sending ?? 0) > 0)
    // Replays end with the platforms' windows, so time is turned only for reports and for look-ups that died.
    if (open.length > 0 && !isOnItsWay) await sandbox.advance(HALF_A_MINUTE_MS)
    return open.length === 0
  }
  await until('every delivery is final', isFinal, countsOf)
}

async function finishRecall(api: Hongyan, ids: readonly string[], sandbox: SandboxProcess): Promise<void> {
  await until('every recall has ended', async () => {
    const deliveries = (await Promise.all(ids.map((id) => listOf(api.messages.deliveries(id))))).flat()
    if (deliveries.every(({ recall }) => recall !== 'requested')) return true
    await sandbox.advance(HALF_A_MINUTE_MS)
    return false
  })
}

async function keptCopies(
  api: Hongyan,
  sent: readonly { letter: Letter; id: string }[],
  sandbox: SandboxProcess,
): Promise<string[]> {
  const problems: string[] = []
  for (const { letter, id } of sent) {
    const phones = phonesOf(sandbox, letter.text)
    for await (const delivery of api.messages.deliveries(id)) {
      const isGone = (await phones(delivery)).every(({ recalledAt }) => recalledAt !== null)
      if (delivery.recall !== 'recalled' || !isGone) {
        problems.push(`${delivery.id} ${delivery.account}: recall ${delivery.recall}, taken back ${isGone}`)
      }
    }
  }
  return problems
}

/** One message for each key, and for each answer the message that it named. */
async function strayMessages(
  api: Hongyan,
  letters: readonly Letter[],
  answers: readonly (string | undefined)[],
  ids: readonly string[],
): Promise<string[]> {
  const listed = await listOf(api.messages.list({ limit: 500 }))
  const problems = answers.flatMap((answer, index) =>
    answer === undefined || answer === ids[index] ? [] : [`${answer} was answered, then ${ids[index]}`],
  )
  const isOneEach = listed.length === letters.length && new Set(ids).size === letters.length
  return isOneEach ? problems : [...problems, `${letters.length} keys, ${listed.length} messages`]
}

async function sendsOf(letters: readonly Letter[], sandbox: SandboxProcess) {
  const all = await Promise.all(Object.values(SENDING).map(({ path }) => sandbox.requests(path)))
  return all.flat().filter(({ body, answer }) => {
    const bytes = JSON.stringify(body)
    return answer !== null && letters.some(({ text }) => bytes.includes(text))
  })
}

const tokenRequests = async (sandbox: SandboxProcess): Promise<number[]> =>
  Promise.all(TOKEN_PATHS.map(async (path) => (await sandbox.requests(path)).length))

const mostSince = (before: readonly number[], after: readonly number[]): number =>
  Math.max(...after.map((count, index) => count - (before[index] ?? 0)))

function hitsOf({ printed }: Ending, { failpoint }: Kill): number {
  const [name = ''] = failpoint.split(':')
  return printed.split(`failpoint ${name}\n`).length - 1
}

/** @throws with what was last seen, if it does not come about. */
async function until(
  what: string,
  isSo: () => Promise<boolean>,
  seen: () => string = () => '',
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`It did not come about that ${what}. ${seen()}`)
    await pause(LOOK_EVERY_MS)
  }
}
