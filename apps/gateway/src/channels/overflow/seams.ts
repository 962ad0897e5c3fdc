/** A place where a text may be cut. */
export interface Seam {
  /** Offset of the first UTF-16 unit after the cut. */
  readonly at: number
  /** Ends what is open there, in the piece before: a fence, bold words. */
  readonly closed: string
  /** Begins it again in the piece after. */
  readonly opened: string
}

/** One line of a text with its line break, and where it may be cut. */
export interface Line {
  readonly start: number
  /** Offset after its line break. */
  readonly end: number
  readonly isBlank: boolean
  /** The seam at an offset after `start`, up to `end`; undefined if something would break there. */
  seamAt(at: number): Seam | undefined
}

/** Where a text may be cut: asked for near an offset, as a text of 100 000 characters has very many places. */
export interface Seams {
  /** The seams after `from` and not after `to`, the most pleasant first. */
  between(from: number, to: number): Iterable<Seam>
}

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** After these a reader pauses. */
const PAUSE = /[\s，。；：、！？]/

/**
 * After a blank line, else after a line, else at a pause, else between characters; each in the second half of what
 * fits, so that pieces are filled, and where nothing is open before where something is. Only if nothing else is left,
 * inside what is seen as one character, but never inside a code point.
 */
export function seamsOf(text: string, lines: readonly Line[]): Seams {
  const segments = graphemes.segment(text)
  const characterStart = (at: number) => segments.containing(at - 1)?.index ?? 0
  const codePointStart = (at: number) => at - ((text.codePointAt(at - 2) ?? 0) > 0xffff ? 2 : 1)

  const isWhole = (at: number) => at === text.length || segments.containing(at)?.index === at
  const seamAt = (at: number) => lineAt(lines, at - 1)?.seamAt(at)

  function* lineEnds(from: number, to: number): Generator<Seam & { isBlank: boolean }> {
    for (let line = lineAt(lines, to - 1); line; line = lineAt(lines, line.start - 1)) {
      if (line.end <= from) return
      const seam = line.end <= to ? line.seamAt(line.end) : undefined
      if (seam) yield { ...seam, isBlank: line.isBlank }
    }
  }

  function* characterEnds(from: number, to: number): Generator<Seam> {
    for (let at = isWhole(to) ? to : characterStart(to + 1); at > from; at = characterStart(at)) {
      const seam = seamAt(at)
      if (seam) yield seam
    }
  }

  function* codePointEnds(from: number, to: number): Generator<Seam> {
    for (let at = to; at > from; at = codePointStart(at)) {
      const seam = seamAt(at)
      if (seam) yield seam
    }
  }

  return {
    *between(from, to) {
      const half = from + Math.floor((to - from) / 2)
      const ends = [...lineEnds(half, to)]
      yield* ends.filter((seam) => seam.isBlank && isFree(seam))
      yield* ends.filter(isFree)
      yield* ends
      const characters = [...characterEnds(half, to)]
      yield* characters.filter((seam) => isFree(seam) && PAUSE.test(text.charAt(seam.at - 1)))
      yield* characters.filter(isFree)
      yield* characters
      yield* lineEnds(from, half)
      yield* characterEnds(from, half)
      yield* codePointEnds(from, to)
    },
  }
}

const isFree = ({ closed, opened }: Seam): boolean => closed === '' && opened === ''

/** The line that holds the unit at an offset. */
function lineAt(lines: readonly Line[], offset: number): Line | undefined {
  let low = 0
  let high = lines.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((lines[middle]?.end ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return offset < 0 ? undefined : lines[low]
}

/** Offsets and words of the lines of a text. */
export function splitLines(text: string): { start: number; end: number; words: string }[] {
  return [...text.matchAll(/[^\n]*\n|[^\n]+$/g)].map(({ 0: line, index }) => ({
    start: index,
    end: index + line.length,
    words: line.replace(/\r?\n$/, ''),
  }))
}
