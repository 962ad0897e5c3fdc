// `npm run test:kills`: every kill of the fault matrix, on both stores, under two opposed sets of platform profiles.
import { parseArgs } from 'node:util'
import { startPostgres } from '../../setup/postgres.ts'
import { runControls } from './controls.ts'
import { SAFEGUARDS } from './house.ts'
import { runInLanes } from './lanes.ts'
import { jobsOf, placesOn, type Store } from './plan.ts'
import { line, Table } from './table.ts'

const HELP = `npm run test:kills [-- <options>]
  --only K8,"K8 group"     these points only; also "random", "K4 × 100 000", "STOP before sending", "STOP while sending"
  --times 4                runs of each point, on each store, under each profile
  --stores sqlite,postgres
  --profiles documented,opposed
  --kills 60 --messages 5000   how often "random" kills, and what is sent meanwhile
  --seed N                 the same texts, and the same moments of the random kills as far as the machine allows
  --lanes 4                runs side by side
  --without intent         takes a safeguard away; must turn it red: intent, same-call, fence
  --controls               runs nothing but the kills without a safeguard, and is green if each of them is red
`

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    times: { type: 'string', default: '4' },
    stores: { type: 'string', default: 'sqlite,postgres' },
    profiles: { type: 'string', default: 'documented,opposed' },
    kills: { type: 'string', default: '60' },
    messages: { type: 'string', default: '5000' },
    seed: { type: 'string' },
    lanes: { type: 'string', default: '4' },
    without: { type: 'string' },
    controls: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const print = (text: string) => process.stdout.write(`${text}\n`)

/** Calls that must have been repeated byte for byte, with everybody having one copy, for a whole run to show it. */
const LEAST_IDENTICAL = 10

// An interrupted run takes its processes with it: leaving this way ends them.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

if (values.help) print(HELP)
else process.exitCode = (await main()) ? 0 : 1

async function main(): Promise<boolean> {
  const began = performance.now()
  const seed = values.seed ?? String(process.hrtime.bigint() % 1_000_000n)
  const stores = values.stores
    .split(',')
    .filter((store): store is Store => store === 'sqlite' || store === 'postgres')
  const without = SAFEGUARDS.find((safeguard) => safeguard === values.without)
  if (values.without !== undefined && without === undefined)
    throw new Error(`--without takes ${SAFEGUARDS.join(', ')}`)
  const postgres = stores.includes('postgres') ? await startPostgres() : undefined
  const ground = { makePlace: placesOn(postgres), seed, without }
  try {
    const isGreen = values.controls || (await runKills(ground, stores))
    const isWhole = values.only === undefined && without === undefined && postgres !== undefined
    const notMissed = values.controls || isWhole ? await runControls(ground, print) : []
    print(`seed ${seed} · ${Math.round((performance.now() - began) / 1000)} s`)
    return isGreen && notMissed.length === 0
  } finally {
    await postgres?.stop()
  }
}

async function runKills(
  ground: Parameters<typeof runControls>[0],
  stores: readonly Store[],
): Promise<boolean> {
  const jobs = jobsOf({
    only: values.only?.split(','),
    times: Number(values.times),
    stores,
    profiles: values.profiles.split(','),
    random: { kills: Number(values.kills), messages: Number(values.messages) },
  })
  if (jobs.length === 0) throw new Error('There is no such kill. See --help.')
  const table = new Table(jobs, print)
  await runInLanes(jobs, Math.min(jobs.length, Number(values.lanes)), ground, (done) => table.add(done))
  const { results } = table
  const red = results.filter(({ problems }) => problems.length > 0).length
  const identical = results.reduce((sum, result) => sum + result.identical, 0)
  print(line(red === 0 ? '✓' : '✗', `all ${results.length} runs, ${red} red`, results))
  const showsReplays = values.only !== undefined || identical >= LEAST_IDENTICAL
  if (!showsReplays) print(`✗ only ${identical} calls were repeated byte for byte`)
  return red === 0 && showsReplays
}
