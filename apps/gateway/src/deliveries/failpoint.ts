import { writeSync } from 'node:fs'

/**
 * Places where a test may kill the process, named after what has just happened there. Inert unless
 * HONGYAN_FAILPOINT is set to `<name>[:<nth>[:<delay in ms>]]`; then the nth passage announces itself and dies of
 * SIGKILL, or with `stop:` before the name freezes until it gets SIGCONT.
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
  /** K8, after a delay: the platform has executed the request, its answer is unread. */
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

const setting = process.env.HONGYAN_FAILPOINT ?? ''
const signal = setting.startsWith('stop:') ? 'SIGSTOP' : 'SIGKILL'
const [wanted, nth = '1', delayMs] = setting.replace('stop:', '').split(':')
let passagesLeft = Number(nth)

/**
 * Passes a failpoint. Without a delay the signal comes before this returns, so not one more statement runs; with one it
 * comes that many milliseconds later, wherever the process is then.
 */
export function failpoint(name: Failpoint): void {
  if (name !== wanted) return
  passagesLeft -= 1
  if (passagesLeft !== 0) return
  if (delayMs === undefined) end(name)
  else setTimeout(() => end(name), Number(delayMs))
}

function end(name: Failpoint): void {
  writeSync(process.stderr.fd, `failpoint ${name}\n`)
  process.kill(process.pid, signal)
}
