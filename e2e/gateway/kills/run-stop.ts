import { readFile } from 'node:fs/promises'
import { addAccounts, type GatewayProcess, startGateway } from './house.ts'
import { letter, toDing, toWecom, underPolicy } from './letters.ts'
import { judge, type Verdict } from './oracle.ts'
import { postAgain, until, untilFinal } from './post.ts'
import { type KillRun, LATE_MS } from './run-kill.ts'
import { DAY_MS, type Person } from './sandbox.ts'

/** A moment at which one of two nodes freezes, longer than its lease. */
export interface Stop {
  readonly point: string
  readonly when: string
  /** Where it freezes itself, as HONGYAN_FAILPOINT takes it; without one it is frozen once a send is executed. */
  readonly failpoint?: string
}

export const STOPS: readonly Stop[] = [
  {
    point: 'STOP before sending',
    when: 'the intent is durable and the request is not written',
    failpoint: 'stop:start.after_commit',
  },
  {
    point: 'STOP while sending',
    when: 'the platform has executed the call and its answer is unread',
  },
]

export interface StopReport extends Verdict {
  /** How often the node froze; we have seen it frozen by a signal before anything else was done. */
  readonly hits: number
}

/**
 * Freezes a node with a call at hand, lets another take over, waits until no platform would drop a copy any more, and
 * wakes it: nobody may get a second one.
 */
export async function runStop(stop: Stop, run: KillRun): Promise<StopReport> {
  const { sandbox, mark } = run
  await sandbox.goToMorning()
  const before = await sandbox.newest()
  await sandbox.answerAfter(run.latencyMs, stop.failpoint === undefined ? LATE_MS : 0)
  const sleeper = await startGateway(run, { failpoint: stop.failpoint ?? '' })
  await addAccounts(sleeper, sandbox, sandbox.url)
  const other = await startGateway(run)
  const letters = lettersToBoth(mark, sandbox.people).map((one) => underPolicy(one, run.onAmbiguous))

  const answering = Promise.all(letters.map((one) => postAgain(sleeper.api, one)))
  if (stop.failpoint === undefined) {
    await until('all is sent', async () => (await sandbox.sends(before)).length >= letters.length)
    sleeper.signal('SIGSTOP')
  }
  await until('a node freezes', () => isStopped(sleeper.pid))
  await sandbox.answerAfter(run.latencyMs)
  const ids = await Promise.all(letters.map((one) => postAgain(other.api, one)))
  await untilFinal(other.api, ids)
  await sandbox.advance(DAY_MS, 'when they can')
  sleeper.signal('SIGCONT')
  await until('the woken node has said what became of its attempt', () => hasSpoken(other, ids))
  const answers = await answering
  const sent = letters.map((one, index) => ({ letter: one, id: ids[index] ?? '' }))
  const verdict = await judge(sent, other.api, sandbox, await sandbox.sends(before))
  const changed = answers.flatMap((id, index) =>
    id === ids[index] ? [] : [`${id} was answered, then ${ids[index]}`],
  )
  await Promise.all([sleeper.kill('SIGKILL'), other.kill('SIGKILL')])
  return {
    ...verdict,
    violations: [...verdict.violations, ...changed],
    hits: stop.failpoint === undefined ? 1 : sleeper.printed().split('failpoint ').length - 1,
  }
}

/** Enough single messages that the node which is to freeze starts one of them. Nothing has to be asked for later. */
const lettersToBoth = (mark: string, people: readonly Person[]) =>
  people.slice(0, 12).map((person, index) => {
    const one =
      index % 2 === 0
        ? letter(`${mark}/${index}`, ['wecom'], [toWecom(person)])
        : letter(`${mark}/${index}`, ['ding'], [toDing(person)])
    return { ...one, message: { ...one.message, verify: 'none' } as const }
  })

/** As the kernel says: T is stopped by a signal. */
async function isStopped(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T')
}

/** The frozen node's outcome comes late, beside the one by which another has settled the call. */
async function hasSpoken({ api }: GatewayProcess, ids: readonly string[]): Promise<boolean> {
  for (const id of ids) {
    for await (const delivery of api.messages.deliveries(id)) {
      const { attempts } = await api.deliveries.get(delivery.id)
      if (attempts.some(({ late }) => late)) return true
    }
  }
  return false
}
