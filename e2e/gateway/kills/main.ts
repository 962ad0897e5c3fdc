// `npm run test:kills [-- --only K8,K9 --times 4 --stores sqlite,postgres --profiles documented,opposed]`
import { parseArgs } from 'node:util'
import { type RunningPostgres, startPostgres } from '../../setup/postgres.ts'
import { openPlace } from './house.ts'
import { KILLS, type Kill } from './kills.ts'
import { type KillReport, type KillRun, runKill } from './run-kill.ts'
import { startSandboxProcess } from './sandbox.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    times: { type: 'string', default: '4' },
    stores: { type: 'string', default: 'sqlite,postgres' },
    profiles: { type: 'string', default: 'documented,opposed' },
  },
})
const only = values.only?.split(',')
const kills = KILLS.filter(({ point }) => only === undefined || only.includes(point))
const print = (line: string) => process.stdout.write(`${line}\n`)

/** Different texts in each run, so that platforms that know a text are no surprise; printed, to tell runs apart. */
const seed = String(process.hrtime.bigint() % 1_000_000n)
let red = kills.length === 0 ? 1 : 0
const sandbox = await startSandboxProcess()
const postgres = values.stores.includes('postgres') ? await startPostgres() : undefined
try {
  for (const profile of values.profiles.split(',')) {
    await sandbox.useProfile(profile)
    for (const store of values.stores.split(',')) {
      for (const kill of kills) red += await runOften(kill, store, profile)
    }
  }
} finally {
  await sandbox.stop()
  await postgres?.stop()
}
print(red === 0 ? 'All kills were survived.' : `${red} runs are red.`)
process.exitCode = red === 0 ? 0 : 1

/** Answers how many of the runs were red. */
async function runOften(kill: Kill, store: string, profile: string): Promise<number> {
  const problems: string[] = []
  const reports: KillReport[] = []
  const policies = kill.leavesDoubt ? (['dedupe', 'at_most_once'] as const) : (['dedupe'] as const)
  for (let time = 1; time <= Number(values.times); time++) {
    for (const onAmbiguous of policies) {
      const mark = `${seed}-${profile}-${store}-${kill.point}-${time}-${onAmbiguous}`
      try {
        const report = await runOnce(kill, { sandbox, mark, onAmbiguous }, store, postgres)
        reports.push(report)
        problems.push(...problemsOf(report, kill, onAmbiguous).map((problem) => `${mark}: ${problem}`))
      } catch (error) {
        problems.push(`${mark}: ${error}`)
      }
    }
  }
  const sum = (count: (report: KillReport) => number) => reports.reduce((all, one) => all + count(one), 0)
  const columns = [
    `${kill.point} ${store} ${profile}`,
    `hits ${sum(({ hits }) => hits)}`,
    `SIGKILL seen ${reports.filter(({ signal }) => signal === 'SIGKILL').length}`,
    `ambiguous ${sum(({ ambiguous }) => ambiguous)}, replayed ${sum(({ replayed }) => replayed)}`,
    `unknown ${sum(({ unknown }) => unknown)}`,
    `largest inbox ${Math.max(0, ...reports.map(({ largestInbox }) => largestInbox))}`,
    `seed ${seed}`,
  ]
  print(`${problems.length === 0 ? '✓' : '✗'} ${columns.join(' · ')}`)
  for (const problem of problems) print(`    ${problem}`)
  return problems.length
}

async function runOnce(
  kill: Kill,
  run: Omit<KillRun, 'place'>,
  store: string,
  server: RunningPostgres | undefined,
): Promise<KillReport> {
  const place = await openPlace(store === 'postgres' ? await server?.createDatabase() : undefined)
  try {
    return await runKill(kill, { ...run, place })
  } finally {
    await place.remove()
  }
}

/** A kill that did not happen proves nothing. */
function problemsOf(report: KillReport, kill: Kill, onAmbiguous: KillRun['onAmbiguous']): string[] {
  const { hits, signal, ambiguous, replayed, unknown, largestInbox, violations } = report
  const problems = [...violations]
  if (hits !== 1 || signal !== 'SIGKILL') problems.push(`${hits} hits, ended by ${signal}`)
  if (largestInbox > 1) problems.push(`somebody has ${largestInbox} copies`)
  if (!kill.leavesDoubt) return problems
  if (ambiguous === 0) problems.push('no attempt was ambiguous')
  if (onAmbiguous === 'dedupe' && replayed !== ambiguous)
    problems.push(`${replayed} of ${ambiguous} replayed`)
  if (onAmbiguous === 'at_most_once' && unknown === 0) problems.push('nobody ended unknown')
  return problems
}
