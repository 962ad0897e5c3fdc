import * as z from 'zod'
import { Name } from './ids.ts'
import { JsonObject, Text } from './text.ts'

/** What a message would become on one account; nothing is stored or sent, and no platform is called. */
export const AccountPreview = z.object({
  account: Name,
  channel: z.string(),
  recipients: z.int().min(0),
  calls: z.int().min(0).describe('Platform calls at least needed to send, without look-ups and results.'),
  parts: z
    .array(z.object({ body: JsonObject, bytes: z.int().min(0), limitBytes: z.int().min(1).optional() }))
    .describe('The platform’s own JSON for the first recipient, one per part.'),
  warnings: z.array(Text),
  refusal: z.object({ code: z.string(), sentence: Text, remedy: Text }).optional(),
  notes: z.array(Text),
})
export type AccountPreview = z.infer<typeof AccountPreview>

export const PreviewView = z
  .object({ recipients: z.int().min(0), accounts: z.array(AccountPreview) })
  .meta({ id: 'Preview' })
export type PreviewView = z.infer<typeof PreviewView>
