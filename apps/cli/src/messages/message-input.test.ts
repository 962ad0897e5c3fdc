import { describe, expect, test } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { type MessageFlags, messageInput } from './message-input.ts'

const FILE = JSON.stringify({
  accounts: ['from-file'],
  to: ['mobile:13800000001'],
  content: { type: 'text', text: 'from file' },
  lane: 'bulk',
})

describe('a message from flags', () => {
  test('is text to everybody named, by each account', () => {
    expect(read({ account: 'hr-ding,hr-wecom', to: ['mobile:1', 'email:a@b.cn'], text: 'hello' })).toEqual({
      accounts: ['hr-ding', 'hr-wecom'],
      to: ['mobile:1', 'email:a@b.cn'],
      content: { type: 'text', text: 'hello' },
    })
  })

  test('is Markdown with its title', () => {
    expect(read({ account: 'a', markdown: '**b**', title: 't' }).content).toEqual({
      type: 'markdown',
      title: 't',
      text: '**b**',
    })
  })

  test('is what the file says, save what a flag says otherwise', () => {
    expect(read({ file: 'message.json' })).toEqual(JSON.parse(FILE))
    expect(read({ file: 'message.json', account: 'a', text: 'x', lane: 'urgent' })).toEqual({
      accounts: ['a'],
      to: ['mobile:13800000001'],
      content: { type: 'text', text: 'x' },
      lane: 'urgent',
    })
  })

  test.each<[string, MessageFlags, string]>([
    ['no account', { text: 'x' }, '--account'],
    ['no content', { account: 'a' }, '--text'],
    ['two contents', { account: 'a', text: 'x', markdown: 'y', title: 't' }, 'either'],
    ['Markdown without a title', { account: 'a', markdown: 'y' }, '--title'],
    ['a file that is not there', { file: 'missing.json' }, 'missing.json'],
    ['a file without an object', { file: 'list.json' }, 'list.json'],
  ])('is refused for %s, naming what is wanted', (_, flags, named) => {
    expect(() => read(flags)).toThrow(UsageError)
    expect(() => read(flags)).toThrow(named)
  })
})

function read(flags: MessageFlags) {
  return messageInput(flags, (path) => {
    if (path === 'message.json') return FILE
    if (path === 'list.json') return '[]'
    throw new Error(`no such file ${path}`)
  })
}
