import type { Text } from '@hongyan/contract'
import { type Aim, CPU_MICROS, type Result } from './harness.ts'
import { describeMachine } from './machine.ts'
import { type Measurement, type Reading, reaches } from './measurement.ts'

/** What a number is worth nothing without. */
interface Circumstances {
  readonly node: string
  readonly machine: string
  readonly commit: string
  /** Day of the run, in UTC. */
  readonly date: string
}

export interface ResultRow extends Omit<Result, 'aim'>, Circumstances {
  readonly aim: string
  readonly cpuMicros?: number
}

export interface ReadingsRow extends Circumstances {
  readonly name: string
  readonly what: Text
  readonly readings: readonly (Omit<Reading, 'aim'> & { readonly aim: string; readonly reached: boolean })[]
}

/** One object per benchmark, each complete in itself, so that runs can be put together. */
export type Row = ResultRow | ReadingsRow

export function resultRow({ aim, ...result }: Result): ResultRow {
  return {
    ...result,
    ...(result.unit === CPU_MICROS ? { cpuMicros: result.ours } : {}),
    aim: sayAim(aim),
    ...circumstances(),
  }
}

export function readingsRow({ name, what }: Measurement, readings: readonly Reading[]): ReadingsRow {
  return {
    name,
    what,
    readings: readings.map(({ aim, ...reading }) => ({
      ...reading,
      aim: sayBounds(aim ?? {}),
      reached: reaches({ ...reading, ...(aim && { aim }) }),
    })),
    ...circumstances(),
  }
}

const circumstances = (): Circumstances => ({
  ...describeMachine(),
  date: new Date(Date.now()).toISOString().slice(0, 10),
})

/** What `--json` writes: rows of this run in place of older ones of the same name, all in the order of their names. */
export function toJson(rows: readonly Row[], older: readonly Row[] = []): string {
  const names = new Set(rows.map(({ name }) => name))
  const all = [...older.filter(({ name }) => !names.has(name)), ...rows]
  all.sort((one, other) => (one.name < other.name ? -1 : 1))
  return `${JSON.stringify(all.map(rounded), null, 2)}\n`
}

/** Four digits tell more than two runs agree on. */
const rounded = (row: Row): unknown =>
  JSON.parse(
    JSON.stringify(row, (_, value: unknown) =>
      typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value,
    ),
  )

/** A result for people, in a few lines. */
export function toText(row: Row): string {
  return 'readings' in row ? readingsText(row) : resultText(row)
}

function resultText(row: ResultRow): string {
  const { ours, reference, unit, ratio, low, high, rounds, discarded } = row
  const drift = row.steady
    ? `${discarded} more discarded for drift`
    : 'the machine’s speed drifted in almost all: no claim, run it on a quieter one'
  return [
    `${!row.steady ? '?' : mark(row.reached)} ${row.name}: ratio ${ratio.toFixed(2)} (95 %: ${low.toFixed(2)} – ${high.toFixed(2)}), aim: ${row.aim}`,
    `  ${row.compares.en}`,
    `  ours ${sayValue(ours)}, reference ${sayValue(reference)} ${unit}; ${rounds} rounds, ${drift}`,
    ...row.findings.map(({ what, value, unit }) => `  ${what.en}: ${sayValue(value)} ${unit}`),
  ].join('\n')
}

const readingsText = ({ name, what, readings }: ReadingsRow): string =>
  [
    `${name}: ${what.en}`,
    ...readings.map(
      ({ what, value, unit, aim, reached }) =>
        `  ${mark(reached)} ${what.en}: ${sayValue(value)} ${unit}, aim: ${aim}`,
    ),
  ].join('\n')

const mark = (reached: boolean): string => (reached ? '✓' : '✗')

const sayAim = ({ of, ...bounds }: Aim): string =>
  sayBounds(bounds) === NO_AIM ? NO_AIM : `${of} ${sayBounds(bounds)}`

const NO_AIM = '–'

function sayBounds({ atLeast, atMost }: Omit<Aim, 'of'>): string {
  if (atLeast !== undefined && atLeast === atMost) return `= ${atLeast}`
  const bounds = [atLeast === undefined ? '' : `≥ ${atLeast}`, atMost === undefined ? '' : `≤ ${atMost}`]
  return bounds.filter((bound) => bound !== '').join(' and ') || NO_AIM
}

export const sayValue = (value: number): string =>
  value < 1_000 && !Number.isInteger(value) ? value.toFixed(1) : Math.round(value).toString()
