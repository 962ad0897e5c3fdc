import { Refusal, type Text } from '@hongyan/contract'
import type { OpenAccount } from '../accounts/directory.ts'
import type { Refusal as ContentRefusal } from '../channels/channel.ts'
import type { DeliveryPlanner } from './new-deliveries.ts'
import { type Addressee, concerns } from './recipients.ts'

/**
 * Holds the content against every account that will carry it, as the given recipients will see it.
 *
 * @throws Refusal with the first account that cannot carry it, and why
 */
export function checkContent(
  planner: DeliveryPlanner,
  accounts: readonly OpenAccount[],
  addressees: readonly Addressee[],
): void {
  for (const account of accounts) {
    if (account.channel.recipients === 'fixed') check(planner, account, undefined)
    for (const addressee of addressees) {
      if (concerns(addressee.recipient, account)) check(planner, account, addressee)
    }
  }
}

function check(planner: DeliveryPlanner, account: OpenAccount, addressee: Addressee | undefined): void {
  const rendering = planner.render(account, addressee?.vars)
  if (rendering.kind === 'rendered') return
  throw new Refusal(PROBLEM[rendering.refusal.code], {
    field: rendering.refusal.field,
    detail: detailOf(rendering.refusal, account),
  })
}

const PROBLEM = {
  content_not_carried: 'content_not_carried',
  content_too_long: 'content_too_long',
  content_invalid: 'malformed',
} as const

function detailOf({ sentence, remedy, limit, actual, unit }: ContentRefusal, account: OpenAccount): Text {
  const size = limit === undefined ? '' : ` (${actual ?? '?'} > ${limit} ${unit ?? ''})`
  return {
    zh: `${account.name}：${sentence.zh}${size}。${remedy.zh}`,
    en: `${account.name}: ${sentence.en}${size}. ${remedy.en}`,
  }
}
