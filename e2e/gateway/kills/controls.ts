import type { Safeguard } from './house.ts'
import { runInLanes } from './lanes.ts'
import { type Choice, type Ground, jobsOf } from './plan.ts'

/** Where each safeguard must be missed. */
const MISSED_AT: Readonly<Record<Safeguard, Pick<Choice, 'only' | 'stores'>>> = {
  intent: { only: ['K8'], stores: ['sqlite'] },
  'same-call': { only: ['K8'], stores: ['sqlite'] },
  fence: { only: ['STOP before sending'], stores: ['postgres'] },
}

/**
 * The same kills without one safeguard each: a run that stays green would prove that the others show nothing. Answers
 * the safeguards that were not missed.
 */
export async function runControls(
  ground: Omit<Ground, 'sandbox'>,
  print: (line: string) => void,
): Promise<Safeguard[]> {
  const notMissed: Safeguard[] = []
  for (const without of ['intent', 'same-call', 'fence'] as const) {
    const jobs = jobsOf({ ...ONCE, ...MISSED_AT[without] }).slice(0, 1)
    const problems: string[] = []
    await runInLanes(jobs, 1, { ...ground, without, seed: `${ground.seed}-${without}` }, ({ result }) =>
      problems.push(...result.problems),
    )
    const [first] = problems
    if (first === undefined) notMissed.push(without)
    print(
      `${first === undefined ? '✗' : '✓'} without ${without}: ${first === undefined ? 'green, but must be red' : `red, as it must be (${first})`}`,
    )
  }
  return notMissed
}

const ONCE = { times: 1, profiles: ['documented'], random: { kills: 0, messages: 0 } } as const
