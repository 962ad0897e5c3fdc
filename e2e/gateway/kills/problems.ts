import type { Kill } from './kills.ts'
import type { Policy } from './letters.ts'
import type { KillReport } from './run-kill.ts'

/** After a process that died over a token another one asks for it by then. Unit: real ms. */
const TOKEN_WITHIN_MS = 10_000

/** What is not as it must be after a kill, in sentences. A kill that did not happen proves nothing. */
export function problemsOf(report: KillReport, kill: Kill, onAmbiguous: Policy): string[] {
  const { hits, signal, largestInbox, unknown, poison, tokenRequests, tokenAfterMs, violations } = report
  const problems = [...violations]
  if (hits !== 1 || signal !== 'SIGKILL') problems.push(`${hits} hits, ended by ${signal}`)
  if (largestInbox > 1) problems.push(`somebody has ${largestInbox} copies`)
  if (poison > 0) problems.push(`${poison} given up after one death`)
  if (tokenRequests > 2) problems.push(`${tokenRequests} token requests for one kill`)
  if (tokenAfterMs !== undefined && tokenAfterMs > TOKEN_WITHIN_MS) {
    problems.push(`the next token was asked for after ${Math.round(tokenAfterMs)} ms`)
  }
  if (onAmbiguous === 'dedupe' && unknown > 0) problems.push(`${unknown} unknown although replays are safe`)
  return kill.leavesDoubt ? [...problems, ...doubtProblems(report, kill, onAmbiguous)] : problems
}

/** The intent was on disk without an outcome, so somebody's end was in doubt, and the sender's policy decides. */
function doubtProblems(
  { ambiguous, replayed, unknown, executedBefore, identical }: KillReport,
  { seen, point }: Kill,
  onAmbiguous: Policy,
): string[] {
  const problems: string[] = []
  if (ambiguous === 0) problems.push('no attempt was ambiguous')
  if (seen === 'half a request' && executedBefore > 0) problems.push('half a request was executed')
  if (onAmbiguous === 'at_most_once') {
    if (unknown === 0) problems.push('nobody ended unknown')
    if (replayed > 0) problems.push(`${replayed} repeated although that was forbidden`)
    return problems
  }
  if (replayed !== ambiguous) problems.push(`${replayed} of ${ambiguous} replayed`)
  const wasExecuted = point.startsWith('K8') || point.startsWith('K9')
  if (wasExecuted && identical === 0) problems.push('no platform has seen a call twice')
  return problems
}
