import type { Hongyan } from '@hongyan/client'
import { openHalfWay } from './half-request.ts'
import { addAccounts, type GatewayProcess, type Setting, startGateway } from './house.ts'
import { listOf } from './in-parallel.ts'
import type { Kill } from './kills.ts'
import { type Letter, lettersOf, type Policy } from './letters.ts'
import { judge, type Sent, type Verdict } from './oracle.ts'
import { phonesOf } from './phones.ts'
import { HALF_A_MINUTE_MS, post, postAgain, settle, until } from './post.ts'
import type { Ending } from './program.ts'
import { type SandboxProcess, SENDING } from './sandbox.ts'

export interface KillRun extends Setting {
  /** Part of every text, so that no two runs send the same. */
  readonly mark: string
  readonly onAmbiguous: Policy
  /** How late the platforms answer everything. Unit: real ms. */
  readonly latencyMs: number
}

/** So late that the kill falls between execution and answer. Unit: real ms. */
export const LATE_MS = 8000

export interface KillReport extends Verdict {
  /** How often the process came to the place where it is killed. */
  readonly hits: number
  readonly signal: NodeJS.Signals | null
  /** Send calls that the platforms had executed when the process died. */
  readonly executedBefore: number
  /** Token requests of the platform that made most. */
  readonly tokenRequests: number
  /** From the kill until the next process had asked for a token; only where one died over it. Unit: real ms. */
  readonly tokenAfterMs?: number
}

/** Kills one process at its point and lets the next one finish; answers what people and API say in the end. */
export async function runKill(kill: Kill, run: KillRun): Promise<KillReport> {
  const { sandbox } = run
  await sandbox.goToMorning()
  const letters = lettersOf(kill.traffic, run.mark, sandbox.people, run.onAmbiguous)
  const before = await sandbox.newest()
  await sandbox.answerAfter(run.latencyMs, kill.seen === 'a send executed' ? LATE_MS : 0)
  const halfWay = await openHalfWay(sandbox.url)
  try {
    const platforms = halfWay.url
    const victim = await startGateway(run, { failpoint: kill.failpoint ?? '', platforms })
    await addAccounts(victim, sandbox, platforms)
    const stuck = kill.seen === 'half a request' ? halfWay.holdNext(SENDING[1].path) : undefined
    const answers = await Promise.all(letters.map((letter) => post(victim.api, letter)))
    if (kill.seen === 'a send executed') await anySend(sandbox, before)
    await stuck
    const seen = kill.seen !== undefined && !victim.hasEnded()
    const ending = seen ? await victim.kill('SIGKILL') : await provoke(kill, victim, answers, sandbox)
    const diedAt = performance.now()
    const executedBefore = (await sandbox.sends(before)).length
    const tokensBefore = await sandbox.tokens(before)
    await sandbox.answerAfter(run.latencyMs)

    const survivor = await startGateway(run, { platforms })
    const tokenAfterMs =
      kill.point === 'K11' ? await nextToken(run, { before, tokensBefore, diedAt }) : undefined
    const ids = await Promise.all(letters.map((letter) => postAgain(survivor.api, letter)))
    await settle(survivor.api, ids, sandbox)
    if (kill.leadBy === 'recall') await finishRecall(survivor.api, ids, sandbox)
    const sent = letters.map((letter, index) => ({ letter, id: ids[index] ?? '' }))
    const verdict = await judge(sent, survivor.api, sandbox, await sandbox.sends(before))
    const strays = await strayMessages(survivor.api, letters, answers, ids)
    const notRecalled = kill.leadBy === 'recall' ? await keptCopies(survivor.api, sent, sandbox) : []
    await survivor.kill('SIGKILL')
    return {
      ...verdict,
      violations: [...verdict.violations, ...strays, ...notRecalled],
      hits: Number(seen) + hitsOf(ending, kill),
      signal: ending.signal,
      executedBefore,
      tokenRequests: await sandbox.tokens(before),
      ...(tokenAfterMs !== undefined && { tokenAfterMs }),
    }
  } finally {
    await halfWay.close()
  }
}

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

const anySend = (sandbox: SandboxProcess, before: number): Promise<void> =>
  until('a send is executed', async () => (await sandbox.sends(before)).length > 0)

async function nextToken(
  { sandbox }: KillRun,
  { before, tokensBefore, diedAt }: { before: number; tokensBefore: number; diedAt: number },
): Promise<number> {
  await until('a token is asked for', async () => (await sandbox.tokens(before)) > tokensBefore)
  return performance.now() - diedAt
}

async function finishRecall(api: Hongyan, ids: readonly string[], sandbox: SandboxProcess): Promise<void> {
  await until('every recall has ended', async () => {
    const deliveries = (await Promise.all(ids.map((id) => listOf(api.messages.deliveries(id))))).flat()
    if (deliveries.every(({ recall }) => recall !== 'requested')) return true
    await sandbox.advance(HALF_A_MINUTE_MS)
    return false
  })
}

async function keptCopies(api: Hongyan, sent: readonly Sent[], sandbox: SandboxProcess): Promise<string[]> {
  const problems: string[] = []
  for (const { letter, id } of sent) {
    const phones = phonesOf(sandbox, letter.text)
    for await (const delivery of api.messages.deliveries(id)) {
      const isGone = (await phones(delivery)).every(({ recalledAt }) => typeof recalledAt === 'number')
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

function hitsOf({ printed }: Ending, { failpoint }: Kill): number {
  if (failpoint === undefined) return 0
  const [name = ''] = failpoint.split(':')
  return printed.split(`failpoint ${name}\n`).length - 1
}
