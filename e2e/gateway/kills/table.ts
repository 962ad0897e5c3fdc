import type { Done } from './lanes.ts'
import type { Job, Result, Row } from './plan.ts'

/** Prints a line for each row as soon as its last run has ended, and adds everything up. */
export class Table {
  readonly #print: (line: string) => void
  readonly #expected: ReadonlyMap<string, number>
  readonly #done = new Map<string, Done[]>()

  constructor(jobs: readonly Job[], print: (line: string) => void) {
    this.#print = print
    const rows = Map.groupBy(jobs, ({ row }) => nameOf(row))
    this.#expected = new Map([...rows].map(([name, { length }]) => [name, length]))
    print(HEAD)
  }

  add(done: Done): void {
    const name = nameOf(done.row)
    const ofRow = [...(this.#done.get(name) ?? []), done]
    this.#done.set(name, ofRow)
    if (ofRow.length === this.#expected.get(name)) this.#printRow(name, ofRow)
  }

  get results(): Result[] {
    return [...this.#done.values()].flat().map(({ result }) => result)
  }

  #printRow(name: string, done: readonly Done[]): void {
    const results = done.map(({ result }) => result)
    const isGreen = results.every(({ problems }) => problems.length === 0)
    this.#print(line(isGreen ? '✓' : '✗', name, results))
    for (const { name: run, result } of done) {
      for (const problem of result.problems.slice(0, SHOWN_PROBLEMS)) this.#print(`    ${run}: ${problem}`)
    }
  }
}

/** One mistake often shows at hundreds of people. */
const SHOWN_PROBLEMS = 3

export function line(mark: string, name: string, results: readonly Result[]): string {
  const sum = (count: (result: Result) => number) => results.reduce((all, one) => all + count(one), 0)
  const cells = [
    sum(({ hits }) => hits),
    sum(({ signals }) => signals),
    sum(({ accepted }) => accepted),
    sum(({ ambiguous }) => ambiguous),
    sum(({ replayed }) => replayed),
    sum(({ identical }) => identical),
    sum(({ unknown }) => unknown),
    sum(({ poison }) => poison),
    Math.max(0, ...results.map(({ largestInbox }) => largestInbox)),
  ]
  return `${mark} ${name.padEnd(NAME_WIDTH)}${cells.map((cell) => String(cell).padStart(CELL_WIDTH)).join('')}`
}

const NAME_WIDTH = 40
const CELL_WIDTH = 11
const COLUMNS = [
  'hits',
  'signals',
  'accepted',
  'ambiguous',
  'replayed',
  'identical',
  'unknown',
  'poison',
  'inbox',
]
const HEAD = `  ${'kill, store, profile'.padEnd(NAME_WIDTH)}${COLUMNS.map((name) => name.padStart(CELL_WIDTH)).join('')}`

const nameOf = ({ point, store, profile }: Row): string => `${point} · ${store} · ${profile}`
