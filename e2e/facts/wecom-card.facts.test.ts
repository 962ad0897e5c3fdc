import { expect } from 'vitest'
import type { Bench } from './bench.ts'
import { proveFacts } from './prove.ts'
import { listenAt } from './wecom-callback.ts'
import { expectCode, WecomCaller } from './wecom-caller.ts'

const action = { type: 1, url: 'https://example.com' }
const option = (id: number | string) => ({ id: `${id}`, text: 'x' })
const many = (count: number, entry: (index: number) => object) =>
  Array.from({ length: count }, (_, index) => entry(index))
const select = (key: number | string, options = [option('a')]) => ({
  question_key: `${key}`,
  option_list: options,
})
const submit_button = { text: 'x', key: 'k' }

/** A card of each form with all that it needs under both profiles. */
const cards = {
  text_notice: { main_title: { title: 't' }, card_action: action },
  news_notice: { main_title: { title: 't' }, card_action: action, card_image: { url: 'https://x/1.png' } },
  button_interaction: {
    main_title: { title: 't' },
    card_action: action,
    button_list: [{ text: 'x', key: 'k' }],
  },
  vote_interaction: { main_title: { title: 't' }, checkbox: select('q'), submit_button },
  multiple_interaction: { main_title: { title: 't' }, select_list: [select('q')], submit_button },
} as const
type Form = keyof typeof cards

proveFacts('wecom.card', (fact) => {
  for (const form of [
    'text_notice',
    'news_notice',
    'button_interaction',
    'vote_interaction',
    'multiple_interaction',
  ] as const) {
    fact(`wecom.card.type.${form}`, async (bench) => {
      const card = { ...JSON.parse(bench.body), ...cards[form] }

      expect((await send(bench, form, {})).json.errcode).toBe(0)
      expect(new WecomCaller(bench).shown()).toMatchObject(card)
    })
  }

  const counts: Readonly<Record<string, readonly [Form, (count: number) => object]>> = {
    horizontal_content_list: [
      'text_notice',
      (count) => ({ horizontal_content_list: many(count, () => ({ keyname: 'k' })) }),
    ],
    vertical_content_list: [
      'news_notice',
      (count) => ({ vertical_content_list: many(count, () => ({ title: 't' })) }),
    ],
    jump_list: ['text_notice', (count) => ({ jump_list: many(count, () => ({ title: 't' })) })],
    button_list: [
      'button_interaction',
      (count) => ({ button_list: many(count, (key) => ({ text: 'x', key: `${key}` })) }),
    ],
    action_list: [
      'text_notice',
      (count) => ({ action_menu: { action_list: many(count, (key) => ({ text: 'x', key: `${key}` })) } }),
    ],
    checkbox: [
      'vote_interaction',
      (count) => ({
        checkbox: select(
          'q',
          Array.from({ length: count }, (_, id) => option(id)),
        ),
      }),
    ],
    option_list: [
      'multiple_interaction',
      (count) => ({
        select_list: [
          select(
            'q',
            Array.from({ length: count }, (_, id) => option(id)),
          ),
        ],
      }),
    ],
    select_list: ['multiple_interaction', (count) => ({ select_list: many(count, (key) => select(key)) })],
    task_id: ['vote_interaction', (length) => ({ task_id: 't'.repeat(length) })],
    key: ['button_interaction', (length) => ({ button_list: [{ text: 'x', key: 'k'.repeat(length) }] })],
    'option-id': ['vote_interaction', (length) => ({ checkbox: select('q', [option('i'.repeat(length))]) })],
  }
  for (const [name, [form, change]] of Object.entries(counts)) {
    fact(`wecom.card.limit.${name}`, async (bench) => {
      const full = await send(bench, form, change(bench.figure))
      const over = await send(bench, form, { task_id: 'other', ...change(bench.figure + 1) })

      expect(full.json.errcode).toBe(0)
      if (/^\d+$/.test(bench.limit.beyond)) expect(over.json.errcode).toBe(Number(bench.limit.beyond))
      else expect(over.json.errcode).not.toBe(0)
    })
  }

  const horizontal = (entry: object) => ({ horizontal_content_list: [entry] })
  const mistakes: Readonly<Record<string, readonly [Form, object]>> = {
    42014: ['button_interaction', { task_id: 'task 1' }],
    42027: ['text_notice', horizontal({ value: 'x' })],
    42028: ['text_notice', horizontal({ type: 1, keyname: 'k' })],
    42029: ['text_notice', horizontal({ type: 2, keyname: 'k' })],
    42030: ['text_notice', { card_action: { type: 2 } }],
    42031: ['text_notice', { card_type: 'poll' }],
    42033: ['text_notice', { jump_list: [{}] }],
    42035: ['text_notice', { horizontal_content_list: many(7, () => ({ keyname: 'k' })) }],
    42036: ['news_notice', { vertical_content_list: many(5, () => ({ title: 't' })) }],
    42037: ['vote_interaction', { checkbox: select('q', []) }],
    42038: ['button_interaction', { button_list: [{ key: 'k' }] }],
    42039: ['button_interaction', { button_list: [{ text: 'x' }] }],
    42040: ['vote_interaction', { checkbox: { question_key: 'q', option_list: [{ text: 'x' }] } }],
    42041: ['vote_interaction', { checkbox: { question_key: 'q', option_list: [{ id: 'a' }] } }],
    42042: ['text_notice', { jump_list: many(4, () => ({ title: 't' })) }],
    42043: ['vote_interaction', { checkbox: { option_list: [option('a')] } }],
    42044: ['news_notice', { card_image: {} }],
    42045: ['text_notice', { card_action: undefined }],
    42046: ['multiple_interaction', { submit_button: { text: 'x' } }],
    42047: ['multiple_interaction', { select_list: [] }],
    42050: ['text_notice', horizontal({ type: 3, keyname: 'k' })],
    42051: ['text_notice', { action_menu: { action_list: many(2, () => ({ text: 'x', key: 'k' })) } }],
  }
  for (const [code, [form, change]] of Object.entries(mistakes)) {
    fact(`wecom.card.code.${code}`, async (bench) => expectCode(await send(bench, form, change), bench.code))
  }

  fact.open('wecom.submitButtonText', 'wecom.card.code.42049', {
    default: async (bench) => expect((await withoutText(bench)).json.errcode).toBe(0),
    42049: async (bench) => expectCode(await withoutText(bench), bench.code),
  })
})

async function send(bench: Bench, card_type: Form, change: object) {
  await listenAt(bench)
  const template_card = { card_type, task_id: 'task-1', ...cards[card_type], ...change }
  return new WecomCaller(bench).send({ msgtype: 'template_card', template_card })
}

function withoutText(bench: Bench) {
  return send(bench, 'multiple_interaction', { submit_button: { key: 'k' } })
}
