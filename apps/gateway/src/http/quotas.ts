import { listOf, QuotaView } from '@hongyan/contract'
import { type Route, route, text } from './route.ts'
import type { Services } from './services.ts'

export function quotaRoutes({ quotas }: Pick<Services, 'quotas'>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v1/quotas',
      tag: 'quotas',
      summary: text('每个上限用了多少、还剩多少', 'What is used and left of each limit'),
      scope: 'read',
      status: 200,
      result: listOf(QuotaView),
      handle: async () => ({ items: [...(await quotas())] }),
    }),
  ]
}
