import { type Aim, type Benchmark, CPU_MICROS, type Result } from './harness.ts'
import { describeMachine } from './machine.ts'

/** What `--json` writes: one object per benchmark, each complete in itself, so that runs can be put together. */
export function toJson(results: readonly Result[]): string {
  const machine = describeMachine()
  const rows = results.map(({ aim, ...result }) => ({
    ...result,
    ...(result.unit === CPU_MICROS ? { cpuMicros: result.ours } : {}),
    aim: sayAim(aim),
    ...machine,
  }))
  return `${JSON.stringify(rows, null, 2)}\n`
}

/** A result for people, in three lines. */
export function toText(benchmark: Benchmark, result: Result): string {
  const { ours, reference, unit, ratio, low, high, rounds, discarded } = result
  const drift = result.steady
    ? `${discarded} more discarded for drift`
    : 'the machine’s speed drifted in almost all: no claim, run it on a quieter one'
  return [
    `${!result.steady ? '?' : result.reached ? '✓' : '✗'} ${result.name}: ratio ${ratio.toFixed(2)} (95 %: ${low.toFixed(2)} – ${high.toFixed(2)}), aim: ${sayAim(result.aim)}`,
    `  ${benchmark.compares}`,
    `  ours ${sayValue(ours)}, reference ${sayValue(reference)} ${unit}; ${rounds} rounds, ${drift}`,
  ].join('\n')
}

function sayAim({ of, atLeast, atMost }: Aim): string {
  const bounds = [atLeast === undefined ? '' : `≥ ${atLeast}`, atMost === undefined ? '' : `≤ ${atMost}`]
  return `${of} ${bounds.filter((bound) => bound !== '').join(' and ')}`
}

const sayValue = (value: number): string => (value < 1_000 ? value.toFixed(1) : Math.round(value).toString())
