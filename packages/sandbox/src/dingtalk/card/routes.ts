import type { Route } from '../../exchange.ts'
import type { ModernGate } from '../modern-gate.ts'
import type { CardInstances } from './card-instances.ts'

export function cardRoutes(gate: ModernGate, instances: CardInstances): Record<string, Route> {
  return {
    '/v1.0/card/instances/createAndDeliver': gate.guard({
      method: 'POST',
      mandatory: ['cardTemplateId', 'outTrackId', 'cardData', 'openSpaceId'],
      answer: instances.createAndDeliver,
    }),
    '/v1.0/card/instances': gate.guard(
      { method: 'POST', mandatory: ['cardTemplateId', 'outTrackId', 'cardData'], answer: instances.create },
      { method: 'PUT', mandatory: ['outTrackId'], answer: instances.update },
    ),
    '/v1.0/card/instances/deliver': gate.guard({
      method: 'POST',
      mandatory: ['outTrackId', 'openSpaceId'],
      answer: instances.deliver,
    }),
    '/v1.0/card/streaming': gate.guard({
      method: 'PUT',
      mandatory: ['outTrackId', 'guid', 'key', 'content'],
      answer: instances.stream,
    }),
  }
}
