import * as z from 'zod'
import { Content } from './content.ts'
import { MessageId, Name } from './ids.ts'
import { LANES, ROUTES } from './message-request.ts'
import { PageQuery } from './page.ts'
import { STATES } from './states.ts'
import { Instant, Text } from './text.ts'

/** The answer to an accepted message. It is durable from here on. */
export const AcceptedView = z
  .object({
    id: MessageId,
    recipients: z.int().min(0),
    url: z.string(),
    notes: z.array(Text).optional().describe('What the sender should know, for example a later start.'),
  })
  .meta({ id: 'Accepted' })
export type AcceptedView = z.infer<typeof AcceptedView>

export const Counts = z.partialRecord(z.enum(STATES), z.int().min(0)).meta({ id: 'Counts' })
export type Counts = z.infer<typeof Counts>

export const MessageView = z
  .object({
    id: MessageId,
    client: Name,
    accounts: z.array(Name),
    route: z.enum(ROUTES),
    lane: z.enum(LANES),
    content: Content.optional().describe('Absent once its retention has passed.'),
    createdAt: Instant,
    expiresAt: Instant.optional(),
    recipients: z.int().min(0),
    deliveries: z.int().min(0),
    counts: Counts.describe('Deliveries by state.'),
    pending: z.int().min(0).describe('Deliveries that are not final.'),
  })
  .meta({ id: 'Message' })
export type MessageView = z.infer<typeof MessageView>

/** What a cancel did: only what had not started can be cancelled. */
export const CancelView = z
  .object({ cancelled: z.int().min(0), alreadyStarted: z.int().min(0) })
  .meta({ id: 'Cancelled' })
export type CancelView = z.infer<typeof CancelView>

/** What a recall set going; each delivery's `recall` tells how it ends. */
export const RecallView = z
  .object({
    requested: z.int().min(0),
    impossible: z.int().min(0).describe('Their channel cannot take back, or gave no receipt.'),
    cancelled: z.int().min(0).describe('Had not started.'),
  })
  .meta({ id: 'RecallStarted' })
export type RecallView = z.infer<typeof RecallView>

export const MessageQuery = PageQuery.extend({
  account: Name.exactOptional(),
  search: z.string().min(1).max(100).exactOptional().describe('Part of the title or text.'),
})
export const DeliveryQuery = PageQuery.extend({
  account: Name.exactOptional(),
  state: z.enum(STATES).exactOptional(),
})
export type MessageQuery = z.infer<typeof MessageQuery>
export type DeliveryQuery = z.infer<typeof DeliveryQuery>
