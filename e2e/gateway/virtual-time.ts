import type { PipelineBench } from '../../apps/gateway/src/deliveries/test-bench.ts'
import type { DeliveryRow } from '../../apps/gateway/src/store/store.ts'

/** Lets time pass in steps, and does after each what has come due: sending and asking for reports alike. */
export async function live(bench: PipelineBench, ms: number, stepMs: number): Promise<void> {
  const end = bench.clock.now() + ms
  while (bench.clock.now() < end) {
    bench.clock.advance(Math.min(stepMs, end - bench.clock.now()))
    await bench.run()
    await bench.track()
  }
}

/** Every delivery of a message, however long its list. */
export async function allDeliveries(bench: PipelineBench, id: string): Promise<DeliveryRow[]> {
  const rows: DeliveryRow[] = []
  for (let after: string | undefined, isMore = true; isMore; ) {
    const page = await bench.store.deliveries(id, { limit: 1000, ...(after !== undefined && { after }) })
    rows.push(...page.items)
    after = page.next ?? undefined
    isMore = after !== undefined
  }
  return rows
}
