import {
  ChannelView as ChannelSchema,
  type ChannelView,
  CONTENT_TYPES,
  JsonObject,
  listOf,
  MEDIA_KINDS,
  type MediaKind,
  RECIPIENT_KINDS,
} from '@hongyan/contract'
import * as z from 'zod'
import type { Channel, Limit, MediaRule } from '../channels/channel.ts'
import { type Route, route, text } from './route.ts'
import type { Services } from './services.ts'

export function channelRoutes({ channels }: Pick<Services, 'channels'>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v1/channels',
      tag: 'channels',
      summary: text(
        '可用渠道：表单、能力和上限',
        'The channels: their forms, what they can do, their limits',
      ),
      scope: 'read',
      status: 200,
      result: listOf(ChannelSchema),
      handle: async () => ({ items: [...channels.values()].map(channelView) }),
    }),
  ]
}

function channelView(channel: Channel): ChannelView {
  const { recipients } = channel
  return {
    name: channel.name,
    platform: channel.platform,
    title: channel.title,
    appKind: channel.app.name,
    fixedAddress: recipients === 'fixed',
    recipients: [
      ...channel.app.lookUps,
      ...RECIPIENT_KINDS.filter((kind) => recipients !== 'fixed' && kind in recipients),
    ],
    ceiling: channel.ceiling,
    recall: channel.recall !== null,
    renderings: CONTENT_TYPES.map((type) => ({ type, ...channel.renderings[type] })),
    media: MEDIA_KINDS.flatMap((kind) => mediaRuleView(kind, channel.media[kind]) ?? []),
    limits: channel.limits.map(limitView),
    credentials: formOf(channel.app.credentials),
    options: formOf(channel.options),
  }
}

function mediaRuleView(
  kind: MediaKind,
  rule: MediaRule | undefined,
): ChannelView['media'][number] | undefined {
  if (!rule) return undefined
  const { minBytes, maxBytes, endings, source } = rule
  return {
    kind,
    ...(minBytes !== undefined && { minBytes }),
    maxBytes,
    ...(endings && { endings: [...endings] }),
    source: source.page,
    date: source.date,
  }
}

function limitView(limit: Limit): ChannelView['limits'][number] {
  const { owner, scope, unit, limit: most, source } = limit
  const span = 'windowMs' in limit ? { windowMs: limit.windowMs } : { period: limit.period }
  return { owner, scope, unit, limit: most, ...span, source: source.page, date: source.date }
}

/** Labels, where a person finds each value, and `writeOnly` of secrets come along as the fields' meta. */
const formOf = (schema: z.ZodObject): ChannelView['credentials'] =>
  JsonObject.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
