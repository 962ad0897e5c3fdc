import { writeSync } from 'node:fs'

/**
 * Places where a test may kill the process, named after what has just happened there. Inert unless
 * HONGYAN_FAILPOINT is set to `<name>`, `<name>:<nth>` or `<name>:<nth>:<delay in ms>`; then the nth passage announces
 * itself and dies of SIGKILL.
 */
export const FAILPOINTS = [
  /** K1: the body is read, nothing is written. */
  'accept.before_commit',
  /** K2, K3: the message is durable, its caller has no answer. */
  'accept.after_commit',
  /** K4: some chunks of a large list are expanded, others are not. */
  'expand.after_chunk',
  /** K5: identities are known, nothing has been started. */
  'resolve.after_commit',
  /** K6: the intent is durable, the request has not been written. */
  'start.after_commit',
  /** K7, with a delay K8: the request is on its way, or executed with its answer unread. */
  'attempt.while_sending',
  /** K9: the answer is read, nothing of it is written. */
  'attempt.before_record',
  /** K10: the outcome is durable, nobody has been told. */
  'attempt.after_record',
  /** K11: a token was issued and is not stored. */
  'token.before_store',
  /** K12: a report was read and is not stored. */
  'report.before_record',
  /** K13: a recall was answered, and that is not stored. */
  'recall.before_record',
] as const
export type Failpoint = (typeof FAILPOINTS)[number]

const [wanted, nth = '1', delayMs] = (process.env.HONGYAN_FAILPOINT ?? '').split(':')
let passagesLeft = Number(nth)

/**
 * Passes a failpoint. Without a delay SIGKILL ends the process before this returns, so not one more statement runs;
 * with one it dies that many milliseconds later, wherever it is then.
 */
export function failpoint(name: Failpoint): void {
  if (name !== wanted) return
  passagesLeft -= 1
  if (passagesLeft !== 0) return
  if (delayMs === undefined) die(name)
  else setTimeout(() => die(name), Number(delayMs))
}

function die(name: Failpoint): void {
  writeSync(process.stderr.fd, `failpoint ${name}\n`)
  process.kill(process.pid, 'SIGKILL')
}
