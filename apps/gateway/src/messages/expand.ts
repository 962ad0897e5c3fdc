import { RECIPIENT_KINDS, Vars } from '@hongyan/contract'
import * as z from 'zod'
import { failpoint } from '../deliveries/failpoint.ts'
import type { NextTurn } from '../deliveries/loop.ts'
import type { LaterChunk, Store } from '../store/store.ts'
import { type AcceptContext, numbered } from './accept.ts'
import { DeliveryPlanner } from './new-deliveries.ts'
import { readContent, readOptions } from './options.ts'

export interface ExpandContext {
  readonly store: Pick<Store, 'laterChunk' | 'appendRecipients'>
  readonly accounts: AcceptContext['accounts']
  readonly clock: AcceptContext['clock']
}

const Chunk = z.array(
  z.object({
    recipient: z.object({
      kind: z.enum(RECIPIENT_KINDS),
      platform: z.string().nullable(),
      value: z.string(),
    }),
    vars: Vars.optional(),
  }),
)

/**
 * Turns the next chunk of a large list into deliveries. The chunk's row goes in the same transaction, so a process
 * that dies here leaves either the chunk or its deliveries, and two that meet here write them once.
 */
export async function expandNextChunk({ store, accounts, clock }: ExpandContext): Promise<NextTurn> {
  const chunk = await store.laterChunk()
  if (!chunk) return undefined
  const deliveries = numbered(sketch(chunk, accounts), chunk.nextIdx)
  await store.appendRecipients({ message: chunk.message, seq: chunk.seq, deliveries, now: clock.now() })
  failpoint('expand.after_chunk')
  return 'now'
}

/** An account that was removed since then takes no part; the deliveries it already has end with that reason. */
function sketch(chunk: LaterChunk, accounts: AcceptContext['accounts']) {
  const open = chunk.accounts.flatMap((name) => accounts.get(name) ?? [])
  const planner = new DeliveryPlanner(readContent(chunk.content), readOptions(chunk.options), open)
  return Chunk.parse(JSON.parse(chunk.recipients)).flatMap(({ recipient, vars }) =>
    planner.to({ recipient, vars }),
  )
}
