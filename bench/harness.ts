import type { Text } from '@hongyan/contract'
import { median, medianInterval } from './statistics.ts'

/** What is compared, after everything it needs has been started. Higher or lower is better as its benchmark says. */
export interface Contest {
  /** One measurement of ours, in the benchmark's unit. */
  readonly ours: () => Promise<number>
  /** One measurement of what we compare ourselves with, of the same work, in the same unit. */
  readonly reference: () => Promise<number>
  /** What else the rounds have shown; asked once, after the last of them. */
  readonly findings?: () => Promise<readonly Finding[]>
  /** Ends what was started. */
  readonly stop: () => Promise<void>
}

/** A figure beside the ratio, for example a percentile or a count. */
export interface Finding {
  readonly what: Text
  readonly value: number
  readonly unit: string
}

/** One line of `npm run bench`. */
export interface Benchmark {
  readonly name: string
  /** What the two sides are, and their unit. */
  readonly compares: Text
  readonly unit: string
  readonly aim: Aim
  /** What keeps it from its aim, where it does not reach it. */
  readonly limitedBy?: Text
  /** Rounds of a benchmark whose single round takes seconds. Default: many short ones. */
  readonly effort?: { readonly full: Effort; readonly quick: Effort }
  /** Starts both sides. Quick rounds do less work, for a first look. */
  readonly start: (quick: boolean) => Promise<Contest>
}

/** The unit of benchmarks that measure processor time. */
export const CPU_MICROS = 'µs of processor time per request'

/** What the result is held against: the ratio ours/reference, or our own value in the benchmark's unit. */
export interface Aim {
  readonly of: 'ratio' | 'ours'
  readonly atLeast?: number
  readonly atMost?: number
}

/** The outcome of one benchmark. `ratio` is ours/reference: the median over rounds with its 95 % interval. */
export interface Result {
  readonly name: string
  readonly compares: Text
  readonly ratio: number
  readonly low: number
  readonly high: number
  /** Rounds that count. */
  readonly rounds: number
  /** Rounds thrown away because the machine's speed had drifted. */
  readonly discarded: number
  /** False if so few rounds were steady that all were kept: such a result shows an order of magnitude, no claim. */
  readonly steady: boolean
  /** Medians of each side, in `unit`. */
  readonly ours: number
  readonly reference: number
  readonly unit: string
  readonly aim: Aim
  readonly reached: boolean
  readonly limitedBy?: Text
  readonly findings: readonly Finding[]
}

/** How many rounds a run has. */
export interface Effort {
  readonly warmUps: number
  readonly rounds: number
}

export const FULL: Effort = { warmUps: 5, rounds: 60 }
export const QUICK: Effort = { warmUps: 2, rounds: 11 }

/** A machine that got this much slower or faster than it usually was in this run measures something else. */
const DRIFT_ALLOWED = 0.1

/** Of fewer steady rounds an interval says nothing; then all rounds are kept and the result says so. */
const LEAST_STEADY = 5

/** Where a test puts its own in place of the machine's. */
export interface Instruments {
  readonly random: () => number
  /** Times a fixed amount of work, in any unit: the machine's speed at this moment. */
  readonly spin: () => number
}

interface Round {
  readonly ours: number
  readonly reference: number
  readonly spins: readonly number[]
}

/**
 * Measures both sides in turn, round by round, so that a machine that slows down slows down both. Which side goes
 * first is drawn anew for each round, since the second finds other caches and clock speeds than the first.
 */
export async function measure(
  benchmark: Benchmark,
  contest: Contest,
  effort: Effort,
  instruments: Instruments,
): Promise<Result> {
  for (let count = 0; count < effort.warmUps; count++) await playRound(contest, instruments)
  const rounds: Round[] = []
  for (let count = 0; count < effort.rounds; count++) rounds.push(await playRound(contest, instruments))
  return { ...evaluate(benchmark, rounds, instruments.random), findings: (await contest.findings?.()) ?? [] }
}

async function playRound(contest: Contest, { random, spin }: Instruments): Promise<Round> {
  const oursFirst = random() < 0.5
  const spins = [spin()]
  const first = await (oursFirst ? contest.ours() : contest.reference())
  spins.push(spin())
  const second = await (oursFirst ? contest.reference() : contest.ours())
  spins.push(spin())
  return { ours: oursFirst ? first : second, reference: oursFirst ? second : first, spins }
}

function evaluate(
  benchmark: Benchmark,
  rounds: readonly Round[],
  random: () => number,
): Omit<Result, 'findings'> {
  const usual = median(rounds.flatMap((round) => round.spins))
  const steady = rounds.filter((round) =>
    round.spins.every((spin) => Math.abs(spin / usual - 1) <= DRIFT_ALLOWED),
  )
  const { name, compares, unit, aim, limitedBy } = benchmark
  const isSteady = steady.length >= Math.min(LEAST_STEADY, rounds.length)
  const kept = isSteady ? steady : rounds
  const ratios = kept.map((round) => round.ours / round.reference)
  const ratio = median(ratios)
  const ours = median(kept.map((round) => round.ours))
  const reference = median(kept.map((round) => round.reference))
  const judged = aim.of === 'ratio' ? ratio : ours
  return {
    name,
    compares,
    ratio,
    ...medianInterval(ratios, random),
    rounds: kept.length,
    discarded: rounds.length - kept.length,
    steady: isSteady,
    ours,
    reference,
    unit,
    aim,
    reached: isWithin(judged, aim),
    ...(limitedBy && { limitedBy }),
  }
}

/** Without a bound every value is within it. */
export const isWithin = (value: number, { atLeast = value, atMost = value }: Omit<Aim, 'of'>): boolean =>
  value >= atLeast && value <= atMost
