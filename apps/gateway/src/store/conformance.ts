import { testAccept } from './conformance/accept.ts'
import { testStart } from './conformance/start.ts'
import type { MakeStore } from './conformance/test-store.ts'

/** What every store promises. Each test opens one on an empty database of its own. */
export function testStore(makeStore: MakeStore): void {
  testAccept(makeStore)
  testStart(makeStore)
}
