import * as z from 'zod'
import { DeliveryId, MessageId, Name } from './ids.ts'
import { REASONS, type ReasonCode } from './reasons.ts'
import { CEILINGS, OUTCOMES, RECALLS, STATES } from './states.ts'
import { Instant, Text } from './text.ts'

// The literal keys of REASONS, which Object.keys widens to string.
export const REASON_CODES = Object.keys(REASONS) as [ReasonCode, ...ReasonCode[]]

/** Why, in our words and the platform's. */
const because = {
  code: z.enum(REASON_CODES).optional(),
  platformCode: z.string().optional().describe('The platform’s code.'),
  platformText: z.string().optional().describe('The platform’s literal text.'),
  reason: Text.optional(),
  remedy: Text.optional(),
}

/** One recipient of one message on one account. */
export const DeliveryView = z
  .object({
    id: DeliveryId,
    message: MessageId,
    account: Name,
    channel: z.string(),
    recipient: z
      .string()
      .nullable()
      .describe('As written; null for a fixed address and for an erased person.'),
    state: z.enum(STATES),
    final: z.boolean().describe('The state will not change any more, save by late evidence.'),
    verified: z.boolean().describe('The platform was asked what became of this person.'),
    ceiling: z.enum(CEILINGS).describe('The best state that the channel can report.'),
    reach: z.literal('unknown').optional().describe('An audience: how many it reached is not known.'),
    recall: z.enum(RECALLS),
    ...because,
    receipt: z.string().optional().describe('The platform’s handle: task_id, msgid.'),
    sameAs: DeliveryId.optional().describe('The delivery that this person gets instead.'),
    after: DeliveryId.optional().describe('The delivery whose end started this one.'),
    createdAt: Instant,
    changedAt: Instant,
    notBefore: Instant.optional().describe('Waits until then, for a limit or a quiet minute.'),
    sentAt: Instant.optional(),
    readAt: Instant.optional(),
  })
  .meta({ id: 'Delivery' })
export type DeliveryView = z.infer<typeof DeliveryView>

/** One try of one platform call that carried the delivery. */
export const AttemptView = z
  .object({
    call: z.string(),
    attempt: z.int().min(1),
    part: z.int().min(1),
    replay: z.boolean().describe('Repeats the bytes of an attempt whose end was ambiguous.'),
    members: z.int().min(1).describe('Deliveries in the call.'),
    startedAt: Instant,
    endedAt: Instant.optional(),
    outcome: z.enum(OUTCOMES).optional().describe('Absent while under way.'),
    ...because,
    httpStatus: z.int().optional(),
    requestId: z.string().optional().describe('The platform’s request id, to quote in a ticket.'),
    receipt: z.string().optional(),
    late: z.boolean().describe('Came in when the call was no longer its own; kept as evidence.'),
  })
  .meta({ id: 'Attempt' })
export type AttemptView = z.infer<typeof AttemptView>

export const DeliveryDetail = DeliveryView.extend({ attempts: z.array(AttemptView) }).meta({
  id: 'DeliveryDetail',
})
export type DeliveryDetail = z.infer<typeof DeliveryDetail>
