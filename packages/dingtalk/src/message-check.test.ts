import { InputCheck, InvalidInputError } from '@hongyan/platform-call'
import { describe, expect, it } from 'vitest'
import type { ActionCardMessage, OaMessage, WorkMessage } from './message.ts'
import { encodeWorkMessage } from './message-check.ts'

const OA: OaMessage = {
  msgtype: 'oa',
  oa: {
    message_url: 'http://dingtalk.com',
    pc_message_url: 'http://dingtalk.com',
    head: { bgcolor: 'FFBBBBBB', text: '头部标题' },
    status_bar: { status_value: '进行中', status_bg: '0xFFF65E5E' },
    body: {
      title: '正文标题',
      form: [{ key: '姓名:', value: '张三' }],
      rich: { num: '15.6', unit: '元' },
      content: '大段文本',
      image: '@lADOADmaWMzazQKA',
      file_count: '3',
      author: '李四',
    },
  },
}
const SINGLE: ActionCardMessage = {
  msgtype: 'action_card',
  action_card: {
    title: '会话列表文案',
    markdown: '正文',
    single_title: '查看详情',
    single_url: 'https://open.dingtalk.com',
  },
}
const SEVERAL: ActionCardMessage = {
  msgtype: 'action_card',
  action_card: {
    title: '会话列表文案',
    markdown: '正文',
    btn_orientation: '1',
    btn_json_list: [
      { title: '一个按钮', action_url: 'https://www.taobao.com' },
      { title: '两个按钮', action_url: 'https://www.tmall.com' },
    ],
  },
}

function warningsOf(msg: WorkMessage) {
  const check = new InputCheck('dingtalk', 'POST /test')
  encodeWorkMessage(msg, check)
  return check.warnings
}

function refusalOf(msg: unknown): InvalidInputError {
  try {
    // Callers without types hand over anything.
    encodeWorkMessage(msg as WorkMessage, new InputCheck('dingtalk', 'POST /test'))
  } catch (error) {
    if (error instanceof InvalidInputError) return error
    throw error
  }
  throw new Error('Expected a refusal.')
}

const text = (content: string): WorkMessage => ({ msgtype: 'text', text: { content } })
const single = (part: object) => ({ msgtype: 'action_card', action_card: { ...SINGLE.action_card, ...part } })
const several = (part: object) => ({
  msgtype: 'action_card',
  action_card: { ...SEVERAL.action_card, ...part },
})
const voice = (part: object) => ({ msgtype: 'voice', voice: { media_id: '@l', duration: '10', ...part } })
const button = (part: object) =>
  several({ btn_json_list: [{ title: 'a', action_url: 'https://a.example', ...part }] })
const oa = (part: object) => ({ msgtype: 'oa', oa: { ...OA.oa, ...part } })

describe('a work message', () => {
  it.each<[string, WorkMessage]>([
    ['text', text('月会通知')],
    ['image', { msgtype: 'image', image: { media_id: '@lADOADmaWMzazQKA' } }],
    ['voice', { msgtype: 'voice', voice: { media_id: '@lADOADmaWMzazQKA', duration: '10' } }],
    ['voice of the longest duration', { msgtype: 'voice', voice: { media_id: '@l', duration: '59' } }],
    ['file', { msgtype: 'file', file: { media_id: 'MEDIA_ID' } }],
    [
      'markdown',
      { msgtype: 'markdown', markdown: { title: '首屏会话透出的展示内容', text: '# 标题 \n * 列表1' } },
    ],
    [
      'link',
      {
        msgtype: 'link',
        link: { messageUrl: 'http://s.example', picUrl: '@lALOACZwe2Rk', title: '测试', text: '测试' },
      },
    ],
    ['action_card with one button', SINGLE],
    ['action_card with several buttons', SEVERAL],
    ['oa', OA],
  ])('of the documented form is encoded as it is, without warning: %s', (_, msg) => {
    const check = new InputCheck('dingtalk', 'POST /test')

    expect(JSON.parse(encodeWorkMessage(msg, check))).toEqual(msg)
    expect(check.warnings).toEqual([])
  })

  it('may have 2 048 bytes as JSON, and not one more; Chinese characters count three', () => {
    const wrapping = JSON.stringify(text('')).length
    const fits = '鸿'.repeat(600) + 'a'.repeat(2048 - wrapping - 1800)

    expect(() => warningsOf(text(fits))).not.toThrow()
    expect(refusalOf(text(`${fits}a`))).toMatchObject({
      field: 'msg',
      limit: 2048,
      actual: 2049,
      unit: 'bytes',
    })
  })

  it.each<[string, unknown, string]>([
    ['no message', undefined, 'msg'],
    ['a text instead of a message', 'hello', 'msg'],
    ['an unknown type', { msgtype: 'video', video: { media_id: '@x' } }, 'msg.msgtype'],
    ['an image without media_id', { msgtype: 'image', image: {} }, 'msg.image.media_id'],
    ['a file without media_id', { msgtype: 'file', file: {} }, 'msg.file.media_id'],
    ['a voice without media_id', voice({ media_id: '' }), 'msg.voice.media_id'],
    ['a voice without duration', voice({ duration: undefined }), 'msg.voice.duration'],
    ['a voice whose duration is no text', voice({ duration: 10 }), 'msg.voice.duration'],
    ['a voice of no whole second', voice({ duration: '1.5' }), 'msg.voice.duration'],
    ['a voice of no time', voice({ duration: '0' }), 'msg.voice.duration'],
    ['an oa whose num is a number', oa({ body: { rich: { num: 15.6 } } }), 'msg.oa.body.rich.num'],
    ['an oa whose file_count is a number', oa({ body: { file_count: 3 } }), 'msg.oa.body.file_count'],
    ['an oa whose row is nothing', oa({ body: { form: [null] } }), 'msg.oa.body.form[0]'],
    [
      'an oa whose row holds a number',
      oa({ body: { form: [{ key: 'a', value: 2 }] } }),
      'msg.oa.body.form[0].value',
    ],
    [
      'an oa whose status is a number',
      oa({ status_bar: { status_value: 1 } }),
      'msg.oa.status_bar.status_value',
    ],
    ['an oa whose pc_message_url is none', oa({ pc_message_url: 1 }), 'msg.oa.pc_message_url'],
    ['content under another key than msgtype', { msgtype: 'text', markdown: {} }, 'msg.text'],
    ['an empty text', text(''), 'msg.text.content'],
    ['a text that is no text', { msgtype: 'text', text: { content: 1 } }, 'msg.text.content'],
    ['markdown without title', { msgtype: 'markdown', markdown: { text: 'a' } }, 'msg.markdown.title'],
    ['markdown without text', { msgtype: 'markdown', markdown: { title: 'a' } }, 'msg.markdown.text'],
    [
      'a link without picture',
      { msgtype: 'link', link: { messageUrl: 'a', title: 'a', text: 'a' } },
      'msg.link.picUrl',
    ],
    ['a card without markdown', single({ markdown: '' }), 'msg.action_card.markdown'],
    [
      'a card without any button',
      { msgtype: 'action_card', action_card: { markdown: 'a' } },
      'msg.action_card',
    ],
    [
      'a card with both kinds of button',
      single({ btn_json_list: [], btn_orientation: '0' }),
      'msg.action_card',
    ],
    ['a single button without url', single({ single_url: undefined }), 'msg.action_card.single_url'],
    ['an empty list of buttons', several({ btn_json_list: [] }), 'msg.action_card.btn_json_list'],
    [
      'buttons without orientation',
      several({ btn_orientation: undefined }),
      'msg.action_card.btn_orientation',
    ],
    ['a button that is nothing', several({ btn_json_list: [null] }), 'msg.action_card.btn_json_list[0]'],
    ['a title that is no text', single({ title: 7 }), 'msg.action_card.title'],
    ['a button without url', button({ action_url: '' }), 'msg.action_card.btn_json_list[0].action_url'],
    ['an oa without message_url', oa({ message_url: undefined }), 'msg.oa.message_url'],
    ['an oa without body', oa({ body: undefined }), 'msg.oa.body'],
    ['an oa whose title is no text', oa({ body: { title: 7 } }), 'msg.oa.body.title'],
    ['an oa whose content is no text', oa({ body: { content: 7 } }), 'msg.oa.body.content'],
    ['an oa whose form is no list', oa({ body: { form: { key: 'a', value: 'b' } } }), 'msg.oa.body.form'],
    ['an oa without colour', oa({ head: { text: 'a' } }), 'msg.oa.head.bgcolor'],
    ['an oa without head text', oa({ head: { bgcolor: 'FFBBBBBB' } }), 'msg.oa.head.text'],
    ['a bgcolor with 0x', oa({ head: { bgcolor: '0xFFBBBBBB', text: 'a' } }), 'msg.oa.head.bgcolor'],
    ['a bgcolor of six digits', oa({ head: { bgcolor: 'BBBBBB', text: 'a' } }), 'msg.oa.head.bgcolor'],
    ['half an emoji', text('😀'.slice(0, 1)), 'msg'],
    ['a control character', text('a\u0001'), 'msg'],
  ])('is refused with %s', (_, msg, field) => {
    const refusal = refusalOf(msg)

    expect(refusal.field).toBe(field)
    expect(refusal.remedy.zh).not.toBe('')
  })

  it('may hold a backslash and a u, an emoji and a line break', () => {
    expect(warningsOf(text('C:\\users\\u0041 😀\n'))).toEqual([])
  })

  it.each<[string, unknown, string, number]>([
    ['a card title', single({ title: 'a'.repeat(65) }), 'msg.action_card.title', 64],
    ['single_title', single({ single_title: 'a'.repeat(21) }), 'msg.action_card.single_title', 20],
    ['single_url', single({ single_url: 'a'.repeat(501) }), 'msg.action_card.single_url', 500],
    ['a button title', button({ title: 'a'.repeat(21) }), 'msg.action_card.btn_json_list[0].title', 20],
    [
      'action_url',
      button({ action_url: 'a'.repeat(701) }),
      'msg.action_card.btn_json_list[0].action_url',
      700,
    ],
  ])('is refused one character beyond the limit of %s', (_, msg, field, limit) => {
    expect(refusalOf(msg)).toMatchObject({ field, limit, actual: limit + 1, unit: 'characters' })
  })

  it('is refused with a voice of 60 seconds', () => {
    expect(refusalOf(voice({ duration: '60' }))).toMatchObject({
      field: 'msg.voice.duration',
      limit: 59,
      actual: 60,
      unit: 'seconds',
    })
  })

  it('is refused if the buttons together exceed 1 000 characters of JSON', () => {
    const btn_json_list = [1, 2].map(() => ({ title: 'a', action_url: 'a'.repeat(500) }))

    expect(refusalOf(several({ btn_json_list }))).toMatchObject({
      field: 'msg.action_card.btn_json_list',
      limit: 1000,
      actual: JSON.stringify(btn_json_list).length,
    })
  })

  it.each<[WorkMessage, string, number, number, string]>([
    [text('a'.repeat(501)), 'msg.text.content', 500, 501, 'characters'],
    [
      { msgtype: 'link', link: { messageUrl: 'a', picUrl: 'a', title: 'a'.repeat(101), text: 'a' } },
      'msg.link.title',
      100,
      101,
      'characters',
    ],
    [
      { msgtype: 'link', link: { messageUrl: 'a', picUrl: 'a', title: 'a', text: 'a'.repeat(501) } },
      'msg.link.text',
      500,
      501,
      'characters',
    ],
    [
      {
        msgtype: 'action_card',
        action_card: { markdown: 'a'.repeat(1001), single_title: 'a', single_url: 'a' },
      },
      'msg.action_card.markdown',
      1000,
      1001,
      'characters',
    ],
    [
      {
        msgtype: 'action_card',
        action_card: {
          markdown: 'a',
          btn_orientation: '0',
          btn_json_list: [{ title: 'a', action_url: 'a'.repeat(501) }],
        },
      },
      'msg.action_card.btn_json_list[0].action_url',
      500,
      501,
      'characters',
    ],
    [
      { ...OA, oa: { ...OA.oa, head: { bgcolor: 'ffbbbbbb', text: 'a'.repeat(11) } } },
      'msg.oa.head.text',
      10,
      11,
      'characters',
    ],
    [{ ...OA, oa: { ...OA.oa, body: { title: 'a'.repeat(51) } } }, 'msg.oa.body.title', 50, 51, 'characters'],
    [
      {
        ...OA,
        oa: { ...OA.oa, body: { form: Array.from({ length: 7 }, () => ({ key: 'k', value: 'v' })) } },
      },
      'msg.oa.body.form',
      6,
      7,
      'items',
    ],
    [{ ...OA, oa: { ...OA.oa, body: { content: '1\n2\n3\n4' } } }, 'msg.oa.body.content', 3, 4, 'lines'],
  ])('is taken with a warning beyond an advised size: %#', (msg, field, limit, actual, unit) => {
    const [warning, ...more] = warningsOf(msg)

    expect(warning).toMatchObject({ field, limit, actual, unit })
    expect(warning?.zh).toMatch(/\p{Script=Han}/u)
    expect(more).toEqual([])
  })
})
