import { setImmediate as letOthersRun } from 'node:timers/promises'
import { type AcceptedView, type MessageRequest, Refusal } from '@hongyan/contract'
import type { OpenAccount } from '../accounts/directory.ts'
import { type Clock, dayOf } from '../clock.ts'
import { failpoint } from '../deliveries/failpoint.ts'
import type { NewDelivery, Store } from '../store/store.ts'
import { busyMinutesNote } from './busy-minutes.ts'
import { checkMedia } from './media-check.ts'
import { newMessageId } from './message-id.ts'
import { DeliveryPlanner } from './new-deliveries.ts'
import { optionsOf } from './options.ts'
import { checkContent } from './pre-flight.ts'
import { type Addressee, RecipientReader } from './recipients.ts'
import { searchTextOf } from './search-text.ts'
import { missingName } from './variables.ts'

/** A well-formed message, and who sends it. */
export interface MessageToAccept {
  readonly request: MessageRequest
  readonly requestHash: string
  readonly client: string
  readonly apiKey: string | null
  readonly idempotencyKey: string | undefined
}

export interface AcceptContext {
  readonly store: Pick<Store, 'accept' | 'media' | 'useMedia'>
  readonly accounts: { get(name: string): OpenAccount | undefined }
  readonly clock: Pick<Clock, 'now'>
}

/**
 * Deliveries written together with their message; the rest of a large list follows in chunks of as many. Each takes some
 * 10 ms, and whoever else is taken in at the same time waits for the one that is being written.
 */
const CHUNK_DELIVERIES = 250
/** Of longer lists only so many are held against the content before the answer. */
const CHECKED_RECIPIENTS = 1000
/** Recipients read in one go; between two goes other requests have their turn. */
const READ_AT_ONCE = 2000

/**
 * Takes a message in: checked without any platform call, durable when it resolves. Run twice under one idempotency
 * key it answers twice the same.
 *
 * @throws Refusal before anything is written
 */
export async function acceptMessage(message: MessageToAccept, context: AcceptContext): Promise<AcceptedView> {
  const { request } = message
  const now = context.clock.now()
  const accounts = openAccounts(request, context.accounts)
  refuseExpired(request, now)
  refuseLinkToNowhere(request)
  await checkMedia(request.content, accounts, { client: message.client, now, store: context.store })
  const options = optionsOf(request)
  const planner = new DeliveryPlanner(request.content, options, accounts)
  const addressees = await readRecipients(request, accounts, planner.names)
  checkContent(request.content, planner, accounts, addressees.slice(0, CHECKED_RECIPIENTS))

  const perChunk = Math.max(1, Math.floor(CHUNK_DELIVERIES / accounts.length))
  const sketches = [
    ...planner.toFixedAddresses(),
    ...addressees.slice(0, perChunk).flatMap((one) => planner.to(one)),
  ]
  failpoint('accept.before_commit')
  const accepted = await context.store.accept({
    message: {
      id: newMessageId(now),
      day: dayOf(now),
      client: message.client,
      apiKey: message.apiKey,
      idempotencyKey: message.idempotencyKey ?? null,
      requestHash: message.requestHash,
      now,
      lane: request.lane,
      content: JSON.stringify(request.content),
      options: JSON.stringify(options),
      accounts: request.accounts,
      expiresAt: expiryOf(request),
      recipients: addressees.length,
      searchText: searchTextOf(request.content),
    },
    deliveries: numbered(sketches, 1),
    later: await inChunks(addressees.slice(perChunk), perChunk),
  })
  failpoint('accept.after_commit')
  if (accepted.kind === 'key_reused') {
    throw new Refusal('idempotency_key_reused', { field: 'Idempotency-Key', value: message.idempotencyKey })
  }
  const { id } = accepted.message
  const note = busyMinutesNote(request.lane, accounts)
  return { id, recipients: accepted.recipients, url: `/v1/messages/${id}`, ...(note && { notes: [note] }) }
}

/** The accounts in the sender's order. @throws Refusal */
export function openAccounts(request: MessageRequest, accounts: AcceptContext['accounts']): OpenAccount[] {
  return [...new Set(request.accounts)].map((name) => {
    const field = `accounts[${request.accounts.indexOf(name)}]`
    const account = accounts.get(name)
    if (!account) throw new Refusal('unknown_account', { field, value: name })
    if (!account.enabled) throw new Refusal('account_disabled', { field, value: name })
    return account
  })
}

/** Everybody once, in the sender's order. @throws Refusal */
export async function readRecipients(
  request: MessageRequest,
  accounts: readonly OpenAccount[],
  names: readonly string[],
): Promise<Addressee[]> {
  const to = request.to ?? []
  const allFixed = accounts.every(({ channel }) => channel.recipients === 'fixed')
  if (allFixed && to.length > 0) throw new Refusal('recipients_not_allowed', { field: 'to', value: to })
  if (!allFixed && to.length === 0) throw new Refusal('recipients_required', { field: 'to' })
  const reader = new RecipientReader(accounts)
  const addressees: Addressee[] = []
  for (const [index, entry] of to.entries()) {
    if (index > 0 && index % READ_AT_ONCE === 0) await letOthersRun()
    const field = `to[${index}]`
    const addressee = reader.read(entry, field)
    if (!addressee) continue
    refuseUnconfirmed(request, addressee, field)
    refuseMissingValue(addressee, names, field)
    addressees.push(addressee)
  }
  return addressees
}

export const numbered = (sketches: readonly Omit<NewDelivery, 'idx'>[], first: number): NewDelivery[] =>
  sketches.map((sketch, offset) => ({ ...sketch, idx: first + offset }))

function refuseUnconfirmed(request: MessageRequest, { recipient }: Addressee, field: string): void {
  if (recipient.kind !== 'everyone' || request.confirm === 'everyone') return
  throw new Refusal('everyone_unconfirmed', { field, value: 'everyone' })
}

/** Without any values a text goes out untouched; with some, a name without one would show its braces to a person. */
function refuseMissingValue({ vars }: Addressee, names: readonly string[], field: string): void {
  const name = vars && missingName(names, vars)
  if (name !== undefined) throw new Refusal('variable_missing', { field: `${field}.vars.${name}` })
}

function refuseExpired(request: MessageRequest, now: number): void {
  const expiresAt = expiryOf(request)
  if (expiresAt === null || expiresAt > now) return
  throw new Refusal('expired_already', { field: 'expiresAt', value: request.expiresAt })
}

function refuseLinkToNowhere({ overflow, moreUrl }: MessageRequest): void {
  if (overflow === 'link' && moreUrl === undefined) throw new Refusal('missing_field', { field: 'moreUrl' })
}

const expiryOf = ({ expiresAt }: MessageRequest): number | null =>
  expiresAt === undefined ? null : Date.parse(expiresAt)

async function inChunks(addressees: readonly Addressee[], size: number): Promise<string[]> {
  const chunks: string[] = []
  for (let start = 0; start < addressees.length; start += size) {
    if (start > 0) await letOthersRun()
    chunks.push(JSON.stringify(addressees.slice(start, start + size)))
  }
  return chunks
}
