import { testAccept } from './conformance/accept.ts'
import { testCancelAndRecall } from './conformance/cancel-recall.ts'
import { testIdentities } from './conformance/identities.ts'
import { testLimits } from './conformance/limits.ts'
import { testOutcome } from './conformance/outcome.ts'
import { testReport } from './conformance/report.ts'
import { testStart } from './conformance/start.ts'
import type { MakeStore } from './conformance/test-store.ts'

/** What every store promises. Each test opens one on an empty database of its own. */
export function testStore(makeStore: MakeStore): void {
  testAccept(makeStore)
  testIdentities(makeStore)
  testStart(makeStore)
  testOutcome(makeStore)
  testReport(makeStore)
  testCancelAndRecall(makeStore)
  testLimits(makeStore)
}
