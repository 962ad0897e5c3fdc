import type { AccountPreview, MessageRequest, PreviewView } from '@hongyan/contract'
import type { OpenAccount } from '../accounts/directory.ts'
import type { Channel, Part } from '../channels/channel.ts'
import type { Addressees } from '../channels/session.ts'
import { type AcceptContext, openAccounts, readRecipients } from './accept.ts'
import { busyMinutesNote } from './busy-minutes.ts'
import { DeliveryPlanner } from './new-deliveries.ts'
import { optionsOf } from './options.ts'
import { type Addressee, concerns, lookUpKind } from './recipients.ts'
import { variantOf } from './variables.ts'

/**
 * What a message would become on each account. Nothing is stored, no platform is asked.
 *
 * @throws Refusal as accepting would, save that content which an account cannot carry is told in its place
 */
export async function previewMessage(
  request: MessageRequest,
  { accounts: known }: Pick<AcceptContext, 'accounts'>,
): Promise<PreviewView> {
  const accounts = openAccounts(request, known)
  const planner = new DeliveryPlanner(request.content, optionsOf(request), accounts)
  const addressees = await readRecipients(request, accounts, planner.names)
  const isFirst = request.route === 'first'
  const claimed = new Set<Addressee>()
  return {
    recipients: addressees.length,
    accounts: accounts.map((account) => {
      const own = addressees.filter((one) => concerns(one.recipient, account) && !claimed.has(one))
      if (isFirst) for (const one of own) claimed.add(one)
      return previewOn(account, own, planner, request)
    }),
  }
}

function previewOn(
  account: OpenAccount,
  addressees: readonly Addressee[],
  planner: DeliveryPlanner,
  { lane }: MessageRequest,
): AccountPreview {
  const { channel } = account
  const [first] = addressees
  const note = busyMinutesNote(lane, [account])
  const base = {
    account: account.name,
    channel: channel.name,
    recipients: addressees.length,
    notes: note ? [note] : [],
  }
  const rendering = planner.render(account, first?.vars)
  if (rendering.kind === 'refused') {
    const { code, sentence, remedy } = rendering.refusal
    return { ...base, calls: 0, parts: [], warnings: [], refusal: { code, sentence, remedy } }
  }
  const { parts, warnings } = rendering
  return {
    ...base,
    calls: callsFor(account, addressees, planner),
    parts: parts.map((part) => previewPart(part, account, first)),
    warnings: [...warnings],
  }
}

/** Equal texts to recipients of one kind share calls; each part takes its own. */
function callsFor(account: OpenAccount, addressees: readonly Addressee[], planner: DeliveryPlanner): number {
  if (account.channel.recipients === 'fixed') return partsFor(account, undefined, planner).length
  const batches = Map.groupBy(addressees, ({ recipient, vars }) =>
    [addressKind(recipient), variantOf(planner.names, vars)].join('/'),
  )
  return [...batches.values()].reduce((sum, [first, ...others]) => {
    if (!first) return sum
    const parts = partsFor(account, first, planner)
    const calls = parts.map((part) => {
      const capacity = account.channel.capacity(part, addressKind(first.recipient))
      return capacity === 0 ? 0 : Math.ceil((1 + others.length) / capacity)
    })
    return sum + calls.reduce((total, count) => total + count, 0)
  }, 0)
}

function partsFor(
  account: OpenAccount,
  one: Addressee | undefined,
  planner: DeliveryPlanner,
): readonly Part[] {
  const rendering = planner.render(account, one?.vars)
  return rendering.kind === 'rendered' ? rendering.parts : []
}

/** Persons are addressed by their id, once it is known. */
const addressKind = (recipient: Addressee['recipient']) =>
  lookUpKind(recipient) === undefined ? recipient.kind : 'user'

function previewPart(part: Part, account: OpenAccount, first: Addressee | undefined) {
  const { body } = account.session.prepare({
    part,
    to: exampleAddressees(first),
    callId: 'preview',
    deduplicate: true,
  })
  const budget = account.channel.budgets.find(({ measure, unit }) => unit === 'bytes' && WHOLE.has(measure))
  const measured = budget?.measure === 'msg' ? JSON.stringify(part.message) : body
  return {
    body: JSON.parse(body),
    bytes: Buffer.byteLength(measured),
    ...(budget && { limitBytes: budget.size }),
  }
}

const WHOLE: ReadonlySet<Channel['budgets'][number]['measure']> = new Set(['body', 'msg'])

/** Who has a mobile is only asked when sending. */
function exampleAddressees(first: Addressee | undefined): Addressees {
  if (!first) return { kind: 'fixed' }
  const { kind, value } = first.recipient
  if (kind === 'everyone') return { kind }
  if (kind === 'mobile' || kind === 'email') return { kind: 'user', ids: [EXAMPLE_ID] }
  return { kind, ids: [value] }
}

const EXAMPLE_ID = 'userid'
