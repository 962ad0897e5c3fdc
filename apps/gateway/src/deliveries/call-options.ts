import * as z from 'zod'
import type { ReplayRule } from '../channels/channel.ts'
import type { JsonText } from '../store/store.ts'

/** What was decided when a call started, and is needed until its last report. */
const CallOptions = z.object({
  replay: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('same_day'), stopBeforeMidnightMs: z.number() }),
    z.object({ kind: z.literal('window'), windowMs: z.number() }),
  ]),
})

export interface CallOptions {
  readonly replay: ReplayRule
}

export const readCallOptions = (text: JsonText): CallOptions => CallOptions.parse(JSON.parse(text))
