import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPlace, type Place } from './house.ts'
import { KILLS, type Kill } from './kills.ts'
import { type KillReport, type KillRun, runKill } from './run-kill.ts'
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

  const run = async (kill: Kill, onAmbiguous: KillRun['onAmbiguous']): Promise<KillReport> => {
    const place = await makePlace()
    try {
      return await runKill(kill, { place, sandbox, mark: `${kill.point}-${onAmbiguous}`, onAmbiguous })
    } finally {
      await place.remove()
    }
  }

  describe('a process killed', () => {
    test.each(KILLS)(
      'at $point, when $when, is continued truthfully by the next one',
      async (kill) => {
        const report = await run(kill, 'dedupe')

        expect(report).toMatchObject({
          hits: 1,
          signal: 'SIGKILL',
          violations: [],
          largestInbox: 1,
          unknown: 0,
        })
        // A kill costs one token at most.
        expect(report.tokenRequests).toBeLessThanOrEqual(2)
        if (!kill.leavesDoubt) return
        expect(report.ambiguous).toBeGreaterThan(0)
        expect(report.replayed).toBe(report.ambiguous)
      },
      TIMEOUT_MS,
    )

    test(
      'at K8 leaves its people unknown, told once and never again, where the sender chose at_most_once',
      async () => {
        const kill = KILLS.find(({ point }) => point === 'K8')
        if (!kill) throw new Error('There is no K8.')

        const report = await run(kill, 'at_most_once')

        expect(report).toMatchObject({
          hits: 1,
          signal: 'SIGKILL',
          violations: [],
          largestInbox: 1,
          replayed: 0,
        })
        expect(report.executedBefore).toBeGreaterThan(0)
        expect(report.unknown).toBeGreaterThan(0)
      },
      TIMEOUT_MS,
    )
  })
}
