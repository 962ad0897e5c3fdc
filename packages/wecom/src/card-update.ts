import type { WecomApi } from './api.ts'
import { MessageCheck } from './check.ts'
import { MAX_TOPARTY, MAX_TOTAG, MAX_TOUSER } from './limits.ts'
import { readList } from './recipients.ts'
import { choice, id, list, object, optional, text } from './rule.ts'
import type { UpdatedTemplateCard } from './template-card.ts'
import { templateCard } from './template-card-rules.ts'

/** 企业微信「更新模版卡片消息」(2025-07-24): for whom a sent card changes, and into what. */
export type CardUpdate = CardReaders & {
  /** From the send's result or from a click's callback; once, within 72 hours. */
  readonly response_code: string
  /** 1: replace `$userName=…$` and its like in the new card. Default 0. */
  readonly enable_id_trans?: 0 | 1 | undefined
} & (
    | {
        /** Greys out the buttons of a card with buttons, a vote or choices. */
        readonly button: { readonly replace_name: string }
        readonly template_card?: undefined
      }
    | { readonly template_card: UpdatedTemplateCard; readonly button?: undefined }
  )

/** At least one of the four. */
interface CardReaders {
  /** At most 1 000. */
  readonly userids?: readonly string[] | undefined
  /** At most 100. */
  readonly partyids?: readonly number[] | undefined
  /** At most 100. */
  readonly tagids?: readonly number[] | undefined
  /** 1: for everybody who got it. */
  readonly atall?: 0 | 1 | undefined
}

/** Accepted by the platform, but for these. */
export interface CardUpdateResult {
  readonly complete: boolean
  readonly invaliduser: readonly string[]
}

const UPDATE = '/cgi-bin/message/update_template_card'

const fields = object<CardUpdate>({
  userids: optional(list(text(), { max: MAX_TOUSER })),
  partyids: optional(list(id, { max: MAX_TOPARTY })),
  tagids: optional(list(id, { max: MAX_TOTAG })),
  atall: choice(0, 1),
  response_code: text(),
  enable_id_trans: choice(0, 1),
  button: optional(object({ replace_name: text() })),
  template_card: optional(templateCard('update')),
})

/** @throws InvalidInputError, and what a call throws */
export async function updateCard(
  api: WecomApi,
  agentid: number,
  update: CardUpdate,
): Promise<CardUpdateResult> {
  const check = new MessageCheck(`POST ${UPDATE}`)
  fields.check(check, 'update', update)
  checkReaders(check, update)
  if ((update.button === undefined) === (update.template_card === undefined)) {
    check.refuse('update.template_card', {
      zh: 'button 与 template_card 须二选一。',
      en: 'Give either button or template_card.',
    })
  }
  const body = { ...fields.pick(update), agentid }
  const { invaliduser } = await api.request('POST', UPDATE, { body: JSON.stringify(body) })
  const refused = readList(invaliduser)
  return { complete: refused.length === 0, invaliduser: refused }
}

function checkReaders(check: MessageCheck, { userids, partyids, tagids, atall }: CardReaders): void {
  if (userids?.length || partyids?.length || tagids?.length || atall) return
  check.refuse('update.userids', {
    zh: 'userids、partyids、tagids、atall 至少要有一个。',
    en: 'Give at least one of userids, partyids, tagids and atall.',
  })
}
