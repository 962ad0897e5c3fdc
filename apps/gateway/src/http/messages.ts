import {
  AcceptedView,
  CancelView,
  DeliveryQuery,
  DeliveryView,
  MessageId,
  MessageQuery,
  MessageRequest,
  MessageView,
  pageOf,
  RecallView,
  Refusal,
} from '@hongyan/contract'
import * as z from 'zod'
import { mayUse, type Principal } from '../access/api-keys.ts'
import { auditRecord } from '../access/audit.ts'
import type { MessageRow } from '../store/store.ts'
import { Admission } from './admission.ts'
import { LargeBody } from './body.ts'
import type { LargeMessages } from './large-message.ts'
import { type ParsedMessage, parseMessage } from './message-body.ts'
import { type Route, route, text } from './route.ts'
import type { Services } from './services.ts'
import { deliveryView, messageView } from './views.ts'

/** Unit: bytes. 100 000 recipients with a few variables each. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024

const OneMessage = z.strictObject({ id: MessageId })

export function messageRoutes(services: Services, large: LargeMessages): Route[] {
  const { store, clock, channels } = services
  const admission = new Admission()
  return [
    route<undefined, undefined, unknown, AcceptedView>({
      method: 'POST',
      path: '/v1/messages',
      tag: 'messages',
      summary: text('发送一条消息', 'Send a message'),
      scope: 'send',
      isIdempotent: true,
      rawBody: MessageRequest,
      bodyLimit: MAX_MESSAGE_BYTES,
      status: 202,
      result: AcceptedView,
      problems: ACCEPT_PROBLEMS,
      async handle({ body, principal, idempotencyKey }) {
        const take = ({ request, requestHash }: ParsedMessage) => {
          checkAccounts(request.accounts, principal)
          const { client, apiKeyId: apiKey } = principal
          return admission.accept(request.lane, () =>
            services.accept({ request, requestHash, client, apiKey, idempotencyKey }),
          )
        }
        if (!(body instanceof LargeBody)) return take(parseMessage(body))
        return admission.readLarge(async () => take(await large.parse(body.bytes)))
      },
    }),
    route({
      method: 'GET',
      path: '/v1/messages',
      tag: 'messages',
      summary: text('列出消息，新的在前', 'List messages, newest first'),
      scope: 'read',
      query: MessageQuery,
      status: 200,
      result: pageOf(MessageView),
      async handle({ query, principal }) {
        const own = seesAll(principal) ? {} : { client: principal.client }
        const { items, next } = await store.messages({ ...query, ...own })
        return { items: items.map(messageView), next }
      },
    }),
    route({
      method: 'GET',
      path: '/v1/messages/:id',
      tag: 'messages',
      summary: text('一条消息和各状态的人数', 'One message with its count of each state'),
      scope: 'read',
      params: OneMessage,
      status: 200,
      result: MessageView,
      problems: ['not_found'],
      async handle({ params, principal }) {
        return messageView(await findMessage(services, params.id, principal))
      },
    }),
    route({
      method: 'GET',
      path: '/v1/messages/:id/deliveries',
      tag: 'messages',
      summary: text('消息的每个接收者', 'Each recipient of a message'),
      scope: 'read',
      params: OneMessage,
      query: DeliveryQuery,
      status: 200,
      result: pageOf(DeliveryView),
      problems: ['not_found'],
      async handle({ params, query, principal }) {
        await findMessage(services, params.id, principal)
        const { items, next } = await store.deliveries(params.id, query)
        return { items: items.map((row) => deliveryView(row, channels)), next }
      },
    }),
    route({
      method: 'POST',
      path: '/v1/messages/:id/cancel',
      tag: 'messages',
      summary: text('取消还没开始发送的部分', 'Cancel what has not started'),
      scope: 'send',
      params: OneMessage,
      status: 200,
      result: CancelView,
      problems: ['not_found'],
      async handle({ params, principal, from }) {
        const message = await findMessage(services, params.id, principal)
        const now = clock.now()
        const result = await store.cancel(message, now)
        const change = { action: 'message.cancel', target: message.id, after: result }
        await store.appendAudit(auditRecord(change, principal, from, now))
        return result
      },
    }),
    route({
      method: 'POST',
      path: '/v1/messages/:id/recall',
      tag: 'messages',
      summary: text(
        '撤回：还没发的取消，已发的向平台撤回',
        'Recall: cancel what waits, take back what went out',
      ),
      scope: 'recall',
      params: OneMessage,
      status: 202,
      result: RecallView,
      problems: ['not_found'],
      async handle({ params, principal, from }) {
        const message = await findMessage(services, params.id, principal)
        const now = clock.now()
        const result = await store.requestRecall(message, now)
        const change = { action: 'message.recall', target: message.id, after: result }
        await store.appendAudit(auditRecord(change, principal, from, now))
        return result
      },
    }),
  ]
}

const ACCEPT_PROBLEMS = [
  'invalid_json',
  'body_too_large',
  'too_many',
  'recipient_malformed',
  'mobile_malformed',
  'email_malformed',
  'recipients_required',
  'recipients_not_allowed',
  'recipient_not_supported',
  'platform_required',
  'platform_not_chosen',
  'everyone_unconfirmed',
  'variable_missing',
  'unknown_account',
  'account_disabled',
  'account_not_allowed',
  'content_not_carried',
  'content_too_long',
  'expired_already',
  'idempotency_key_malformed',
  'idempotency_key_reused',
  'overloaded',
] as const

function checkAccounts(accounts: readonly string[], principal: Principal): void {
  const at = accounts.findIndex((account) => !mayUse(principal, account))
  if (at >= 0) throw new Refusal('account_not_allowed', { field: `accounts[${at}]`, value: accounts[at] })
}

/** Others' messages are as if they did not exist, so that ids tell nothing. */
export async function findMessage(
  { store }: Pick<Services, 'store'>,
  id: string,
  principal: Principal,
): Promise<MessageRow> {
  const message = await store.message(id)
  if (message && (seesAll(principal) || message.client === principal.client)) return message
  throw new Refusal('not_found', { field: 'id', value: id })
}

export const seesAll = (principal: Principal): boolean => principal.scopes.has('clients:admin')
