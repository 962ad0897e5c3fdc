import * as z from 'zod'
import { CONTENT_TYPES } from './content.ts'
import { Name } from './ids.ts'
import { MEDIA_KINDS } from './media-view.ts'
import { RECIPIENT_KINDS } from './recipient.ts'
import { CEILINGS } from './states.ts'
import { Instant, JsonObject, Text } from './text.ts'

/** Who a limit is counted for. */
export const LIMIT_OWNERS = ['corp', 'app', 'robot', 'member', 'egress'] as const
export type LimitOwner = (typeof LIMIT_OWNERS)[number]

/** A rate has a window; an allowance has a period of the business calendar. */
const span = {
  windowMs: z.int().min(1).optional(),
  period: z.enum(['day', 'month']).optional(),
}

export const LimitView = z.object({
  owner: z.enum(LIMIT_OWNERS),
  scope: z.string(),
  unit: z.enum(['calls', 'recipients']),
  limit: z.int().min(1),
  ...span,
  source: z.string().describe('The platform’s page.'),
  date: z.string().describe('When the page was read or last changed.'),
})
export type LimitView = z.infer<typeof LimitView>

/** How a kind of content goes out on a channel. */
export const RenderingView = z.object({
  type: z.enum(CONTENT_TYPES),
  as: z.string().nullable().describe('The platform’s message type; null if the channel does not carry it.'),
  otherwise: z.string().optional().describe('The type instead, in the cases that degraded names.'),
  degraded: Text.optional().describe('What is lost, and when.'),
})
export type RenderingView = z.infer<typeof RenderingView>

/** Which files of a kind the platform takes. */
export const MediaRuleView = z.object({
  kind: z.enum(MEDIA_KINDS),
  minBytes: z.int().optional(),
  maxBytes: z.int(),
  endings: z.array(z.string()).optional().describe('Of the name; absent if any will do.'),
  source: z.string().describe('The platform’s page.'),
  date: z.string().describe('When the page was read or last changed.'),
})

export const ChannelView = z
  .object({
    name: z.string(),
    platform: z.string(),
    title: Text,
    appKind: z.string(),
    fixedAddress: z.boolean(),
    recipients: z.array(z.enum(RECIPIENT_KINDS)),
    ceiling: z.enum(CEILINGS),
    recall: z.boolean(),
    renderings: z.array(RenderingView),
    media: z.array(MediaRuleView),
    limits: z.array(LimitView),
    credentials: JsonObject.describe('JSON Schema of an account’s credentials; writeOnly marks secrets.'),
    options: JsonObject.describe('JSON Schema of an account’s options.'),
  })
  .meta({ id: 'Channel' })
export type ChannelView = z.infer<typeof ChannelView>

export const QuotaView = z
  .object({
    owner: z.enum(LIMIT_OWNERS),
    ownerName: z.string(),
    scope: z.string(),
    unit: z.enum(['calls', 'recipients']),
    limit: z.int().min(1),
    ...span,
    used: z.int().min(0).optional().describe('Of a period only: a rate refills all the time.'),
    remaining: z.int().min(0).describe('What may go out now.'),
    resetsAt: Instant.optional(),
    blockedUntil: Instant.optional().describe('The platform said to wait until then.'),
    accounts: z.array(Name).describe('Accounts that draw on it.'),
  })
  .meta({ id: 'Quota' })
export type QuotaView = z.infer<typeof QuotaView>
