import { ControlError } from '../control-error.ts'
import type { Press } from '../phone.ts'
import type { InboxEntry } from '../world.ts'
import { isInteractive } from './card-forms.ts'
import { Params } from './params.ts'
import type { XmlFields } from './xml.ts'

/** A tap on a card as its event tells it. */
export interface Tap {
  readonly event: 'template_card_event' | 'template_card_menu_event' | 'taskcard_click'
  /** The card_type, or `taskcard`. */
  readonly form: string
  readonly fields: XmlFields
}

/** A checkbox that takes several options. */
const MANY = 1

/** What the tap tells the app; refuses taps on what nobody can tap. */
export function readTap({ id, message }: InboxEntry, press: Press): Tap {
  const shown = new Params({ ...message })
  if (shown.has('template_card')) return tapCard(shown.object('template_card'), press)
  if (shown.has('taskcard')) return tapTaskcard(shown.object('taskcard'), press)
  throw new ControlError('id', id, 'This message has no buttons.')
}

function tapCard(card: Params, press: Press): Tap {
  const form = card.text('card_type')
  const about = { TaskId: card.text('task_id'), CardType: form }
  const menuKeys = keysOf(card.object('action_menu').objects('action_list'))
  if (menuKeys.includes(press.key)) return { event: 'template_card_menu_event', form, fields: about }
  const isGrey = card.has('replace_text') || !isInteractive(form)
  const keys = isGrey ? [] : keysOf([...card.objects('button_list'), card.object('submit_button')])
  if (!keys.includes(press.key)) throw noSuchButton(press.key, [...menuKeys, ...keys])
  const items = questionsOf(card).map((question) => selectedItem(question, press))
  const SelectedItems = items.length > 0 ? { SelectedItem: items } : undefined
  return { event: 'template_card_event', form, fields: { ...about, SelectedItems } }
}

function tapTaskcard(card: Params, { key }: Press): Tap {
  const keys = card.has('replace_text') ? [] : keysOf(card.objects('btn'))
  if (!keys.includes(key)) throw noSuchButton(key, keys)
  return { event: 'taskcard_click', form: 'taskcard', fields: { TaskId: card.text('task_id') } }
}

/** A button that opens a page has no key, and its app hears nothing. */
function keysOf(buttons: readonly Params[]): string[] {
  return buttons.map((button) => button.text('key')).filter((key) => key !== '')
}

function questionsOf(card: Params): readonly Params[] {
  const single = ['button_selection', 'checkbox'].filter((name) => card.has(name))
  return [...single.map((name) => card.object(name)), ...card.objects('select_list')]
}

function selectedItem(question: Params, { selected = {} }: Press): XmlFields {
  const key = question.text('question_key')
  const chosen = selected[key] ?? preselected(question)
  const known = question.objects('option_list').map((option) => option.text('id'))
  const unknown = chosen.find((id) => !known.includes(id))
  if (unknown !== undefined) throw new ControlError('selected', unknown, `Use some of: ${known.join(', ')}.`)
  if (question.integer('mode') !== MANY && chosen.length > 1) {
    throw new ControlError('selected', chosen, 'Only one can be chosen here.')
  }
  return { QuestionKey: key, OptionIds: { OptionId: chosen } }
}

function preselected(question: Params): readonly string[] {
  if (question.has('selected_id')) return [question.text('selected_id')]
  const checked = question.objects('option_list').filter((option) => option.all.is_checked === true)
  return checked.map((option) => option.text('id'))
}

function noSuchButton(key: string, keys: readonly string[]): ControlError {
  const next = keys.length > 0 ? `Use one of: ${keys.join(', ')}.` : 'Its buttons are grey, or it has none.'
  return new ControlError('key', key, next)
}
