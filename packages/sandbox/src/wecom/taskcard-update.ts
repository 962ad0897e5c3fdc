import { refuseByChoice } from './chosen-codes.ts'
import { type Reply, refuse } from './envelope.ts'
import type { Endpoint } from './gate.ts'
import { checkAgentid, type Newsroom } from './message-content.ts'
import { Params } from './params.ts'

/**
 * POST /cgi-bin/message/update_taskcard, which the platform's pages no longer show; as the Java library WxJava has it
 * (2024-10-17).
 */
export function updateTaskcard(newsroom: Newsroom): Endpoint {
  const { world, cards } = newsroom

  return ({ app, params }): Reply => {
    const refused = checkAgentid(params, app, newsroom)
    if (refused) return refused
    const userids = params.texts('userids')
    if (userids.length === 0) return refuseByChoice('wecom.taskcard.useridsMissing')
    const card = cards.ofTask(app.name, params.text('task_id'))
    if (card?.form !== 'taskcard') return refuse('wecom.taskcard.taskUnknown', 42016)
    const key = params.text('clicked_key')
    const owners = new Set(card.members.map((userid) => userid.toLowerCase()))
    const reached = userids.filter((userid) => owners.has(userid.toLowerCase()))
    let isKnown = false
    world.inbox.change('wecom', card.msgid, reached, (message) => {
      const shown = pressed(message, key)
      isKnown ||= shown !== undefined
      return shown ?? message
    })
    if (reached.length > 0 && !isKnown) return refuse('wecom.taskcard.keyUnknown', 42017)
    const invaliduser = userids.filter((userid) => !reached.includes(userid))
    return {
      rule: 'wecom.taskcard.updated',
      fields: { invaliduser: invaliduser.map((id) => id.toLowerCase()) },
    }
  }
}

/** The card after this button was pressed; undefined if it has no such button. */
function pressed(message: object, key: string): object | undefined {
  const taskcard = new Params({ ...message }).object('taskcard')
  const button = taskcard.objects('btn').find((candidate) => candidate.text('key') === key)
  const replace_text = button?.text('replace_name')
  return button && { ...message, taskcard: { ...taskcard.all, replace_text } }
}
