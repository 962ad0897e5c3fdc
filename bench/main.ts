// `npm run bench -- [--only NAME] [--quick] [--json FILE]`: what our own code costs, each time against a reference
// that runs in the same minutes on the same machine. Absolute numbers of two machines say nothing to each other.
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { clientSend } from './client-send.ts'
import { type Benchmark, FULL, measure, QUICK, type Result } from './harness.ts'
import { machineInstruments } from './machine.ts'
import { toJson, toText } from './report.ts'
import { sandboxCpuDingtalk, sandboxCpuWecom } from './sandbox-cpu.ts'

const BENCHMARKS: readonly Benchmark[] = [clientSend, sandboxCpuDingtalk, sandboxCpuWecom]

const { only, quick, json } = parseArgs({
  options: {
    /** A benchmark's name, or the beginning of several up to a hyphen. */
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
}).values

const chosen = BENCHMARKS.filter(({ name }) => !only || name === only || name.startsWith(`${only}-`))
if (chosen.length === 0) {
  console.error(`--only takes one of: ${BENCHMARKS.map(({ name }) => name).join(', ')}`)
  process.exit(1)
}

const results: Result[] = []
for (const benchmark of chosen) {
  const contest = await benchmark.start(quick)
  try {
    const result = await measure(benchmark, contest, quick ? QUICK : FULL, machineInstruments)
    results.push(result)
    console.log(toText(benchmark, result))
  } finally {
    await contest.stop()
  }
}
if (json) await writeFile(json, toJson(results))
