import {
  DeliveryView,
  PageQuery,
  PersonView,
  pageOf,
  parseRecipient,
  RecipientText,
  Refusal,
} from '@hongyan/contract'
import * as z from 'zod'
import { auditRecord } from '../access/audit.ts'
import { type Route, route, text } from './route.ts'
import type { Services } from './services.ts'
import { deliveryView, personView } from './views.ts'

/** The number that `GET /v1/people` tells. */
const OnePerson = z.strictObject({ id: z.coerce.number().int().min(1) })

export function peopleRoutes({ store, clock, channels }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v1/people',
      tag: 'people',
      summary: text('查找一个人：他在各企业里是谁', 'Find a person, and who they are in each organisation'),
      scope: 'people:admin',
      query: z.strictObject({ recipient: RecipientText }),
      status: 200,
      result: PersonView,
      problems: ['not_found', 'recipient_malformed', 'mobile_malformed', 'email_malformed'],
      async handle({ query: { recipient } }) {
        const parsed = parseRecipient(recipient)
        const row = typeof parsed === 'string' ? undefined : await store.person(parsed)
        if (row) return personView(row)
        throw new Refusal('not_found', { field: 'recipient', value: recipient })
      },
    }),
    route({
      method: 'GET',
      path: '/v1/people/:id/deliveries',
      tag: 'people',
      summary: text('发给此人的每一条，新的在前', 'Everything sent to a person, newest first'),
      scope: 'people:admin',
      params: OnePerson,
      query: PageQuery,
      status: 200,
      result: pageOf(DeliveryView),
      async handle({ params, query }) {
        const { items, next } = await store.deliveriesOf(params.id, query)
        return { items: items.map((row) => deliveryView(row, channels)), next }
      },
    }),
    route({
      method: 'DELETE',
      path: '/v1/people/:id',
      tag: 'people',
      summary: text('抹去此人的号码和地址', 'Erase a person’s number or address'),
      scope: 'people:admin',
      params: OnePerson,
      status: 204,
      problems: ['not_found'],
      async handle({ params: { id }, principal, from }) {
        const now = clock.now()
        if (!(await store.erasePerson(id, now))) throw new Refusal('not_found', { field: 'id', value: id })
        const change = { action: 'person.erase', target: String(id) }
        await store.appendAudit(auditRecord(change, principal, from, now))
      },
    }),
  ]
}
