import { describe, expect, it } from 'vitest'
import { shorten, split, type TextContent } from './overflow.ts'

const within =
  (bytes: number) =>
  ({ text }: TextContent) =>
    Buffer.byteLength(text) <= bytes

describe('content that is too long', () => {
  it('is split into numbered parts, a blank line below the number in Markdown', () => {
    const text = '一二三四五六'

    expect(split({ type: 'text', text }, within(20))).toMatchObject([
      { text: '(1/2)\n一二三' },
      { text: '(2/2)\n四五六' },
    ])
    expect(split({ type: 'markdown', title: '题', text }, within(20))).toEqual([
      { type: 'markdown', title: '题', text: '(1/2)\n\n一二三' },
      { type: 'markdown', title: '题', text: '(2/2)\n\n四五六' },
    ])
  })

  it('cannot be split where not even one character fits beside its number', () => {
    expect(split({ type: 'text', text: '一二三' }, within(8))).toBeUndefined()
  })

  it('is shortened to its beginning and a link to the rest', () => {
    const moreUrl = 'https://example.com/1'
    const text = '一二三四五六七八九十'.repeat(10)

    expect(shorten({ type: 'text', text }, moreUrl, within(60))?.text).toBe(
      `一二三四五六七\n……\n全文：${moreUrl}`,
    )
    expect(shorten({ type: 'markdown', title: '题', text }, moreUrl, within(60))?.text).toBe(
      `一二三四五六七\n\n……[全文](${moreUrl})`,
    )
  })

  it('ends what it cuts: shortened bold words are bold, and a fence is closed', () => {
    const text = `**${'字'.repeat(100)}**`

    expect(shorten({ type: 'markdown', title: '题', text }, 'https://e.cn', within(60))?.text).toMatch(
      /^\*\*字+\*\*\n/,
    )
  })
})
