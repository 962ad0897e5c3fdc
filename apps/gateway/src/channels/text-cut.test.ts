import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutText } from './text-cut.ts'

const within = (bytes: number) => (piece: string) => Buffer.byteLength(piece) <= bytes

describe('a text cut to size', () => {
  it('loses nothing, and no piece is too long', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 300 })
    fc.assert(
      fc.property(texts, fc.integer({ min: 60, max: 200 }), (text, bytes) => {
        const pieces = cutText(text, within(bytes))
        expect(pieces?.join('')).toBe(text)
        for (const piece of pieces ?? []) expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(bytes)
      }),
    )
  })

  it('never breaks what is seen as one character', () => {
    const family = '👩‍👩‍👧‍👦'

    const pieces = cutText(family.repeat(10), within(60))

    expect(pieces).toEqual(Array.from({ length: 5 }, () => family.repeat(2)))
  })

  it('fills its pieces also where every other position is inside a surrogate pair', () => {
    const fits = (piece: string) => piece.isWellFormed() && Buffer.byteLength(piece) <= 400

    expect(cutText('😀'.repeat(1000), fits)).toHaveLength(10)
  })

  it('is cut after a line where one ends late enough in a piece', () => {
    expect(cutText('aaaa\nbbbb\ncccc', within(12))).toEqual(['aaaa\nbbbb\n', 'cccc'])
    expect(cutText('a\nbbbbbbbbbbbbbb', within(12))).toEqual(['a\nbbbbbbbbbb', 'bbbb'])
  })

  it('is not cut at all if it fits', () => {
    expect(cutText('短', within(3))).toEqual(['短'])
  })

  it('cannot be cut if not even one character fits', () => {
    expect(cutText('长', within(2))).toBeUndefined()
  })

  it('breaks what is seen as one character only if that alone is too long, and never a code point', () => {
    const accents = `e${'\u0301'.repeat(100)}`

    expect(cutText(accents, within(60))?.join('')).toBe(accents)
    expect(cutText('👩‍👩‍👧', within(5))).toEqual(['👩', '\u200d', '👩', '\u200d', '👧'])
  })
})
