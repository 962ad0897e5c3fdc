import { callsBack, isInteractive } from './card-forms.ts'
import { refuseByChoice } from './chosen-codes.ts'
import { DuplicateCheck } from './duplicate-check.ts'
import { isRefusal, type Refusal, type Reply, refuse } from './envelope.ts'
import type { Call, Endpoint } from './gate.ts'
import { type Newsroom, readMessage } from './message-content.ts'
import { Params } from './params.ts'
import {
  checkRecipients,
  type Member,
  type NamedRecipients,
  type ResolvedRecipients,
  readRecipients,
  resolveRecipients,
} from './recipients.ts'
import { SendAllowances } from './send-allowances.ts'
import type { SentCard } from './sent-cards.ts'
import { createMsgid, type SentMessages } from './sent-messages.ts'
import { wechatCopy } from './wechat-copy.ts'

/** POST /cgi-bin/message/send: 《发送应用消息》, developer.work.weixin.qq.com/document/path/90236, 2025-09-24. */
export function messageSend(newsroom: Newsroom, sent: SentMessages): Endpoint {
  const { world } = newsroom
  const duplicates = new DuplicateCheck(world.profiles)
  const allowances = new SendAllowances(world)

  return (call): Reply => {
    const { app, params, at } = call
    const message = readMessage(call, newsroom)
    if (isRefusal(message)) return message
    const named = readRecipients(params)
    const refused = checkRecipients(named, world) ?? checkEveryone(params.text('msgtype'), named)
    if (refused) return refused
    const recipients = resolveRecipients(named, world)
    if (recipients.allInvalid) return refuseAllInvalid(recipients)
    const allowed = allowances.takePersonTimes(app.name, recipients.members, at)
    if (isRefusal(allowed)) return allowed
    const fresh = duplicates.select(app.name, params, allowed, at)
    return deliver(call, message, recipients, allowed, fresh)
  }

  /** Says ok whatever was dropped, as the platform does; only the rule in the request log tells. */
  function deliver(
    { app, at }: Call,
    message: object,
    recipients: ResolvedRecipients,
    allowed: readonly Member[],
    fresh: readonly Member[],
  ): Reply {
    const msgid = sent.record(app.name, at)
    const remarks = new Set<string>()
    if (hasInvalid(recipients)) remarks.add('someInvalid')
    if (allowed.length < recipients.members.length) remarks.add('overDailyQuota')
    if (fresh.length < allowed.length) remarks.add('duplicate')
    for (const member of fresh) {
      const dropped = deliverTo(member, app.name, msgid, message, at)
      if (dropped) remarks.add(dropped)
    }
    const suppressed = fresh.length === 0 && allowed.length > 0
    const withMsgid = !suppressed || world.profiles.get('wecom.duplicateAnswer') === 'fresh_msgid'
    const rule = remarks.size === 0 ? 'wecom.send.ok' : `wecom.send.${[...remarks].join('+')}`
    const card = recordCard(app.name, msgid, message, fresh)
    const response_code =
      card && issuesCode(card) ? { response_code: newsroom.cards.issueCode(card, at) } : {}
    return {
      rule,
      fields: { ...invalidFields(recipients), ...(withMsgid ? { msgid } : {}), ...response_code },
    }
  }

  /** Remembers a card whose taps its app will hear of. */
  function recordCard(
    app: string,
    msgid: string,
    message: object,
    members: readonly Member[],
  ): SentCard | undefined {
    const shown = new Params({ ...message })
    const [card, task] = [shown.object('template_card'), shown.object('taskcard')]
    const form = shown.has('taskcard') ? 'taskcard' : callsBack(card.all) && card.text('card_type')
    if (!form || members.length === 0) return undefined
    const taskId = card.text('task_id') || task.text('task_id')
    const sentCard = { app, msgid, taskId, form, members: members.map(({ wecom }) => wecom.userid) }
    newsroom.cards.record(sentCard)
    return sentCard
  }

  function issuesCode({ form }: SentCard): boolean {
    if (form === 'taskcard') return false
    return isInteractive(form) || world.profiles.get('wecom.responseCodeOf') === 'callback_cards'
  }

  /** Puts the copy on the phone, or names why it is dropped without a word. */
  function deliverTo(
    member: Member,
    app: string,
    msgid: string,
    message: object,
    at: number,
  ): string | undefined {
    const { userid } = member.wecom
    const outcome = world.outcomes.of('wecom', userid)?.outcome ?? 'unread'
    if (outcome !== 'read' && outcome !== 'unread') return `injected.${outcome}`
    if (!allowances.takeTurn(app, member, at)) return 'overMemberLimit'
    const wechat = wechatCopy(message, newsroom.settings.of(app).alwaysHome)
    const copy = world.inbox.deliver({ platform: 'wecom', userid, app, receipt: msgid, message, wechat })
    newsroom.statistics.add(app, at, 1)
    if (outcome === 'read') world.inbox.markRead('wecom', userid, copy.id)
    return undefined
  }

  function refuseAllInvalid(recipients: ResolvedRecipients): Refusal {
    const asSent = world.profiles.get('wecom.allInvalidCase') === 'as_sent'
    const withMsgid = world.profiles.get('wecom.allInvalidMsgid') === 'present'
    const fields = invalidFields(recipients, asSent ? (userid) => userid : undefined)
    // This msgid leads nowhere: nothing was sent that could be recalled.
    const msgid = withMsgid ? { msgid: createMsgid(world.ids) } : {}
    return refuse('wecom.send.allInvalid', 81013, { fields: { ...fields, ...msgid } })
  }

  /** Userids come back in lower case; what is empty is left out or '', a profile. */
  function invalidFields(
    recipients: ResolvedRecipients,
    show = (userid: string) => userid.toLowerCase(),
  ): object {
    const lists = {
      invaliduser: [...new Set(recipients.invalidUsers.map(show))],
      invalidparty: recipients.invalidParties,
      invalidtag: recipients.invalidTags,
      unlicenseduser: recipients.unlicensed.map(({ wecom }) => show(wecom.userid)),
    }
    const keepsEmpty = world.profiles.get('wecom.emptyFields') === 'empty_string'
    const shown = Object.entries(lists).filter(([, list]) => keepsEmpty || list.length > 0)
    return Object.fromEntries(shown.map(([name, list]) => [name, list.join('|')]))
  }
}

/** The notices of a mini program go to named people only. */
function checkEveryone(msgtype: string, { everyone }: NamedRecipients): Refusal | undefined {
  if (msgtype !== 'miniprogram_notice' || !everyone) return undefined
  return refuseByChoice('wecom.miniprogram_notice.everyone')
}

function hasInvalid({ invalidUsers, invalidParties, invalidTags, unlicensed }: ResolvedRecipients): boolean {
  return invalidUsers.length + invalidParties.length + invalidTags.length + unlicensed.length > 0
}
