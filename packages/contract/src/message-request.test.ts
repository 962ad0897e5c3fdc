import { describe, expect, expectTypeOf, it } from 'vitest'
import * as z from 'zod'
import { CONTENT_TYPES, Content } from './content.ts'
import { type MessageInput, MessageRequest, repeatChoice } from './message-request.ts'

const least: MessageInput = { accounts: ['hr-ding'], content: { type: 'text', text: '您好' } }

describe('a message request', () => {
  it('needs accounts and content; everything else has a default or may be missing', () => {
    expect(MessageRequest.parse(least)).toEqual({
      ...least,
      route: 'each',
      lane: 'normal',
      overflow: 'reject',
      verify: 'auto',
      reads: 'final',
      onAmbiguous: 'dedupe',
    })
  })

  it('distinguishes repeats in the urgent lane unless its sender says otherwise', () => {
    const choiceOf = (input: Partial<MessageInput>) =>
      repeatChoice(MessageRequest.parse({ ...least, ...input }))

    expect(choiceOf({ lane: 'urgent' })).toBe('distinguish')
    expect(choiceOf({ lane: 'urgent', onRepeat: 'suppress' })).toBe('suppress')
    expect(choiceOf({ lane: 'bulk' })).toBe('send')
  })

  it('keeps native bodies as they are, whatever they hold', () => {
    const body = { msgtype: 'text', text: { content: 'x', deep: [1, null, { a: true }] } }
    const content = { type: 'native', bodies: { 'wecom.app': body } } as const

    expect(MessageRequest.parse({ ...least, content }).content).toEqual(content)
  })

  it('takes at most 50 variables of a name each', () => {
    const withVars = (vars: Record<string, string>) =>
      MessageRequest.safeParse({ ...least, to: [{ to: 'user:a', vars }] }).success
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`v${n}`, '']))

    expect(withVars({ 姓名: '张三', order_no: '1' })).toBe(true)
    expect(withVars(many(50))).toBe(true)
    expect(withVars(many(51))).toBe(false)
    expect(withVars({ 'two words': '' })).toBe(false)
  })

  it('has a JSON Schema that says no other fields are taken', () => {
    const { $defs } = z.toJSONSchema(MessageRequest, { io: 'input' })

    expect($defs?.MessageRequest).toMatchObject({
      additionalProperties: false,
      required: ['accounts', 'content'],
    })
  })
})

describe('content', () => {
  it('has an example of every type that passes, and none with a field more', () => {
    const url = 'https://example.com'
    const media = '0193439d-7c00-7000-8000-000000000001'
    const examples = [
      { type: 'text', text: 'x' },
      { type: 'markdown', title: 't', text: 'x' },
      { type: 'link', title: 't', text: 'x', url },
      { type: 'card', title: 't', text: 'x', buttons: [{ title: 'b', url }] },
      { type: 'news', articles: [{ title: 't', url }] },
      { type: 'form', title: 't', rows: [{ key: 'k', value: 'v' }] },
      { type: 'image', media },
      { type: 'file', media },
      { type: 'voice', media, seconds: 3 },
      { type: 'video', media },
      { type: 'native', bodies: {} },
    ]

    expect(examples.map(({ type }) => type)).toEqual([...CONTENT_TYPES])
    for (const example of examples) {
      expect(Content.safeParse(example).success, example.type).toBe(true)
      expect(Content.safeParse({ ...example, more: 1 }).success, example.type).toBe(false)
    }
  })

  it('is told apart by its type, also by the compiler', () => {
    expectTypeOf<Extract<Content, { type: 'text' }>>().toEqualTypeOf<{ type: 'text'; text: string }>()
    expectTypeOf<{ type: 'image' }>().not.toExtend<Content>()
    expectTypeOf<{ accounts: string[] }>().not.toExtend<MessageInput>()
    expect(Content.safeParse({ type: 'image' }).success).toBe(false)
  })
})
