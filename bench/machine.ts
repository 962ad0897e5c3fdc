import { execFileSync } from 'node:child_process'
import { cpus } from 'node:os'
import type { Instruments } from './harness.ts'

/** Turns of the calibration loop: about 20 ms on a machine of 2024, well above a scheduler's tick. */
const SPIN_TURNS = 20_000_000

/** Milliseconds that a fixed loop takes: it shares no memory or sockets with what is measured, only the processor. */
function spin(): number {
  const startedAt = performance.now()
  let state = 1
  for (let turn = 0; turn < SPIN_TURNS; turn++) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
  // Looking at the result keeps the compiler from dropping the loop.
  if (state === Number.MAX_SAFE_INTEGER) throw new Error('unreachable: the state has 32 bits')
  return performance.now() - startedAt
}

export const machineInstruments: Instruments = { random: Math.random, spin }

/** What a number is worth nothing without. */
export function describeMachine(): { node: string; machine: string; commit: string } {
  const [first, ...others] = cpus()
  return {
    node: process.version,
    machine: `${others.length + 1} × ${first?.model.trim() ?? process.arch}, ${process.platform}`,
    commit: commit(),
  }
}

function commit(): string {
  try {
    const describe = ['describe', '--always', '--dirty', '--exclude=*']
    return execFileSync('git', describe, { cwd: import.meta.dirname, encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    // A tree that was unpacked rather than cloned has no commit; its numbers are still numbers.
    return 'unknown'
  }
}
