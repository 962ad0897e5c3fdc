import { testAccept } from './conformance/accept.ts'
import { testAccess } from './conformance/access.ts'
import { testCancelAndRecall } from './conformance/cancel-recall.ts'
import { testClaims } from './conformance/claims.ts'
import { testEvents } from './conformance/events.ts'
import { testIdentities } from './conformance/identities.ts'
import { testLanes } from './conformance/lanes.ts'
import { testLimits } from './conformance/limits.ts'
import { testMedia } from './conformance/media.ts'
import { testMemberLimits } from './conformance/member-limits.ts'
import { testOutcome } from './conformance/outcome.ts'
import { testPrune } from './conformance/prune.ts'
import { testReport } from './conformance/report.ts'
import { testStart } from './conformance/start.ts'
import type { MakeStore } from './conformance/test-store.ts'
import { testTokens } from './conformance/tokens.ts'
import { testViews } from './conformance/views.ts'

/** What every store promises. Each test opens one on an empty database of its own. */
export function testStore(makeStore: MakeStore): void {
  testAccept(makeStore)
  testIdentities(makeStore)
  testLanes(makeStore)
  testStart(makeStore)
  testOutcome(makeStore)
  testClaims(makeStore)
  testReport(makeStore)
  testCancelAndRecall(makeStore)
  testLimits(makeStore)
  testMemberLimits(makeStore)
  testEvents(makeStore)
  testTokens(makeStore)
  testAccess(makeStore)
  testViews(makeStore)
  testMedia(makeStore)
  testPrune(makeStore)
}
