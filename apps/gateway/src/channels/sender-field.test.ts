import { expect, test } from 'vitest'
import { SAMPLES } from './conformance/samples.ts'
import { senderField, valueOfField } from './sender-field.ts'

test.each([
  ['text', 'msg', 'content.text'],
  ['text', 'text.content', 'content.text'],
  ['markdown', 'msg.markdown.title', 'content.title'],
  ['link', 'textcard.title', 'content.title'],
  ['link', 'textcard.description', 'content.text'],
  ['link', 'news.articles[0].picurl', 'content.picture'],
  ['link', 'msg.link.messageUrl', 'content.url'],
  ['card', 'msg.action_card.btn_json_list[1].action_url', 'content.buttons[1].url'],
  ['card', 'msg.action_card.single_title', 'content.buttons[0].title'],
  ['card', 'markdown.content', 'content.text'],
  ['news', 'news.articles[2].title', 'content.articles[2].title'],
  ['news', 'body', 'content.articles'],
  ['form', 'msg.oa.body.form[3].value', 'content.rows[3].value'],
  ['form', 'msg.oa.body.content', 'content.text'],
] as const)('of %s, %s comes from %s', (type, platformField, field) => {
  expect(senderField(SAMPLES[type], 'dingtalk.work', platformField)).toBe(field)
})

test('the platform’s own JSON is named by its channel and its own path', () => {
  const content = { type: 'native', bodies: {} } as const

  expect(senderField(content, 'dingtalk.work', 'msg.text.content')).toBe(
    'content.bodies["dingtalk.work"].text.content',
  )
  expect(senderField(content, 'wecom.app', 'text.content')).toBe('content.bodies["wecom.app"].text.content')
  expect(senderField(content, 'dingtalk.work', 'msg')).toBe('content.bodies["dingtalk.work"]')
})

test('a field’s value is found where the field says', () => {
  const bodies = { 'wecom.app': { text: { content: '您好' } } }

  expect(valueOfField({ type: 'native', bodies }, 'content.bodies["wecom.app"].text.content')).toBe('您好')
  expect(valueOfField({ type: 'native', bodies }, 'content.bodies["wecom.app"].text.title')).toBeUndefined()
  expect(valueOfField(SAMPLES.card, 'content.buttons[0].title')).toEqual(expect.any(String))
})
