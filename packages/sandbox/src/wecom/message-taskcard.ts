import { readAll } from './card-lists.ts'
import { refuseByChoice } from './chosen-codes.ts'
import { isRefusal, type Refusal, refuse } from './envelope.ts'
import type { BodyReader } from './message-body.ts'
import { checkUrl } from './message-url.ts'
import type { Params } from './params.ts'
import { byteLength } from './truncation.ts'

/** Bytes, as the Java library WxJava has them (2024-10-17): the platform's own page is gone, template_card took its place. */
const TITLE_BYTES = 128
const DESCRIPTION_BYTES = 512
const KEY_BYTES = 128
const BUTTONS = 2
const DEFAULT_REPLACE_NAME = '已处理'

export const readTaskcard: BodyReader = (body, { sender, translate }) => {
  const [title, description, url] = [body.text('title'), body.text('description'), body.text('url')]
  if (!title) return refuse('wecom.taskcard.titleMissing', 41016)
  if (byteLength(title) > TITLE_BYTES) return refuseByChoice('wecom.taskcard.titleTooLong')
  if (!description) return refuse('wecom.taskcard.descriptionMissing', 41033)
  if (byteLength(description) > DESCRIPTION_BYTES) return refuseByChoice('wecom.taskcard.descriptionTooLong')
  const refused = url ? checkUrl(url) : undefined
  if (refused) return refused
  const btn = readButtons(body.objects('btn'))
  if (isRefusal(btn)) return btn
  const task_id = body.text('task_id')
  if (!isTaskId(task_id)) return refuse('wecom.taskcard.taskId', 42014)
  if (sender.hasTask(task_id)) return refuseByChoice('wecom.card.taskIdRepeated')
  if (!sender.canBeCalledBack) return refuse('wecom.card.callbackNotConfigured', 43012)
  return { title: translate(title), description: translate(description), url, task_id, btn }
}

function readButtons(buttons: readonly Params[]): object[] | Refusal {
  if (buttons.length === 0 || buttons.length > BUTTONS) return refuseByChoice('wecom.taskcard.buttonCount')
  if (new Set(buttons.map((button) => button.text('key'))).size < buttons.length) {
    return refuseByChoice('wecom.taskcard.keyRepeated')
  }
  return readAll(buttons, readButton)
}

function readButton(button: Params): object | Refusal {
  const key = button.text('key')
  if (!key) return refuse('wecom.taskcard.keyMissing', 42019)
  if (byteLength(key) > KEY_BYTES) return refuse('wecom.taskcard.keyTooLong', 42018)
  if (!button.text('name')) return refuse('wecom.taskcard.nameMissing', 42020)
  return {
    key,
    name: button.text('name'),
    replace_name: button.text('replace_name') || DEFAULT_REPLACE_NAME,
    color: button.text('color') || 'blue',
    is_bold: button.all.is_bold === true,
  }
}

/** Here, unlike on a template_card, a full stop is allowed. */
function isTaskId(text: string): boolean {
  return /^[0-9A-Za-z_\-@.]{1,128}$/.test(text)
}
