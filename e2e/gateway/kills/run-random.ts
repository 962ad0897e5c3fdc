import { setTimeout as pause } from 'node:timers/promises'
import { addAccounts, type GatewayProcess, startGateway } from './house.ts'
import { inParallel } from './in-parallel.ts'
import { type Letter, letter, toDing, toWecom, underPolicy } from './letters.ts'
import { judge, type Verdict } from './oracle.ts'
import { post, postAgain, settle } from './post.ts'
import { randomFrom } from './random.ts'
import type { KillRun } from './run-kill.ts'
import type { Person } from './sandbox.ts'

export interface RandomReport extends Verdict {
  /** Ends by SIGKILL that the parent has seen. */
  readonly kills: number
}

export interface RandomLoad {
  readonly kills: number
  readonly messages: number
}

/** Some lives are so short that little has left, in others a backlog has built up. Unit: real ms. */
const SHORTEST_LIFE_MS = 100
const LONGEST_LIFE_MS = 2500
/** A robot may be sent 20 messages a minute, so it gets one in so many. */
const TO_GROUP = 100
/** One in so many is never to be repeated. */
const AT_MOST_ONCE = 5

/** Kills one process after the other at moments that follow from the mark, while callers keep sending. */
export async function runRandom({ kills, messages }: RandomLoad, run: KillRun): Promise<RandomReport> {
  const { sandbox, mark } = run
  const random = randomFrom(mark)
  await sandbox.goToMorning()
  await sandbox.answerAfter(run.latencyMs)
  const before = await sandbox.newest()
  const letters = Array.from({ length: messages }, (_, n) => letterTo(mark, n, sandbox.people))
  let gateway = await startGateway(run)
  await addAccounts(gateway, sandbox, sandbox.url)

  let seen = 0
  let unanswered: readonly Letter[] = []
  for (let life = 0; life < kills; life++) {
    const fresh = letters.slice((life * messages) / kills, ((life + 1) * messages) / kills)
    const lifeMs = SHORTEST_LIFE_MS + random() * (LONGEST_LIFE_MS - SHORTEST_LIFE_MS)
    const posting = postAll(gateway, [...unanswered, ...fresh])
    await pause(lifeMs)
    const { signal } = await gateway.kill('SIGKILL')
    seen += Number(signal === 'SIGKILL')
    unanswered = await posting
    gateway = await startGateway(run)
  }

  const { api } = gateway
  const ids = await inParallel(letters, (one) => postAgain(api, one))
  await settle(api, ids, sandbox)
  const sent = letters.map((one, index) => ({ letter: one, id: ids[index] ?? '' }))
  const verdict = await judge(sent, api, sandbox, await sandbox.sends(before))
  const doubles = new Set(ids).size === messages ? [] : [`${messages} keys, ${new Set(ids).size} messages`]
  await gateway.kill('SIGKILL')
  return { ...verdict, violations: [...verdict.violations, ...doubles], kills: seen }
}

/** Answers those that the process has not confirmed before it died. */
async function postAll({ api }: GatewayProcess, letters: readonly Letter[]): Promise<Letter[]> {
  const answers = await inParallel(letters, async (one) => ({ one, id: await post(api, one) }))
  return answers.flatMap(({ one, id }) => (id === undefined ? [one] : []))
}

function letterTo(mark: string, n: number, people: readonly Person[]): Letter {
  const person = people[n % people.length]
  if (!person) throw new Error('The sandbox has no people.')
  const name = `${mark}/${n}`
  const one =
    n % TO_GROUP === 0
      ? letter(name, ['group'])
      : n % 2 === 0
        ? letter(name, ['wecom'], [toWecom(person)])
        : letter(name, ['ding'], [toDing(person)])
  // Each result asked for would be a call of the month's 5 000.
  const unasked = { ...one, message: { ...one.message, verify: 'none' } as const }
  return underPolicy(unasked, n % AT_MOST_ONCE === 0 ? 'at_most_once' : 'dedupe')
}
