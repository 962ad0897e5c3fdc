import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPlace, type Place } from './house.ts'
import { KILLS, type Kill } from './kills.ts'
import type { Policy } from './letters.ts'
import { problemsOf } from './problems.ts'
import { type KillReport, runKill } from './run-kill.ts'
import { type SandboxProcess, startSandboxProcess } from './sandbox.ts'

/** A start, a kill, a start and a lease, on a machine that does other things too. Unit: ms. */
const TIMEOUT_MS = 150_000

/** What a store must survive: SIGKILL of the shipped process at each point, and nobody is lost, told twice or lied about. */
export function testKills(makePlace: () => Promise<Place> = () => openPlace()): void {
  let sandbox: SandboxProcess
  beforeAll(async () => {
    sandbox = await startSandboxProcess()
  })
  afterAll(() => sandbox.stop())

  const run = async (kill: Kill, onAmbiguous: Policy): Promise<KillReport> => {
    const place = await makePlace()
    try {
      const mark = `${kill.point}-${onAmbiguous}`.replace(' ', '-')
      return await runKill(kill, { place, sandbox, mark, onAmbiguous, latencyMs: 0 })
    } finally {
      await place.remove()
    }
  }

  describe('a process killed', () => {
    test.each(KILLS)(
      'at $point, when $when, is continued truthfully by the next one',
      async (kill) => {
        const report = await run(kill, 'dedupe')

        expect(problemsOf(report, kill, 'dedupe')).toEqual([])
      },
      TIMEOUT_MS,
    )

    test(
      'at K8 leaves its people unknown, told once and never again, where the sender chose at_most_once',
      async () => {
        const kill = KILLS.find(({ point }) => point === 'K8')
        if (!kill) throw new Error('There is no K8.')

        const report = await run(kill, 'at_most_once')

        expect(problemsOf(report, kill, 'at_most_once')).toEqual([])
        expect(report.executedBefore).toBeGreaterThan(0)
      },
      TIMEOUT_MS,
    )
  })
}
