import { describe, expect, test } from 'vitest'
import { startDingTalk } from './test-kit.ts'

const link = { messageUrl: 'https://a.example', picUrl: '@lALOACZwe2Rk', title: '测试', text: '测试' }
const singleButton = {
  title: '审批',
  markdown: '正文',
  single_title: '查看',
  single_url: 'https://a.example',
}
const buttons = {
  title: '审批',
  markdown: '正文',
  btn_orientation: '1',
  btn_json_list: [{ title: '同意', action_url: 'https://a.example' }],
}
const oa = {
  message_url: 'https://a.example',
  head: { bgcolor: 'FFBBBBBB', text: '头部' },
  body: { title: '正文标题', form: [{ key: '姓名:', value: '张三' }] },
}

describe('a message of asyncsend_v2', () => {
  test.each([
    ['text', { msgtype: 'text', text: { content: '月会通知' } }],
    ['markdown', { msgtype: 'markdown', markdown: { title: '通知', text: '# 标题' } }],
    ['link', { msgtype: 'link', link }],
    ['action_card with one button', { msgtype: 'action_card', action_card: singleButton }],
    ['action_card with several buttons', { msgtype: 'action_card', action_card: buttons }],
  ])('is accepted as %s and reaches the phone as sent', async (_, msg) => {
    const dingtalk = await startDingTalk()

    const { body } = await dingtalk.sendMessage(msg)

    expect(body).toMatchObject({ errcode: 0, task_id: expect.any(Number) })
    expect(dingtalk.phone()).toMatchObject([{ app: 'hr', message: msg, receipt: String(body.task_id) }])
  })

  test('shows the app’s name as the head of an oa message, whatever was sent', async () => {
    const dingtalk = await startDingTalk()

    await dingtalk.sendMessage({ msgtype: 'oa', oa })

    expect(dingtalk.phone()).toMatchObject([
      { message: { msgtype: 'oa', oa: { ...oa, head: { bgcolor: 'FFBBBBBB', text: 'hr' } } } },
    ])
  })

  test('may be an object, or a JSON text in JSON or in a form, with every scalar as a text', async () => {
    const dingtalk = await startDingTalk()
    const path = `/topapi/message/corpconversation/asyncsend_v2?access_token=${await dingtalk.token()}`
    const agent_id = String(dingtalk.app().agentId)
    const msg = (content: string) => JSON.stringify({ msgtype: 'text', text: { content } })
    const common = { agent_id, userid_list: 'zhangsan', to_all_user: 'false' }

    const asText = await dingtalk.post(path, { ...common, msg: msg('一') })
    const asForm = await dingtalk.postForm(path, { ...common, msg: msg('二') })

    expect([asText.body.errcode, asForm.body.errcode]).toEqual([0, 0])
    expect(dingtalk.phone().map(({ message }) => message)).toEqual([
      { msgtype: 'text', text: { content: '一' } },
      { msgtype: 'text', text: { content: '二' } },
    ])
  })

  test.each([
    ['no msgtype', { text: { content: 'x' } }, 34004],
    ['an unknown msgtype', { msgtype: 'smoke', smoke: {} }, 34004],
    ['a msgtype that is no text', { msgtype: 1 }, 40008],
    ['a body under another key', { msgtype: 'text', markdown: { title: 'x', text: 'y' } }, 34014],
    ['text without content', { msgtype: 'text', text: { content: '' } }, 44004],
    ['markdown without title', { msgtype: 'markdown', markdown: { text: 'x' } }, 34014],
    ['link without picture', { msgtype: 'link', link: { ...link, picUrl: '' } }, 34009],
    ['image without media_id', { msgtype: 'image', image: {} }, 41006],
    ['image with an empty media_id', { msgtype: 'image', image: { media_id: '' } }, 34008],
    ['file with an empty media_id', { msgtype: 'file', file: { media_id: '' } }, 34010],
    ['voice with an empty media_id', { msgtype: 'voice', voice: { media_id: '', duration: '10' } }, 34011],
    ['a media id of nobody', { msgtype: 'image', image: { media_id: '@lADOADmaWMzazQKA' } }, 40007],
    ['voice of a minute', { msgtype: 'voice', voice: { media_id: '@x', duration: '60' } }, 45007],
    ['voice without seconds', { msgtype: 'voice', voice: { media_id: '@x', duration: 'long' } }, 40035],
    ['oa without head', { msgtype: 'oa', oa: { ...oa, head: undefined } }, 34014],
    [
      'oa with a colour of six digits',
      { msgtype: 'oa', oa: { ...oa, head: { bgcolor: 'BBBBBB', text: 'x' } } },
      40035,
    ],
    [
      'a card without text',
      { msgtype: 'action_card', action_card: { ...singleButton, markdown: '' } },
      34014,
    ],
    [
      'a card without URL',
      { msgtype: 'action_card', action_card: { ...singleButton, single_url: '' } },
      34014,
    ],
    [
      'a card title of 65',
      { msgtype: 'action_card', action_card: { ...singleButton, title: '长'.repeat(65) } },
      34016,
    ],
    [
      'a button title of 21',
      { msgtype: 'action_card', action_card: { ...singleButton, single_title: '长'.repeat(21) } },
      34016,
    ],
    [
      'a button URL of 501',
      { msgtype: 'action_card', action_card: { ...singleButton, single_url: 'u'.repeat(501) } },
      34016,
    ],
    [
      'an orientation of 2',
      { msgtype: 'action_card', action_card: { ...buttons, btn_orientation: '2' } },
      40035,
    ],
    [
      'buttons without orientation',
      { msgtype: 'action_card', action_card: { ...buttons, btn_orientation: undefined } },
      34014,
    ],
    ['no buttons', { msgtype: 'action_card', action_card: { ...buttons, btn_json_list: [] } }, 34014],
    [
      'a listed button URL of 701',
      {
        msgtype: 'action_card',
        action_card: { ...buttons, btn_json_list: [{ title: 'x', action_url: 'u'.repeat(701) }] },
      },
      34016,
    ],
    [
      'buttons of more than 1000 characters',
      {
        msgtype: 'action_card',
        action_card: {
          ...buttons,
          btn_json_list: Array.from({ length: 3 }, () => ({ title: 'x', action_url: 'u'.repeat(400) })),
        },
      },
      34016,
    ],
  ])('is refused for %s', async (_, msg, errcode) => {
    const dingtalk = await startDingTalk()

    const { status, body } = await dingtalk.sendMessage(msg)

    expect(status).toBe(200)
    expect(body).toMatchObject({ errcode, errmsg: expect.stringMatching(/./) })
    expect(dingtalk.phone()).toEqual([])
  })

  test('may have 2048 bytes of JSON and not one more', async () => {
    const dingtalk = await startDingTalk()
    const frame = Buffer.byteLength(JSON.stringify({ msgtype: 'text', text: { content: '' } }))
    const ofBytes = (bytes: number) => ({ msgtype: 'text', text: { content: 'x'.repeat(bytes - frame) } })

    const fits = await dingtalk.sendMessage(ofBytes(2048))
    const tooLarge = await dingtalk.sendMessage(ofBytes(2049))
    const farTooLarge = await dingtalk.sendMessage(ofBytes(4097))

    expect(fits.body).toMatchObject({ errcode: 0 })
    expect(tooLarge.body).toMatchObject({ errcode: 45002, errmsg: '消息内容超过限制' })
    expect(farTooLarge.body).toMatchObject({ errcode: 41101, errmsg: '数据内容过长' })
  })

  test('counts bytes, not characters', async () => {
    const dingtalk = await startDingTalk()

    const { body } = await dingtalk.sendMessage({ msgtype: 'text', text: { content: '鸿'.repeat(700) } })

    expect(body).toMatchObject({ errcode: 45002 })
  })
})

describe('a status bar', () => {
  const msg = {
    msgtype: 'oa',
    oa: { ...oa, status_bar: { status_value: '进行中', status_bg: '0xFFF65E5E' } },
  }

  test('is allowed for up to five named people', async () => {
    const dingtalk = await startDingTalk()
    const five = dingtalk.employees.flatMap(({ dingtalk: account }) => account?.userid ?? []).slice(0, 5)

    const { body } = await dingtalk.send({ msg, userid_list: five.join() })

    expect(body).toMatchObject({ errcode: 0 })
  })

  test('is refused for more people, for a department and for everyone', async () => {
    const dingtalk = await startDingTalk()
    const six = dingtalk.employees.flatMap(({ dingtalk: account }) => account?.userid ?? []).slice(0, 6)

    const many = await dingtalk.send({ msg, userid_list: six.join() })
    const department = await dingtalk.send({ msg, userid_list: undefined, dept_id_list: '2' })
    const everyone = await dingtalk.send({ msg, userid_list: undefined, to_all_user: true })

    for (const { body } of [many, department, everyone]) {
      expect(body).toMatchObject({ errcode: 400002, errmsg: '参数错误' })
    }
  })
})
