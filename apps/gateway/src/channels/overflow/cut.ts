import type { Seams } from './seams.ts'

/** One piece of a text that was cut. The texts of all pieces together are the whole text. */
export interface Piece {
  /** Begins again what the piece before had to end. */
  readonly opened: string
  readonly text: string
  /** Ends what is open at the cut. */
  readonly closed: string
}

export const wordsOf = ({ opened, text, closed }: Piece): string => opened + text + closed

/**
 * Cuts a text into as few pieces as fit, in order, losing nothing and breaking nothing. Undefined if something that may
 * not be cut is longer than a piece.
 *
 * @param fits is asked of whole code points only, and must hold for every shorter text if it holds for a longer one
 */
export function cutText(text: string, seams: Seams, fits: (words: string) => boolean): Piece[] | undefined {
  const pieces: Piece[] = []
  let start = 0
  let opened = ''
  while (!fits(opened + text.slice(start))) {
    const piece = (end: number, closed: string): Piece => ({ opened, text: text.slice(start, end), closed })
    const most = longestFitting(text, start, (end) => fits(wordsOf(piece(end, ''))))
    const seam = first(seams.between(start, most), ({ at, closed }) => fits(wordsOf(piece(at, closed))))
    if (!seam) return undefined
    pieces.push(piece(seam.at, seam.closed))
    start = seam.at
    opened = seam.opened
  }
  return start === text.length ? pieces : [...pieces, { opened, text: text.slice(start), closed: '' }]
}

function longestFitting(text: string, start: number, fits: (end: number) => boolean): number {
  let fitting = start
  let tooLong = text.length
  while (tooLong - fitting > 1) {
    const middle = (fitting + tooLong) >>> 1
    if (fits(codePointBoundary(text, middle))) fitting = middle
    else tooLong = middle
  }
  return codePointBoundary(text, fitting)
}

function first<T>(values: Iterable<T>, isRight: (value: T) => boolean): T | undefined {
  for (const value of values) if (isRight(value)) return value
  return undefined
}

/** Half a surrogate pair is no character in any encoding. */
const codePointBoundary = (text: string, at: number): number =>
  /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at
