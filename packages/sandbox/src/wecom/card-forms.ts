import {
  type Block,
  type BlockReader,
  readButtonCardAction,
  readCardAction,
  readCardImage,
  readEmphasis,
  readImageTextArea,
  readMainTitle,
  readQuoteArea,
  readSource,
  readSubTitle,
  readTitle,
} from './card-blocks.ts'
import {
  readActionMenu,
  readButtonSelection,
  readButtons,
  readCheckbox,
  readSelects,
  readSubmitButton,
  readVoteSubmitButton,
} from './card-choices.ts'
import { readHorizontal, readJumps, readVertical } from './card-lists.ts'
import { refuseByChoice } from './chosen-codes.ts'
import { isRefusal, type Refusal, refuse } from './envelope.ts'
import type { BodyReader, Reading } from './message-body.ts'
import type { Params } from './params.ts'

/** The blocks that each card_type knows, in the order of the page; others are not looked at. 90236, 2025-09-24. */
const forms: Readonly<Record<string, Readonly<Record<string, BlockReader>>>> = {
  text_notice: {
    source: readSource,
    action_menu: readActionMenu,
    main_title: readMainTitle,
    quote_area: readQuoteArea,
    emphasis_content: readEmphasis,
    sub_title_text: readSubTitle,
    horizontal_content_list: readHorizontal,
    jump_list: readJumps,
    card_action: readCardAction,
  },
  news_notice: {
    source: readSource,
    action_menu: readActionMenu,
    main_title: readTitle,
    quote_area: readQuoteArea,
    image_text_area: readImageTextArea,
    card_image: readCardImage,
    vertical_content_list: readVertical,
    horizontal_content_list: readHorizontal,
    jump_list: readJumps,
    card_action: readCardAction,
  },
  button_interaction: {
    source: readSource,
    action_menu: readActionMenu,
    main_title: readTitle,
    quote_area: readQuoteArea,
    sub_title_text: readSubTitle,
    horizontal_content_list: readHorizontal,
    card_action: readButtonCardAction,
    button_selection: readButtonSelection,
    button_list: readButtons,
  },
  vote_interaction: {
    source: readSource,
    main_title: readTitle,
    checkbox: readCheckbox,
    submit_button: readVoteSubmitButton,
  },
  multiple_interaction: {
    source: readSource,
    main_title: readTitle,
    select_list: readSelects,
    submit_button: readSubmitButton,
  },
}

const INTERACTIVE: ReadonlySet<string> = new Set([
  'button_interaction',
  'vote_interaction',
  'multiple_interaction',
])

export function isInteractive(cardType: unknown): boolean {
  return typeof cardType === 'string' && INTERACTIVE.has(cardType)
}

/** A card that tells its app of taps: an interactive one, or a notice with a menu. */
export function callsBack(card: Readonly<Record<string, unknown>>): boolean {
  return isInteractive(card.card_type) || card.action_menu !== undefined
}

/** The card of a message. One that calls back needs a task of its own and an app with a callback address. */
export const readTemplateCard: BodyReader = (body, reading) => {
  const card = readCard(body, reading)
  if (isRefusal(card)) return card
  if (!callsBack(card)) return card
  const taskId = body.text('task_id')
  if (!isTaskId(taskId)) return refuse('wecom.card.taskId', 42014)
  if (reading.sender.hasTask(taskId)) return refuseByChoice('wecom.card.taskIdRepeated')
  if (!reading.sender.canBeCalledBack) return refuse('wecom.card.callbackNotConfigured', 43012)
  return card
}

/** A card of any form without what only a fresh one needs. */
export function readCard(body: Params, reading: Reading): Record<string, unknown> | Refusal {
  const card_type = body.text('card_type')
  const form = Object.hasOwn(forms, card_type) ? forms[card_type] : undefined
  if (!form) return refuse('wecom.card.typeUnknown', 42031)
  const card: Record<string, unknown> = { card_type }
  for (const [name, read] of Object.entries(form)) {
    const block = read(body, reading)
    if (isRefusedBlock(block)) return block
    if (block !== undefined) card[name] = block
  }
  if (body.text('task_id')) card.task_id = body.text('task_id')
  return checkContent(card) ?? card
}

/** What one of two blocks has to say. */
function checkContent(card: Readonly<Record<string, unknown>>): Refusal | undefined {
  if (card.card_type === 'text_notice' && !hasTitle(card.main_title) && !card.sub_title_text) {
    return refuseByChoice('wecom.card.titleMissing')
  }
  if (card.card_type === 'news_notice' && !card.image_text_area && !card.card_image) {
    return refuse('wecom.card.imageMissing', 42044)
  }
  return undefined
}

/** 1 to 128 of these characters. */
function isTaskId(text: string): boolean {
  return /^[0-9A-Za-z_\-@]{1,128}$/.test(text)
}

function hasTitle(block: unknown): boolean {
  return typeof block === 'object' && block !== null && 'title' in block && block.title !== ''
}

function isRefusedBlock(block: Block | Refusal): block is Refusal {
  return typeof block === 'object' && isRefusal(block)
}
