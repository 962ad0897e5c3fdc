import { describe, expect, test } from 'vitest'
import {
  acceptOne,
  finish,
  furnish,
  type MakeStore,
  MINUTE_MS,
  NOON,
  record,
  startOnly,
  toMobile,
} from './test-store.ts'

const LATER = NOON + 1000
const CLAIM = { limit: 10, claimMs: MINUTE_MS }

export function testClaims(makeStore: MakeStore): void {
  /** A message whose person is to be looked up, another that is to be reported on, and a node about to die. */
  async function furnished() {
    const { store } = await makeStore()
    const { epoch } = await furnish(store)
    const sent = await acceptOne(store)
    await record(store, await startOnly(store, epoch), { ...finish, reportAt: NOON })
    await acceptOne(store, [toMobile(1, '13800000001')])
    const dying = await store.registerNode({ name: 'dying', leaseMs: MINUTE_MS })
    return { store, epoch, dying, sent }
  }

  describe('what a node has claimed', () => {
    test('is due for the others as soon as it is dead, and not before', async () => {
      const { store, epoch, dying, sent } = await furnished()
      await store.requestRecall(sent, NOON)
      const claim = { ...CLAIM, now: NOON, epoch: dying }
      expect(await store.unresolved(claim)).toHaveLength(1)
      expect(await store.dueReports(claim)).toHaveLength(1)
      expect(await store.dueRecalls(claim)).toHaveLength(1)

      await store.deadEpochs(LATER)
      const next = { ...CLAIM, now: LATER, epoch }
      expect(await store.unresolved(next)).toEqual([])
      await store.leave(dying)
      await store.deadEpochs(LATER)

      expect(await store.unresolved(next)).toHaveLength(1)
      expect(await store.dueReports(next)).toHaveLength(1)
      expect(await store.dueRecalls(next)).toHaveLength(1)
    })

    test('and has put off itself stays put off when it dies', async () => {
      const { store, epoch, dying } = await furnished()
      const claim = { ...CLAIM, now: NOON, epoch: dying }
      const [person] = await store.unresolved(claim)
      const [report] = await store.dueReports(claim)
      if (!person || !report) throw new Error('nothing is due')
      const dueAt = NOON + MINUTE_MS
      const results = [{ key: person.key, to: 'resolving', dueAt }] as const
      await store.recordIdentities({ corp: person.corp, now: NOON, found: [], results })
      await store.recordReport({
        call: report.call,
        now: NOON,
        moves: [],
        verified: [],
        next: dueAt,
        polled: true,
      })

      await store.leave(dying)
      await store.deadEpochs(LATER)

      const next = { ...CLAIM, now: LATER, epoch }
      expect(await store.unresolved(next)).toEqual([])
      expect(await store.dueReports(next)).toEqual([])
    })
  })
}
