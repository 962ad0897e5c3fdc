import { describe, expect, it } from 'vitest'
import type { TemplateCard } from './template-card.ts'
import {
  BUTTONS,
  CHOICES,
  check,
  k,
  NEWS,
  options,
  refusedField,
  rows,
  sendOf,
  TEXT,
  times,
  VOTE,
} from './test-cards.ts'
import { clientOf, startPlatformWithToken } from './test-kit.ts'

describe('each of the five cards', () => {
  it.each([TEXT, NEWS, BUTTONS, VOTE, CHOICES])(
    '$card_type passes with all its blocks, and none is lost',
    async (card) => {
      const platform = await startPlatformWithToken(() => ({
        errcode: 0,
        errmsg: 'ok',
        msgid: 'm',
        response_code: 'r',
      }))

      const { warnings } = await clientOf(platform).messages.send(sendOf(card))

      expect(warnings).toEqual([])
      expect(JSON.parse(platform.last('/cgi-bin/message/send').body)).toEqual({
        touser: 'a',
        msgtype: 'template_card',
        agentid: 1000002,
        template_card: card,
      })
    },
  )

  it('has the same bytes, however it was written down', async () => {
    const { messages } = clientOf(await startPlatformWithToken(() => ({ errcode: 0 })))
    const reversed = Object.fromEntries(Object.entries(BUTTONS).reverse())

    expect(messages.prepare(sendOf(reversed)).body).toBe(messages.prepare(sendOf(BUTTONS)).body)
  })
})

describe('at its edge a block passes, one past it is refused by name', () => {
  it.each<[TemplateCard, string, number, (size: number) => object]>([
    [
      TEXT,
      'action_menu.action_list',
      3,
      (size) => ({
        action_menu: { action_list: times(size, { text: 't' }).map(({ key }) => ({ text: 't', key })) },
      }),
    ],
    [
      TEXT,
      'action_menu.action_list[0].key',
      1024,
      (size) => ({ action_menu: { action_list: [{ text: 't', key: k(size) }] } }),
    ],
    [
      TEXT,
      'horizontal_content_list',
      6,
      (size) => ({ horizontal_content_list: rows(size, { keyname: 'k' }) }),
    ],
    [TEXT, 'jump_list', 3, (size) => ({ jump_list: rows(size, { title: 't' }) })],
    [NEWS, 'vertical_content_list', 4, (size) => ({ vertical_content_list: rows(size, { title: 't' }) })],
    [
      BUTTONS,
      'button_list',
      6,
      (size) => ({ button_list: times(size, {}).map(({ key }) => ({ text: 't', key })) }),
    ],
    [BUTTONS, 'button_list[0].key', 1024, (size) => ({ button_list: [{ text: 't', key: k(size) }] })],
    [
      BUTTONS,
      'button_selection.option_list',
      10,
      (size) => ({ button_selection: { question_key: 'q', option_list: options(size) } }),
    ],
    [
      VOTE,
      'checkbox.option_list',
      20,
      (size) => ({ checkbox: { question_key: 'q', option_list: options(size) } }),
    ],
    [
      VOTE,
      'checkbox.question_key',
      1024,
      (size) => ({ checkbox: { question_key: k(size), option_list: options(1) } }),
    ],
    [
      VOTE,
      'checkbox.option_list[0].id',
      128,
      (size) => ({ checkbox: { question_key: 'q', option_list: [{ id: k(size), text: 'o' }] } }),
    ],
    [VOTE, 'submit_button.key', 1024, (size) => ({ submit_button: { key: k(size) } })],
    [VOTE, 'task_id', 128, (size) => ({ task_id: k(size) })],
    [
      CHOICES,
      'select_list',
      3,
      (size) => ({
        select_list: times(size, {}).map(({ question_key }) => ({ question_key, option_list: options(1) })),
      }),
    ],
    [
      CHOICES,
      'select_list[0].option_list',
      10,
      (size) => ({ select_list: [{ question_key: 'q', option_list: options(size) }] }),
    ],
  ])('$card_type %s: %i', (card, field, limit, fieldsOf) => {
    expect(refusedField(card, fieldsOf(limit))).toBeUndefined()
    expect(refusedField(card, fieldsOf(limit + 1))).toBe(field)
  })

  it.each([1.3, 2.25, '1.5'])('card_image.aspect_ratio %j', (aspect_ratio) => {
    expect(refusedField(NEWS, { card_image: { url: 'https://x', aspect_ratio } })).toBe(
      'card_image.aspect_ratio',
    )
  })
})

it.each<[string, TemplateCard, number, (text: string) => object]>([
  ['source.desc', TEXT, 20, (desc) => ({ source: { desc } })],
  ['main_title.title', TEXT, 36, (title) => ({ main_title: { title } })],
  ['main_title.desc', NEWS, 44, (desc) => ({ main_title: { title: 't', desc } })],
  ['emphasis_content.title', TEXT, 14, (title) => ({ emphasis_content: { title } })],
  ['emphasis_content.desc', TEXT, 22, (desc) => ({ emphasis_content: { desc } })],
  ['sub_title_text', BUTTONS, 160, (sub_title_text) => ({ sub_title_text })],
  ['horizontal_content_list[0].keyname', TEXT, 5, (keyname) => ({ horizontal_content_list: [{ keyname }] })],
  [
    'horizontal_content_list[0].value',
    TEXT,
    30,
    (value) => ({ horizontal_content_list: [{ keyname: 'k', value }] }),
  ],
  ['jump_list[0].title', TEXT, 18, (title) => ({ jump_list: [{ title }] })],
  ['vertical_content_list[0].title', NEWS, 38, (title) => ({ vertical_content_list: [{ title }] })],
  ['vertical_content_list[0].desc', NEWS, 160, (desc) => ({ vertical_content_list: [{ title: 't', desc }] })],
  ['button_list[0].text', BUTTONS, 10, (text) => ({ button_list: [{ text, key: 'k' }] })],
  ['submit_button.text', VOTE, 10, (text) => ({ submit_button: { text, key: 'k' } })],
  [
    'checkbox.option_list[0].text',
    VOTE,
    17,
    (text) => ({ checkbox: { question_key: 'q', option_list: [{ id: 'o', text }] } }),
  ],
  [
    'select_list[0].option_list[0].text',
    CHOICES,
    16,
    (text) => ({ select_list: [{ question_key: 'q', option_list: [{ id: 'o', text }] }] }),
  ],
])('%s of more than the advised length is sent with a warning', (field, card, limit, fieldsOf) => {
  expect(check(card, fieldsOf('鸿'.repeat(limit)))).toEqual([])
  expect(check(card, fieldsOf('鸿'.repeat(limit + 1)))).toMatchObject([
    { field: `template_card.${field}`, limit, actual: limit + 1, unit: 'characters' },
  ])
})

it('buttons without a card_action are sent with a warning, since it may be required', () => {
  expect(check(BUTTONS, { card_action: undefined })).toMatchObject([{ field: 'template_card.card_action' }])
})

it('an address that no type uses is warned of', () => {
  expect(check(BUTTONS, { card_action: { url: 'https://x' } })).toMatchObject([
    { field: 'template_card.card_action.type' },
  ])
})
