import type { ReasonCode } from '@hongyan/contract'
import { type RefusedRecipients, refusedRecipients, type Wecom } from '@hongyan/wecom'
import { familyError, findingOf, outcomeOf, questionFailureOf } from '../failure.ts'
import type { Finding, Outcome, PersonException, RecallOutcome } from '../session.ts'
import { wecomRefusals } from './refusals.ts'

/** Sends a prepared body. Whom WeCom refuses is an exception beside a success, also if it refuses everybody. */
export async function sendMessage(client: Wecom, body: string): Promise<Outcome> {
  try {
    const result = await client.messages.sendPrepared({ body, warnings: [] })
    // A private deployment may be too old to give one, and a suppressed copy may have none.
    const receipt = result.msgid === '' ? null : result.msgid
    return { kind: 'accepted', receipt, exceptions: exceptionsOf(result, addresseesOf(body)) }
  } catch (error) {
    const outcome = outcomeOf(error, wecomRefusals)
    const refused = refusedRecipients(error)
    if (outcome.kind !== 'rejected' || !refused) return outcome
    const finding = { ...outcome.finding, code: unknownCodeOf(body) }
    return { ...outcome, finding, exceptions: allRefused(refused, addresseesOf(body), finding) }
  }
}

/** 81013 says that nobody of the call is valid, whether or not it names each. */
function allRefused(
  refused: RefusedRecipients,
  sent: readonly string[],
  finding: Finding,
): PersonException[] {
  const named = new Map(exceptionsOf(refused, sent).map((each) => [each.platformId, each]))
  return sent.map((platformId) => named.get(platformId) ?? { platformId, state: 'invalid', finding })
}

/** WeCom answers ids in lower case; they are given back as they were sent. */
function exceptionsOf(refused: RefusedRecipients, sent: readonly string[]): PersonException[] {
  const asSent = new Map(sent.map((id) => [id.toLowerCase(), id]))
  const exceptions = (
    ids: readonly string[],
    state: 'invalid' | 'forbidden',
    code: ReasonCode,
    list: string,
  ) =>
    ids.flatMap((id): PersonException[] => {
      const platformId = asSent.get(id.toLowerCase())
      return platformId === undefined ? [] : [{ platformId, state, finding: { code, platformText: list } }]
    })
  const audience = [...refused.invalidparty, ...refused.invalidtag]
  return [
    ...exceptions(refused.invaliduser, 'invalid', 'unknown_user', 'invaliduser'),
    ...exceptions(
      audience,
      'invalid',
      'unknown_audience',
      refused.invalidtag.length > 0 ? 'invalidtag' : 'invalidparty',
    ),
    ...exceptions(refused.unlicenseduser, 'forbidden', 'unlicensed', 'unlicenseduser'),
  ]
}

const unknownCodeOf = (body: string): ReasonCode =>
  'touser' in JSON.parse(body) ? 'unknown_user' : 'unknown_audience'

/** Whom a body names: it is of one kind only. */
function addresseesOf(body: string): string[] {
  const { touser, toparty, totag }: Record<string, unknown> = Object(JSON.parse(body))
  return String(touser ?? toparty ?? totag ?? '').split('|')
}

export async function recallMessage(client: Wecom, receipt: string): Promise<RecallOutcome> {
  try {
    await client.messages.recall(receipt)
    return { kind: 'recalled' }
  } catch (error) {
    const failure = familyError(error)
    if (failure.code === OLDER_THAN_A_DAY) {
      return { kind: 'too_late', finding: findingOf(failure, 'rejected') }
    }
    const unanswered = questionFailureOf(failure, wecomRefusals, 'rejected')
    return unanswered.kind === 'later' ? unanswered : { kind: 'failed', finding: unanswered.finding }
  }
}

const OLDER_THAN_A_DAY = '42052'
