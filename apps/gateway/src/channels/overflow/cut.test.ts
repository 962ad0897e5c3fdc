import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutText, wordsOf } from './cut.ts'
import { markdownSeams } from './markdown.ts'
import { plainSeams } from './plain.ts'

const within = (bytes: number) => (piece: string) => Buffer.byteLength(piece) <= bytes

const cutPlain = (text: string, fits: (piece: string) => boolean) =>
  cutText(text, plainSeams(text), fits)?.map(wordsOf)

const cutMarkdown = (text: string, bytes: number) => cutText(text, markdownSeams(text), within(bytes))

describe('a plain text cut to size', () => {
  it('loses nothing, and no piece is too long', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 300 })
    fc.assert(
      fc.property(texts, fc.integer({ min: 60, max: 200 }), (text, bytes) => {
        const pieces = cutPlain(text, within(bytes))
        expect(pieces?.join('')).toBe(text)
        for (const piece of pieces ?? []) expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(bytes)
      }),
    )
  })

  it('never breaks what is seen as one character', () => {
    const family = '👩‍👩‍👧‍👦'

    const pieces = cutPlain(family.repeat(10), within(60))

    expect(pieces).toEqual(Array.from({ length: 5 }, () => family.repeat(2)))
  })

  it('fills its pieces also where every other position is inside a surrogate pair', () => {
    const fits = (piece: string) => piece.isWellFormed() && Buffer.byteLength(piece) <= 400

    expect(cutPlain('😀'.repeat(1000), fits)).toHaveLength(10)
  })

  it('is cut after a blank line, else a line, else a pause, where one comes late enough in a piece', () => {
    expect(cutPlain('aaaa\n\nbb\ncc', within(10))).toEqual(['aaaa\n\n', 'bb\ncc'])
    expect(cutPlain('aaaa\nbbbb\ncccc', within(12))).toEqual(['aaaa\nbbbb\n', 'cccc'])
    expect(cutPlain('您好，请假已通过', within(15))).toEqual(['您好，', '请假已通过'])
    expect(cutPlain('a\nbbbbbbbbbbbbbb', within(12))).toEqual(['a\nbbbbbbbbbb', 'bbbb'])
  })

  it('is not cut at all if it fits', () => {
    expect(cutPlain('短', within(3))).toEqual(['短'])
  })

  it('cannot be cut if not even one character fits', () => {
    expect(cutPlain('长', within(2))).toBeUndefined()
  })

  it('breaks what is seen as one character only if that alone is too long, and never a code point', () => {
    const accents = `e${'\u0301'.repeat(100)}`

    expect(cutPlain(accents, within(60))?.join('')).toBe(accents)
    expect(cutPlain('👩‍👩‍👧', within(5))).toEqual(['👩', '\u200d', '👩', '\u200d', '👧'])
  })

  it('never breaks an address, and cannot be cut if one is longer than a piece', () => {
    const address = 'https://example.com/审批?id=1&token=abc'

    expect(cutPlain(`请看${address}。谢谢`, within(46))).toEqual(['请看', `${address}。`, '谢谢'])
    expect(cutPlain(`请看${address}。谢谢`, within(40))).toBeUndefined()
  })
})

describe('a Markdown text cut to size', () => {
  it('closes a fence and opens it again with its language', () => {
    const pieces = cutMarkdown('```ts\nconst a = 1\nconst b = 2\n```\n完', 28)

    expect(pieces?.map(wordsOf)).toEqual(['```ts\nconst a = 1\n```', '```ts\nconst b = 2\n```\n完'])
    expect(pieces?.map(({ text }) => text).join('')).toBe('```ts\nconst a = 1\nconst b = 2\n```\n完')
  })

  it('cuts a line of code that is longer than a piece', () => {
    expect(cutMarkdown('~~~\naaaaaaaaaaaaaaaaaa\n~~~', 18)?.map(wordsOf)).toEqual([
      '~~~\naaaaaaaaaa\n~~~',
      '~~~\naaaaaaaa\n~~~',
    ])
  })

  it('puts the head of a table above each piece of it', () => {
    const head = '| 姓名 | 金额 |\n|---|---|\n'
    const rows = ['| 张三 | 1 |\n', '| 李四 | 2 |\n', '| 王五 | 3 |\n']

    const pieces = cutMarkdown(`${head}${rows.join('')}合计`, 70)

    expect(pieces?.map(wordsOf)).toEqual([`${head}${rows[0]}${rows[1]}`, `${head}${rows[2]}合计`])
  })

  it('never breaks a link or a picture, and cannot be cut if one is longer than a piece', () => {
    const link = '[查看 审批](https://example.com/a)'

    expect(cutMarkdown(`请您尽快${link}`, 45)?.map(wordsOf)).toEqual(['请您尽快', link])
    expect(cutMarkdown(`请您尽快${link}`, 30)).toBeUndefined()
    expect(cutMarkdown(`图!${link}`, 41)?.map(wordsOf)).toEqual(['图', `!${link}`])
  })

  it('closes bold, coloured and code words and opens them again', () => {
    const words = '一二三四五六七八九十'

    expect(cutMarkdown(`**${words}**`, 22)?.map(wordsOf)).toEqual(['**一二三四五六**', '**七八九十**'])
    expect(cutMarkdown(`<font color="info">${words}</font>`, 44)?.map(wordsOf)).toEqual([
      '<font color="info">一二三四五六</font>',
      '<font color="info">七八九十</font>',
    ])
    expect(cutMarkdown(`\`${words}\``, 20)?.map(wordsOf)).toEqual(['`一二三四五六`', '`七八九十`'])
  })

  it('goes on as a heading or a quotation', () => {
    expect(cutMarkdown('> 一二三四五六七八', 20)?.map(wordsOf)).toEqual(['> 一二三四五六', '> 七八'])
    expect(cutMarkdown('## 一二三四五六七八', 21)?.map(wordsOf)).toEqual(['## 一二三四五六', '## 七八'])
  })

  it('leaves names with underscores and the stars of lists alone', () => {
    expect(cutMarkdown('max_task_count_a', 8)?.map(wordsOf)).toEqual(['max_task', '_count_a'])
    expect(cutMarkdown('* 一\n* 二\n* 三', 11)?.map(wordsOf)).toEqual(['* 一\n', '* 二\n* 三'])
  })

  it('loses nothing, keeps every piece within size, and every piece has its fences, links and tables whole', () => {
    fc.assert(
      fc.property(markdown, fc.integer({ min: 150, max: 400 }), (text, bytes) => {
        const pieces = cutMarkdown(text, bytes) ?? []
        expect(pieces.map((piece) => piece.text).join('')).toBe(text)
        for (const piece of pieces.map(wordsOf)) {
          expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(bytes)
          expect(piece.isWellFormed()).toBe(true)
          expect((piece.match(/^```/gm) ?? []).length % 2).toBe(0)
          expect((piece.match(/\*\*/g) ?? []).length % 2).toBe(0)
          expect((piece.match(/\[/g) ?? []).length).toBe((piece.match(/\]\(https:[^()\s]+\)/g) ?? []).length)
          const firstRow = piece.split('\n').findIndex((line) => line.startsWith('|'))
          if (firstRow >= 0) expect(piece.split('\n')[firstRow + 1]).toBe('|---|---|')
        }
      }),
      { numRuns: 300 },
    )
  })

  it('takes no long time over a line of unpaired marks', () => {
    const text = '[*`_'.repeat(25_000)

    expect(
      cutMarkdown(text, 2048)
        ?.map((piece) => piece.text)
        .join(''),
    ).toBe(text)
  })
})

const words = fc.string({
  unit: fc.constantFrom('字', 'a', ' ', '😀', '，', '。'),
  minLength: 1,
  maxLength: 60,
})
const row = fc.tuple(words, words).map(([left, right]) => `| ${left} | ${right} |`)
const block = fc.oneof(
  words,
  words.map((inner) => `前**字${inner}字**后`),
  words.map((inner) => `看[${inner}](https://example.com/${inner.length})吧`),
  fc.array(words, { maxLength: 8 }).map((lines) => `\`\`\`sql\n${lines.join('\n')}\n\`\`\``),
  fc.array(row, { minLength: 1, maxLength: 8 }).map((rows) => `| 甲 | 乙 |\n|---|---|\n${rows.join('\n')}`),
)
const markdown = fc.array(block, { minLength: 1, maxLength: 8 }).map((blocks) => blocks.join('\n\n'))
