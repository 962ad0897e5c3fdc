import { describe, expect, it } from 'vitest'
import type { TemplateCard } from './template-card.ts'
import { BUTTONS, CHOICES, NEWS, options, refusedField, rows, TEXT, VOTE } from './test-cards.ts'

describe('what a card may not be', () => {
  it.each<[string, TemplateCard, string, object]>([
    ['a kind there is not', TEXT, 'card_type', { card_type: 'constructor' }],
    [
      'a text notice that says nothing',
      TEXT,
      'main_title.title',
      { main_title: { desc: 'd' }, sub_title_text: undefined },
    ],
    ['a menu without task_id', TEXT, 'task_id', { task_id: undefined }],
    ['a notice that leads nowhere', TEXT, 'card_action', { card_action: undefined }],
    ['a notice whose action has no type', TEXT, 'card_action.type', { card_action: { type: 0 } }],
    ['an action without its address', TEXT, 'card_action.url', { card_action: { type: 1 } }],
    ['an action without its mini-program', TEXT, 'card_action.appid', { card_action: { type: 2 } }],
    ['an address without scheme', TEXT, 'card_action.url', { card_action: { type: 1, url: 'x.example' } }],
    [
      'a line that links without url',
      TEXT,
      'horizontal_content_list[0].url',
      { horizontal_content_list: [{ type: 1, keyname: 'k' }] },
    ],
    [
      'a line whose attachment is missing',
      TEXT,
      'horizontal_content_list[0].media_id',
      { horizontal_content_list: [{ type: 2, keyname: 'k' }] },
    ],
    [
      'a line whose member is missing',
      TEXT,
      'horizontal_content_list[0].userid',
      { horizontal_content_list: [{ type: 3, keyname: 'k' }] },
    ],
    [
      'a line without key',
      TEXT,
      'horizontal_content_list[0].keyname',
      { horizontal_content_list: [{ value: 'v' }] },
    ],
    ['a jump without title', TEXT, 'jump_list[0].title', { jump_list: [{ type: 1, url: 'https://x' }] }],
    [
      'two actions with one key',
      TEXT,
      'action_menu.action_list[1].key',
      { action_menu: { action_list: rows(2, { text: 't', key: 'k' }) } },
    ],
    [
      'a picture card without picture',
      NEWS,
      'card_image',
      { card_image: undefined, image_text_area: undefined },
    ],
    ['a picture card without title', NEWS, 'main_title.title', { main_title: { desc: 'd' } }],
    ['a block of another card', NEWS, 'emphasis_content', { emphasis_content: { title: '1' } }],
    ['buttons without task_id', BUTTONS, 'task_id', { task_id: undefined }],
    ['no button', BUTTONS, 'button_list', { button_list: [] }],
    ['a button without key', BUTTONS, 'button_list[0].key', { button_list: [{ text: 't' }] }],
    [
      'a linking button without url',
      BUTTONS,
      'button_list[0].url',
      { button_list: [{ text: 't', type: 1 }] },
    ],
    [
      'two buttons with one key',
      BUTTONS,
      'button_list[1].key',
      { button_list: rows(2, { text: 't', key: 'k' }) },
    ],
    [
      'a style there is not',
      BUTTONS,
      'button_list[0].style',
      { button_list: [{ text: 't', key: 'k', style: 5 }] },
    ],
    [
      'two options with one id',
      VOTE,
      'checkbox.option_list[1].id',
      { checkbox: { question_key: 'q', option_list: rows(2, { id: 'o', text: 't' }) } },
    ],
    [
      'a question closed from the start',
      VOTE,
      'checkbox.disable',
      { checkbox: { question_key: 'q', option_list: options(1), disable: true } },
    ],
    ['a task_id with a blank', VOTE, 'task_id', { task_id: 'a b' }],
    ['choices without submit button', CHOICES, 'submit_button', { submit_button: undefined }],
    [
      'two questions with one key',
      CHOICES,
      'select_list[1].question_key',
      { select_list: rows(2, { question_key: 'q', option_list: options(1) }) },
    ],
    ['text of an update', TEXT, 'replace_text', { replace_text: '已处理' }],
  ])('%s', (_what, card, field, fields) => {
    expect(refusedField(card, fields)).toBe(field)
  })
})
