import { InvalidInputError } from '@hongyan/platform-call'
import { describe, expect, it } from 'vitest'
import type { AppMessage } from './message.ts'
import { checkMessage } from './message-check.ts'
import type { TemplateCard } from './template-card.ts'
import { clientOf, startPlatformWithToken } from './test-kit.ts'

/** The example of 企业微信「发送应用消息」, 按钮交互型. */
const BUTTONS: TemplateCard = {
  card_type: 'button_interaction',
  source: { icon_url: 'https://x/i.png', desc: '企业微信', desc_color: 1 },
  main_title: { title: '审批提醒', desc: '张三的请假' },
  horizontal_content_list: [
    { keyname: '申请人', value: '张三' },
    { type: 1, keyname: '详情', value: '点击访问', url: 'https://x/1' },
    { type: 2, keyname: '附件', value: 'a.pdf', media_id: 'MEDIAID' },
    { type: 3, keyname: '员工', value: '点击查看', userid: 'zhangsan' },
  ],
  card_action: { type: 1, url: 'https://x/1' },
  task_id: 'task-0001',
  button_list: [
    { text: '同意', style: 1, key: 'ok' },
    { text: '拒绝', style: 2, key: 'no' },
  ],
}

const TEXT: TemplateCard = {
  card_type: 'text_notice',
  source: { icon_url: 'https://x/i.png', desc: '企业微信', desc_color: 0 },
  action_menu: {
    desc: '消息气泡副交互辅助文本说明',
    action_list: [{ text: '接收推送', key: 'action_key1' }],
  },
  quote_area: { type: 1, url: 'https://work.weixin.qq.com', title: '引用标题', quote_text: '引用文案' },
  horizontal_content_list: [{ keyname: '邀请人', value: '张三' }],
  jump_list: [{ type: 2, title: '跳转', appid: 'wx1', pagepath: 'PAGEPATH' }],
  card_action: { type: 2, appid: 'wx1', pagepath: 'PAGEPATH' },
  task_id: 'task_id@1',
  main_title: { title: '欢迎使用企业微信', desc: '您的好友正在邀请您加入企业微信' },
  emphasis_content: { title: '100', desc: '核心数据' },
  sub_title_text: '下载企业微信还能抢红包！',
}

const NEWS: TemplateCard = {
  card_type: 'news_notice',
  card_action: { type: 1, url: 'https://x/1' },
  main_title: { title: '欢迎使用企业微信' },
  image_text_area: {
    type: 1,
    url: 'https://x/1',
    title: '企业微信的图文',
    desc: '描述',
    image_url: 'https://x/p.png',
  },
  card_image: { url: 'https://x/p.png', aspect_ratio: 1.5 },
  vertical_content_list: [{ title: '惊喜红包等你来拿', desc: '下载企业微信还能抢红包！' }],
}

const VOTE: TemplateCard = {
  card_type: 'vote_interaction',
  main_title: { title: '投票' },
  task_id: 't1',
  checkbox: {
    question_key: 'q1',
    mode: 1,
    option_list: [
      { id: 'o1', text: '一', is_checked: true },
      { id: 'o2', text: '二' },
    ],
  },
  submit_button: { text: '提交', key: 'submit' },
}

const CHOICES: TemplateCard = {
  card_type: 'multiple_interaction',
  main_title: { title: '选择' },
  task_id: 't1',
  select_list: [
    { question_key: 'q1', title: '选择标签1', selected_id: 'o1', option_list: [{ id: 'o1', text: '一' }] },
  ],
  submit_button: { key: 'submit' },
}

/** The card as JavaScript may write it, with single fields another. */
function sendOf(card: object, fields: object = {}): AppMessage {
  const message: object = { touser: ['a'], msgtype: 'template_card', template_card: { ...card, ...fields } }
  return message as AppMessage // What JavaScript callers may pass.
}

const check = (card: object, fields: object = {}) => checkMessage(sendOf(card, fields), 'send')

function refusedField(card: object, fields: object): string | undefined {
  try {
    check(card, fields)
  } catch (error) {
    if (error instanceof InvalidInputError) return error.field.replace('template_card.', '')
    throw error
  }
  return undefined
}

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

const times = (length: number, item: object) =>
  Array.from({ length }, (_, index) => ({ ...item, ...unique(index) }))
const unique = (index: number) => ({ key: String(index), id: String(index), question_key: String(index) })
const options = (length: number) => Array.from({ length }, (_, index) => ({ id: String(index), text: 'o' }))
const rows = (length: number, row: object) => Array(length).fill(row)
const k = (length: number) => 'k'.repeat(length)

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
