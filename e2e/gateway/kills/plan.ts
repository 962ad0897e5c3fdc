import { openPlace, type Place, type Safeguard } from './house.ts'
import { KILLS, type Kill, LARGEST } from './kills.ts'
import type { Policy } from './letters.ts'
import type { Verdict } from './oracle.ts'
import { problemsOf } from './problems.ts'
import { type KillRun, runKill } from './run-kill.ts'
import { type RandomLoad, runRandom } from './run-random.ts'
import { runStop, STOPS, type Stop } from './run-stop.ts'
import type { SandboxProcess } from './sandbox.ts'

/** One line of the table. */
export interface Row {
  readonly point: string
  readonly store: Store
  readonly profile: string
}
export type Store = 'sqlite' | 'postgres'

/** One run of a row, on a sandbox that nothing else uses meanwhile. */
export interface Job {
  readonly row: Row
  /** Which run of its row, and under which policy; part of the texts it sends. */
  readonly name: string
  /** People whom the sandbox needs, where the usual company is too small. */
  readonly size?: number
  run(on: Ground): Promise<Result>
}

/** What the runs of one command share. */
export interface Ground {
  readonly sandbox: SandboxProcess
  readonly makePlace: (store: Store) => Promise<Place>
  readonly seed: string
  readonly without?: Safeguard | undefined
}

/** What a run shows, and what is wrong with it. */
export interface Result extends Omit<Verdict, 'violations'> {
  readonly hits: number
  /** Signals that the parent has seen. */
  readonly signals: number
  readonly problems: readonly string[]
}

export interface Choice {
  /** Points; all if undefined. */
  readonly only?: readonly string[] | undefined
  readonly times: number
  readonly stores: readonly Store[]
  readonly profiles: readonly string[]
  readonly random: RandomLoad
}

/** Everywhere the platforms take this long, as they do in the world. Unit: real ms. */
const LATENCY_MS = 100

/** The long runs first, so that the short ones fill up the lanes beside them. */
export function jobsOf(choice: Choice): Job[] {
  const { stores, profiles, random } = choice
  const [firstProfile = 'documented'] = profiles
  const all = [
    ...stores.map((store, n) =>
      randomJob({ point: RANDOM, store, profile: profiles[n] ?? firstProfile }, random),
    ),
    ...stores.map((store) => largestJob({ point: LARGEST.point, store, profile: firstProfile })),
    ...profiles.flatMap((profile) => STOPS.flatMap((stop) => stopJobs(stop, profile, choice))),
    ...profiles.flatMap((profile) =>
      stores.flatMap((store) =>
        KILLS.flatMap((kill) => killJobs(kill, { point: kill.point, store, profile }, choice)),
      ),
    ),
  ]
  return all.filter(({ row }) => choice.only?.includes(row.point) ?? true)
}

const RANDOM = 'random'

function killJobs(kill: Kill, row: Row, { times }: Choice): Job[] {
  const job = (onAmbiguous: Policy, time: number): Job => ({
    row,
    name: `${time}-${onAmbiguous}`,
    run: (on) =>
      inPlace(row, on, `${time}`, async (run) => {
        const report = await runKill(kill, { ...run, onAmbiguous, mark: `${run.mark}-${onAmbiguous}` })
        return {
          ...report,
          signals: Number(report.signal === 'SIGKILL'),
          problems: problemsOf(report, kill, onAmbiguous),
        }
      }),
  })
  const runs = Array.from({ length: times }, (_, index) => index + 1)
  return [
    ...runs.map((time) => job('dedupe', time)),
    // The same texts once more where the sender forbids repeats; each time where the platform has executed the call.
    ...runs.filter((time) => isForbidden(kill, time)).map((time) => job('at_most_once', time)),
  ]
}

const isForbidden = ({ leavesDoubt, seen }: Kill, time: number): boolean =>
  leavesDoubt === true && (time === 1 || seen === 'a send executed')

function stopJobs(stop: Stop, profile: string, { times, stores }: Choice): Job[] {
  if (!stores.includes('postgres')) return []
  const row: Row = { point: stop.point, store: 'postgres', profile }
  return Array.from({ length: times }, (_, index) => ({
    row,
    name: `${index + 1}`,
    run: (on) =>
      inPlace(row, on, `${index + 1}`, async (run) => {
        const report = await runStop(stop, run)
        const problems = [...report.violations]
        if (report.hits !== 1) problems.push(`frozen ${report.hits} times`)
        if (report.ambiguous === 0) problems.push('no attempt was ambiguous')
        return { ...report, signals: report.hits, problems }
      }),
  }))
}

const randomJob = (row: Row, load: RandomLoad): Job => ({
  row,
  name: `${load.kills} kills`,
  run: (on) =>
    inPlace(row, on, 'random', async (run) => {
      const report = await runRandom(load, run)
      const problems = [...report.violations]
      if (report.kills !== load.kills) problems.push(`${report.kills} kills seen`)
      if (report.ambiguous === 0) problems.push('no attempt was ambiguous')
      return { ...report, hits: load.kills, signals: report.kills, problems }
    }),
})

/** Enough that 100 000 recipients are people whom a platform reaches. */
const LARGE_COMPANY = 100_000

const largestJob = (row: Row): Job => ({
  row,
  name: 'largest',
  size: LARGE_COMPANY,
  run: (on) =>
    inPlace(row, on, 'largest', async (run) => {
      const report = await runKill(LARGEST, { ...run, latencyMs: 0 })
      const problems = problemsOf(report, LARGEST, run.onAmbiguous)
      return { ...report, signals: Number(report.signal === 'SIGKILL'), problems }
    }),
})

async function inPlace(
  { point, store, profile }: Row,
  { sandbox, makePlace, seed, without }: Ground,
  name: string,
  step: (run: KillRun) => Promise<Result>,
): Promise<Result> {
  await sandbox.useProfile(profile)
  const place = await makePlace(store)
  const mark = `${seed}-${profile}-${store}-${point}-${name}`.replaceAll(/[^\w-]+/g, '-')
  try {
    return await step({ sandbox, place, without, mark, onAmbiguous: 'dedupe', latencyMs: LATENCY_MS })
  } finally {
    await place.remove()
  }
}

export const placesOn =
  (databases: { createDatabase(): Promise<string> } | undefined) =>
  async (store: Store): Promise<Place> =>
    openPlace(store === 'postgres' ? await databases?.createDatabase() : undefined)
