import { type BlockReader, textsOf, typeOf } from './card-blocks.ts'
import { readAll } from './card-lists.ts'
import { refuseByChoice } from './chosen-codes.ts'
import { isRefusal, type Refusal, refuse } from './envelope.ts'
import type { Params } from './params.ts'
import { byteLength } from './truncation.ts'

/** 《发送应用消息》, 90236, 2025-09-24: bytes of keys, and how many entries each list takes. */
const KEY_BYTES = 1024
const OPTION_ID_BYTES = 128
const ACTIONS = 3
const BUTTONS = 6
const CHECKBOX_OPTIONS = 20
const OPTIONS = 10
const SELECTS = 3

const DEFAULT_SUBMIT_TEXT = '提交'
/** A button either calls back or opens a page. */
const BUTTON_OPENS_PAGE = 1

export const readActionMenu: BlockReader = (card) => {
  if (!card.has('action_menu')) return undefined
  const menu = card.object('action_menu')
  const sent = menu.objects('action_list')
  if (sent.length === 0 || sent.length > ACTIONS) return refuseByChoice('wecom.card.actionCount')
  if (!areUnique(sent, 'key')) return refuse('wecom.card.actionKeyRepeated', 42051)
  if (!sent.every((action) => isKey(action.text('key')))) return refuseByChoice('wecom.card.actionKey')
  const action_list = sent.map((action) => textsOf(action, 'text', 'key'))
  return { ...textsOf(menu, 'desc'), action_list }
}

export const readButtons: BlockReader = (card) => {
  const buttons = card.objects('button_list')
  if (buttons.length === 0 || buttons.length > BUTTONS) return refuseByChoice('wecom.card.buttonCount')
  const calling = buttons.filter((button) => typeOf(button) !== BUTTON_OPENS_PAGE)
  if (!areUnique(calling, 'key')) return refuseByChoice('wecom.card.buttonKeyRepeated')
  return readAll(buttons, readButton)
}

function readButton(button: Params): object | Refusal {
  if (!button.text('text')) return refuse('wecom.card.buttonTextMissing', 42038)
  const style = button.integer('style') ?? 1
  const shown = { type: typeOf(button), ...textsOf(button, 'text'), style }
  if (typeOf(button) === BUTTON_OPENS_PAGE) {
    return button.text('url')
      ? { ...shown, ...textsOf(button, 'url') }
      : refuse('wecom.card.urlMissing', 42028)
  }
  return isKey(button.text('key'))
    ? { ...shown, ...textsOf(button, 'key') }
    : refuse('wecom.card.buttonKey', 42039)
}

export const readButtonSelection: BlockReader = (card) =>
  card.has('button_selection') ? readSelection(card.object('button_selection')) : undefined

export const readSelects: BlockReader = (card) => {
  const selects = card.objects('select_list')
  if (selects.length === 0 || selects.length > SELECTS) return refuse('wecom.card.select_list', 42047)
  if (!areUnique(selects, 'question_key')) return refuse('wecom.card.questionKeyRepeated', 42043)
  return readAll(selects, readSelection)
}

/** One drop-down list; the first option is selected unless another one is named. */
function readSelection(selection: Params): object | Refusal {
  if (!isKey(selection.text('question_key'))) return refuse('wecom.card.questionKey', 42043)
  const option_list = readOptions(selection, OPTIONS, (option) => textsOf(option, 'id', 'text'))
  if (isRefusal(option_list)) return option_list
  const selected_id = selection.text('selected_id') || selection.objects('option_list')[0]?.text('id')
  return { ...textsOf(selection, 'question_key', 'title'), option_list, selected_id, ...disabled(selection) }
}

export const readCheckbox: BlockReader = (card) => {
  const checkbox = card.object('checkbox')
  if (!isKey(checkbox.text('question_key'))) return refuse('wecom.card.questionKey', 42043)
  const option_list = readOptions(checkbox, CHECKBOX_OPTIONS, (option) => ({
    ...textsOf(option, 'id', 'text'),
    is_checked: isTrue(option.all.is_checked),
  }))
  if (isRefusal(option_list)) return option_list
  const mode = checkbox.integer('mode') ?? 0
  return { ...textsOf(checkbox, 'question_key'), mode, option_list, ...disabled(checkbox) }
}

function readOptions<T extends object>(
  from: Params,
  most: number,
  show: (option: Params) => T,
): T[] | Refusal {
  const options = from.objects('option_list')
  if (options.length === 0 || options.length > most) return refuse('wecom.card.option_list', 42037)
  if (!areUnique(options, 'id')) return refuse('wecom.card.optionIdRepeated', 42040)
  return readAll(options, (option) => {
    const id = option.text('id')
    if (!id || byteLength(id) > OPTION_ID_BYTES) return refuse('wecom.card.optionId', 42040)
    return option.text('text') ? show(option) : refuse('wecom.card.optionTextMissing', 42041)
  })
}

export const readSubmitButton: BlockReader = (card, { profiles }) => {
  const button = card.object('submit_button')
  if (!isKey(button.text('key'))) return refuse('wecom.card.submitKey', 42046)
  if (!button.text('text') && profiles.get('wecom.submitButtonText') === '42049') {
    return refuse('wecom.card.submitTextMissing', 42049)
  }
  return { text: button.text('text') || DEFAULT_SUBMIT_TEXT, ...textsOf(button, 'key') }
}

export const readVoteSubmitButton: BlockReader = (card, reading) => {
  const isOptional = reading.profiles.get('wecom.voteSubmitButton') === 'optional'
  return isOptional && !card.has('submit_button') ? undefined : readSubmitButton(card, reading)
}

/** Cards that replace others may show what was chosen without letting it be changed. */
function disabled(from: Params): object {
  return isTrue(from.all.disable) ? { disable: true } : {}
}

/** The XML of passive replies has no booleans. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true'
}

function isKey(key: string): boolean {
  return key !== '' && byteLength(key) <= KEY_BYTES
}

function areUnique(entries: readonly Params[], name: string): boolean {
  return new Set(entries.map((entry) => entry.text(name))).size === entries.length
}
