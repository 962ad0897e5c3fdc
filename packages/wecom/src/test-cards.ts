import { InvalidInputError } from '@hongyan/platform-call'
import type { AppMessage } from './message.ts'
import { checkMessage } from './message-check.ts'
import type { TemplateCard } from './template-card.ts'

/** The example of 企业微信「发送应用消息」, 按钮交互型. */
export const BUTTONS: TemplateCard = {
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

export const TEXT: TemplateCard = {
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

export const NEWS: TemplateCard = {
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

export const VOTE: TemplateCard = {
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

export const CHOICES: TemplateCard = {
  card_type: 'multiple_interaction',
  main_title: { title: '选择' },
  task_id: 't1',
  select_list: [
    { question_key: 'q1', title: '选择标签1', selected_id: 'o1', option_list: [{ id: 'o1', text: '一' }] },
  ],
  submit_button: { key: 'submit' },
}

/** The card as JavaScript may write it, with single fields another. */
export function sendOf(card: object, fields: object = {}): AppMessage {
  const message: object = { touser: ['a'], msgtype: 'template_card', template_card: { ...card, ...fields } }
  return message as AppMessage // What JavaScript callers may pass.
}

export const check = (card: object, fields: object = {}) => checkMessage(sendOf(card, fields), 'send')

export function refusedField(card: object, fields: object): string | undefined {
  try {
    check(card, fields)
  } catch (error) {
    if (error instanceof InvalidInputError) return error.field.replace('template_card.', '')
    throw error
  }
  return undefined
}

export const times = (length: number, item: object) =>
  Array.from({ length }, (_, index) => ({ ...item, ...unique(index) }))
const unique = (index: number) => ({ key: String(index), id: String(index), question_key: String(index) })
export const options = (length: number) =>
  Array.from({ length }, (_, index) => ({ id: String(index), text: 'o' }))
export const rows = (length: number, row: object) => Array(length).fill(row)
export const k = (length: number) => 'k'.repeat(length)
