// The sandbox as a server under load: every quota in force, but none within reach.
import { startSandbox } from '@hongyan/sandbox'
import { serveBenchmark } from './server-process.ts'

/** Limits that count events in a span of time; the others bound one request or are durations. */
const COUNTING = /qps$|calls|per(minute|hour|day)$/i

const sandbox = await startSandbox()
for (const name of Object.keys(sandbox.control.limits())) {
  // Raised rather than switched off, so that counting costs what it costs every user.
  if (COUNTING.test(name)) sandbox.control.setLimits({ [name]: 1e9 })
}
serveBenchmark(sandbox.url)
