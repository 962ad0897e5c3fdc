import { DeliveryDetail, DeliveryId, parseDeliveryId, Refusal } from '@hongyan/contract'
import * as z from 'zod'
import { findMessage } from './messages.ts'
import { type Route, route, text } from './route.ts'
import type { Services } from './services.ts'
import { attemptView, deliveryView } from './views.ts'

export function deliveryRoutes(services: Services): Route[] {
  const { store, channels } = services
  return [
    route({
      method: 'GET',
      path: '/v1/deliveries/:id',
      tag: 'deliveries',
      summary: text('一次投递和它的每次尝试', 'One delivery with its attempts'),
      scope: 'read',
      params: z.strictObject({ id: DeliveryId }),
      status: 200,
      result: DeliveryDetail,
      problems: ['not_found'],
      async handle({ params, principal }) {
        const notFound = new Refusal('not_found', { field: 'id', value: params.id })
        const place = parseDeliveryId(params.id)
        if (place === undefined) throw notFound
        const { id: message } = await findMessage(services, place.message, principal)
        const row = await store.delivery(message, place.index)
        if (row === undefined) throw notFound
        const attempts = await store.attempts(message, place.index)
        return { ...deliveryView(row, channels), attempts: attempts.map(attemptView) }
      },
    }),
  ]
}
