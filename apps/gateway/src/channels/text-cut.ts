const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/**
 * Cuts a text into as few pieces as fit, in order, losing nothing. It cuts after a line break or a space if there is
 * one in the second half of a piece, and never inside what a reader sees as one character, unless that alone is too long.
 * Undefined if not even one code point fits.
 *
 * @param fits is asked of whole code points only, and must hold for every shorter text if it holds for a longer one
 */
export function cutText(text: string, fits: (piece: string) => boolean): string[] | undefined {
  const pieces: string[] = []
  let rest = text
  while (!fits(rest)) {
    const length = cutAt(rest, longestFitting(rest, fits))
    if (length === 0) return undefined
    pieces.push(rest.slice(0, length))
    rest = rest.slice(length)
  }
  return rest === '' ? pieces : [...pieces, rest]
}

function longestFitting(text: string, fits: (piece: string) => boolean): number {
  let fitting = 0
  let tooLong = text.length
  while (tooLong - fitting > 1) {
    const middle = (fitting + tooLong) >>> 1
    if (fits(text.slice(0, codePointBoundary(text, middle)))) fitting = middle
    else tooLong = middle
  }
  return fitting
}

function cutAt(text: string, most: number): number {
  const boundary = graphemes.segment(text).containing(most)?.index || codePointBoundary(text, most)
  const head = text.slice(0, boundary)
  const pause = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' ')) + 1
  return pause > boundary / 2 ? pause : boundary
}

/** Half a surrogate pair is no character in any encoding. */
const codePointBoundary = (text: string, at: number): number =>
  /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at
