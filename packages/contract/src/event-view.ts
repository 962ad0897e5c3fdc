import * as z from 'zod'
import { REASON_CODES } from './delivery-view.ts'
import { DeliveryId, MessageId, Name } from './ids.ts'
import { RECALLS, STATES } from './states.ts'
import { Instant } from './text.ts'

const every = { cursor: z.string(), at: Instant, message: MessageId }
const ofDeliveries = { ...every, account: Name, deliveries: z.array(DeliveryId) }

/** What happened to a message or to several of its deliveries at once, in order. The cursor of the last one seen resumes the stream after it. */
export const EventView = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('message.accepted'),
      ...every,
      client: Name,
      recipients: z.int().min(0),
    }),
    z.object({
      type: z.literal('delivery.state'),
      ...ofDeliveries,
      from: z.enum(STATES).nullable(),
      state: z.enum(STATES),
      final: z.boolean(),
      code: z.enum(REASON_CODES).optional(),
    }),
    z.object({ type: z.literal('delivery.recall'), ...ofDeliveries, recall: z.enum(RECALLS) }),
  ])
  .meta({ id: 'Event' })
export type EventView = z.infer<typeof EventView>

export const EventQuery = z.strictObject({
  after: z
    .string()
    .min(1)
    .max(200)
    .exactOptional()
    .describe('A cursor; the header Last-Event-ID says the same.'),
  message: MessageId.exactOptional(),
})
export type EventQuery = z.infer<typeof EventQuery>
