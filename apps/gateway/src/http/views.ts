import {
  type AttemptView,
  Content,
  type DeliveryView,
  deliveryId,
  formatRecipient,
  isPerson,
  LANES,
  type MessageView,
  type PersonView,
  REASONS,
  type Recipient,
  ROUTES,
} from '@hongyan/contract'
import * as z from 'zod'
import type { Channel } from '../channels/channel.ts'
import type {
  AttemptRow,
  Because,
  DeliveryRow,
  MessageRow,
  PersonRow,
  StoredRecipient,
} from '../store/store.ts'

export const instant = (ms: number): string => new Date(ms).toISOString()

/** What of a message's stored options its view tells. */
const StoredOptions = z.object({ route: z.enum(ROUTES), lane: z.enum(LANES).optional() })

export function messageView(row: MessageRow): MessageView {
  return {
    id: row.id,
    client: row.client,
    accounts: [...row.accounts],
    route: StoredOptions.parse(JSON.parse(row.options)).route,
    lane: row.lane,
    ...(row.content !== null && { content: Content.parse(JSON.parse(row.content)) }),
    createdAt: instant(row.acceptedAt),
    ...(row.expiresAt !== null && { expiresAt: instant(row.expiresAt) }),
    recipients: row.recipients,
    deliveries: row.deliveries,
    counts: { ...row.counts },
    pending: row.pending,
  }
}

export function deliveryView(row: DeliveryRow, channels: ReadonlyMap<string, Channel>): DeliveryView {
  const isAudience = row.recipient !== null && !isPerson({ ...row.recipient, value: '' })
  return {
    id: deliveryId(row.message, row.idx),
    message: row.message,
    account: row.account,
    channel: row.channel,
    recipient: recipientText(row.recipient),
    state: row.state,
    final: row.final,
    verified: row.verified,
    ceiling: isAudience ? 'sent' : (channels.get(row.channel)?.ceiling ?? 'sent'),
    ...(isAudience && { reach: 'unknown' as const }),
    recall: row.recall,
    ...because(row),
    ...(row.receipt !== null && { receipt: row.receipt }),
    ...(row.sameAs !== null && { sameAs: deliveryId(row.message, row.sameAs) }),
    ...(row.after !== null && { after: deliveryId(row.message, row.after) }),
    createdAt: instant(row.createdAt),
    changedAt: instant(row.changedAt),
    ...(row.notBefore !== null && { notBefore: instant(row.notBefore) }),
    ...(row.sentAt !== null && { sentAt: instant(row.sentAt) }),
    ...(row.readAt !== null && { readAt: instant(row.readAt) }),
  }
}

/** Attempts come in order: one that is not its call's first repeats the bytes of those before. */
export function attemptView(row: AttemptRow): AttemptView {
  return {
    call: String(row.call),
    attempt: row.attempt,
    part: row.part,
    replay: row.attempt > 1,
    members: row.members,
    startedAt: instant(row.startedAt),
    ...(row.endedAt !== null && { endedAt: instant(row.endedAt) }),
    ...(row.outcome !== null && { outcome: row.outcome }),
    ...because(row),
    ...(row.httpStatus !== null && { httpStatus: row.httpStatus }),
    ...(row.requestId !== null && { requestId: row.requestId }),
    ...(row.receipt !== null && { receipt: row.receipt }),
    late: row.late,
  }
}

function because({ code, platformCode, platformText }: Because) {
  if (code === undefined) return { platformCode, platformText }
  const { zh, en, remedy } = REASONS[code]
  return { code, platformCode, platformText, reason: { zh, en }, remedy }
}

/** Null for a fixed address, and for a person who has been erased. */
function recipientText(recipient: StoredRecipient | null): string | null {
  return recipient === null || recipient.value === null
    ? null
    : formatRecipient(named(recipient, recipient.value))
}

const named = ({ kind, platform }: StoredRecipient, value: string): Recipient => ({ kind, platform, value })

export function personView(row: PersonRow): PersonView {
  return {
    id: String(row.id),
    recipient: recipientText(row.recipient),
    identities: row.identities.map(({ corp, platformId, validUntil }) => ({
      corp,
      userId: platformId,
      validUntil: instant(validUntil),
    })),
  }
}
