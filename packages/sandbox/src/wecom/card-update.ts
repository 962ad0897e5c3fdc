import { callsBack, isInteractive, readCard } from './card-forms.ts'
import { refuseByChoice } from './chosen-codes.ts'
import { isRefusal, type Refusal, type Reply, refuse } from './envelope.ts'
import type { Endpoint } from './gate.ts'
import { checkAgentid, type Newsroom, readingOf, translation } from './message-content.ts'
import { Params } from './params.ts'
import { checkRecipients, type NamedRecipients, resolveRecipients } from './recipients.ts'
import type { SentCard } from './sent-cards.ts'

type Show = (message: object) => object

/** POST /cgi-bin/message/update_template_card: 《更新模版卡片消息》, 94888, 2025-07-24. */
export function updateTemplateCard(newsroom: Newsroom): Endpoint {
  const { world, cards } = newsroom

  return ({ app, params, at }): Reply => {
    const refused = checkAgentid(params, app, newsroom)
    if (refused) return refused
    const named = readNamed(params)
    const refusedNames = checkRecipients(named, world)
    if (refusedNames) return refusedNames
    const code = params.text('response_code')
    const card = cards.ofCode(code, at)
    if (!card) return refuse('wecom.update.code', 60140)
    if (card.app !== app.name) return refuse('wecom.update.ofAnotherApp', 42015)
    const reading = { ...readingOf(app, newsroom, at), safe: 0, translate: translation(params, world) }
    const show = params.has('template_card')
      ? replaceCard(readCard(params.object('template_card'), reading), params.object('template_card'))
      : replaceButtons(params.object('button').text('replace_name'), card)
    if (typeof show === 'object') return show
    cards.useUp(code)
    return { rule: 'wecom.update.ok', fields: { invaliduser: apply(card, named, show) } }
  }

  /** Changes the copies of those named who have one, and answers those who have none. */
  function apply(card: SentCard, named: NamedRecipients, show: Show): string[] {
    const { members, invalidUsers } = resolveRecipients(named, world)
    const owners = new Set(card.members.map((userid) => userid.toLowerCase()))
    const userids = named.everyone ? card.members : members.map(({ wecom }) => wecom.userid)
    const reached = userids.filter((userid) => owners.has(userid.toLowerCase()))
    world.inbox.change('wecom', card.msgid, reached, show)
    const namedInVain = named.users.filter((userid) => !owners.has(userid.toLowerCase()))
    return [...new Set([...invalidUsers, ...namedInVain].map((userid) => userid.toLowerCase()))]
  }
}

/** Lists here, where message/send has joined text. */
function readNamed(params: Params): NamedRecipients {
  if (params.integer('atall') === 1) return { everyone: true, users: [], parties: [], tags: [] }
  const numbers = (name: string) => params.integers(name).map(String)
  return {
    everyone: false,
    users: params.texts('userids'),
    parties: numbers('partyids'),
    tags: numbers('tagids'),
  }
}

/** Greys the buttons; only the interactive forms have them. */
export function replaceButtons(replaceName: string, { form }: Pick<SentCard, 'form'>): Show | Refusal {
  if (!replaceName) return refuse('wecom.update.replaceNameMissing', 42020)
  if (!isInteractive(form)) return refuseByChoice('wecom.update.noButtons')
  return (message) => changed(message, (card) => ({ ...card, replace_text: replaceName }))
}

/** Shows another card, of whatever form. `replace_text` greys its buttons. */
export function replaceCard(card: Record<string, unknown> | Refusal, sent: Params): Show | Refusal {
  if (isRefusalCard(card)) return card
  const replaceText = callsBack(card) ? sent.text('replace_text') : ''
  return (message) => changed(message, () => ({ ...card, ...(replaceText && { replace_text: replaceText }) }))
}

function isRefusalCard(card: Record<string, unknown> | Refusal): card is Refusal {
  return isRefusal(card)
}

function changed(message: object, show: (card: object) => object): object {
  return { ...message, template_card: show(new Params({ ...message }).object('template_card').all) }
}
