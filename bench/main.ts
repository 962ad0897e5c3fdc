// `npm run bench -- [--only NAME] [--quick] [--json FILE]`: what our own code costs, each time against a reference
// that runs in the same minutes on the same machine. Absolute numbers of two machines say nothing to each other.
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { clientSend } from './client-send.ts'
import { acceptOn } from './gateway/accept.ts'
import { crowdOn } from './gateway/crowd.ts'
import { drainOn } from './gateway/drain.ts'
import { idle } from './gateway/idle.ts'
import { tokens } from './gateway/tokens.ts'
import { type Benchmark, FULL, measure, QUICK } from './harness.ts'
import { machineInstruments } from './machine.ts'
import type { Measurement } from './measurement.ts'
import { type Row, readingsRow, resultRow, toJson, toText } from './report.ts'
import { againstBullmq } from './rivals/bullmq.ts'
import { againstPgBoss } from './rivals/pg-boss.ts'
import { sandboxCpuDingtalk, sandboxCpuWecom } from './sandbox-cpu.ts'

const BENCHMARKS: readonly (Benchmark | Measurement)[] = [
  clientSend,
  sandboxCpuDingtalk,
  sandboxCpuWecom,
  acceptOn('sqlite'),
  acceptOn('postgres'),
  drainOn('sqlite', 0),
  drainOn('sqlite', 100),
  drainOn('postgres', 0),
  drainOn('postgres', 100),
  crowdOn('sqlite'),
  crowdOn('postgres'),
  againstBullmq('always'),
  againstBullmq('everysec'),
  againstPgBoss,
  idle,
  tokens,
]

const { only, quick, json } = parseArgs({
  options: {
    /** A benchmark's name, or the beginning of several up to a hyphen. */
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    /** Rows of benchmarks that are not run now stay in it. */
    json: { type: 'string' },
  },
}).values

const chosen = BENCHMARKS.filter(({ name }) => !only || name === only || name.startsWith(`${only}-`))
if (chosen.length === 0) {
  console.error(`--only takes one of: ${BENCHMARKS.map(({ name }) => name).join(', ')}`)
  process.exit(1)
}

for (const benchmark of chosen) {
  const row =
    'take' in benchmark
      ? readingsRow(benchmark, await benchmark.take(quick))
      : resultRow(await contested(benchmark))
  console.log(toText(row))
  if (json) await writeFile(json, toJson([row], await olderRows(json)))
}

async function contested(benchmark: Benchmark) {
  const contest = await benchmark.start(quick)
  const { effort = { full: FULL, quick: QUICK } } = benchmark
  try {
    return await measure(benchmark, contest, quick ? effort.quick : effort.full, machineInstruments)
  } finally {
    await contest.stop()
  }
}

/** The file is written by nothing but this command. */
async function olderRows(file: string): Promise<Row[]> {
  const text = await readFile(file, 'utf8').catch(() => '[]')
  return JSON.parse(text) as Row[]
}
