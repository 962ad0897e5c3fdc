import type { Refusal } from './envelope.ts'
import { incomplete, invalid, tooLong } from './message-refusals.ts'
import { asRecord, Params } from './params.ts'

/** Characters, from the text of 34016 in the error list 《服务端 API 错误码》 … */
const MOST_TITLE_CHARS = 64
const MOST_SINGLE_TITLE_CHARS = 20
const MOST_SINGLE_URL_CHARS = 500
/** … of the list of buttons as JSON. */
const MOST_BUTTONS_CHARS = 1000
/** Characters (《消息类型与数据格式》, 2026-03-06; the official Java SDK still says 500 for the URL). */
const MOST_BUTTON_TITLE_CHARS = 20
const MOST_BUTTON_URL_CHARS = 700

const ORIENTATIONS = new Set(['0', '1'])

/** One button (single_title and single_url) or several (btn_orientation and btn_json_list). */
export function checkActionCard(card: Params): Refusal | undefined {
  if (card.text('markdown') === '') return incomplete()
  if (card.text('title').length > MOST_TITLE_CHARS) return tooLong()
  return card.has('btn_json_list') ? checkButtons(card) : checkSingleButton(card)
}

function checkSingleButton(card: Params): Refusal | undefined {
  const title = card.text('single_title')
  const url = card.text('single_url')
  if (title === '' || url === '') return incomplete()
  return title.length > MOST_SINGLE_TITLE_CHARS || url.length > MOST_SINGLE_URL_CHARS ? tooLong() : undefined
}

function checkButtons(card: Params): Refusal | undefined {
  const buttons = card.value('btn_json_list')
  if (!Array.isArray(buttons) || buttons.length === 0 || !card.has('btn_orientation')) return incomplete()
  if (!ORIENTATIONS.has(card.text('btn_orientation'))) return invalid()
  if (JSON.stringify(buttons).length > MOST_BUTTONS_CHARS) return tooLong()
  for (const button of buttons) {
    const refusal = checkButton(new Params(asRecord(button) ?? {}))
    if (refusal) return refusal
  }
  return undefined
}

function checkButton(button: Params): Refusal | undefined {
  const title = button.text('title')
  const url = button.text('action_url')
  if (title === '' || url === '') return incomplete()
  return title.length > MOST_BUTTON_TITLE_CHARS || url.length > MOST_BUTTON_URL_CHARS ? tooLong() : undefined
}
