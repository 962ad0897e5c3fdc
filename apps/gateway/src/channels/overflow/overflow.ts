import type { Content } from '@hongyan/contract'
import { cutText, type Piece, wordsOf } from './cut.ts'
import { markdownSeams } from './markdown.ts'
import { plainSeams } from './plain.ts'

/** What can be cut: of other content every field has its own sense. */
export type TextContent = Extract<Content, { type: 'text' | 'markdown' }>

export const isText = (content: Content): content is TextContent =>
  content.type === 'text' || content.type === 'markdown'

/** As wide as a number gets: nobody reads more parts. */
const WIDEST_NUMBER = '(999/999)'
const MOST_PARTS = 999

/**
 * Several contents, each with its number in front: readers see the order, and two parts with equal text stay two
 * messages to a platform that drops repeats. Undefined if something that may not be cut, a link for one, fits nowhere.
 */
export function split(content: TextContent, fits: Fits): readonly TextContent[] | undefined {
  const numbered = (number: string, words: string): TextContent => ({
    ...content,
    text: number + BREAK[content.type] + words,
  })
  const pieces = cut(content, (words) => fits(numbered(WIDEST_NUMBER, words)))
  if (!pieces || pieces.length > MOST_PARTS) return undefined
  return pieces.map((piece, index) => numbered(`(${index + 1}/${pieces.length})`, wordsOf(piece)))
}

/** The beginning of a content, and where the rest can be read. */
export function shorten(content: TextContent, moreUrl: string, fits: Fits): TextContent | undefined {
  const shortened = (words: string): TextContent => ({
    ...content,
    text: words.trimEnd() + BREAK[content.type] + MORE[content.type](moreUrl),
  })
  const [beginning] = cut(content, (words) => fits(shortened(words))) ?? []
  return beginning && shortened(wordsOf(beginning))
}

type Fits = (content: TextContent) => boolean

/** White space alone is nothing to send. */
const cut = ({ type, text }: TextContent, fits: (words: string) => boolean): Piece[] | undefined => {
  const seams = type === 'markdown' ? markdownSeams(text) : plainSeams(text)
  return cutText(text, seams, (words) => words === '' || fits(words))?.filter(
    (piece) => piece.text.trim() !== '',
  )
}

/** A single line break is none in Markdown. */
const BREAK = { text: '\n', markdown: '\n\n' }

const MORE = {
  text: (url: string) => `……\n全文：${url}`,
  markdown: (url: string) => `……[全文](${url})`,
}
